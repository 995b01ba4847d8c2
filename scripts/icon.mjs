// Draws images/icon.png from images/icon.svg: the marketplace takes no SVG. Run it after a change and commit both.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from './vscode/browser.mjs';

const SIZE = 256;
const images = new URL('../images/', import.meta.url);

const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
  const svg = fs.readFileSync(new URL('icon.svg', images), 'utf8');
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  await page.screenshot({ path: fileURLToPath(new URL('icon.png', images)), omitBackground: true });
} finally {
  await browser.close();
}
