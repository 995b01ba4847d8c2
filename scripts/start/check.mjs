// Sees with a headless browser what a person would see.
import path from 'node:path';
import { launchProfile } from '../vscode/browser.mjs';
import { cacheFolder } from '../vscode/install.mjs';

/** How long the lenses may take on a machine that is busy; a person would have given up. */
const LIMIT_MS = 60_000;

/** Starts the browser; it is the same one each time, as a person's is. */
export function openBrowser() {
  return launchProfile(path.join(cacheFolder(), 'start', 'browser'));
}

/**
 * Waits until the opened file shows code lenses.
 *
 * @param {Awaited<ReturnType<typeof openBrowser>>} browser
 * @param {string} url
 * @throws {Error} where it does not
 */
export async function waitForLenses(browser, url) {
  const page = browser.pages()[0] ?? (await browser.newPage());
  await page.goto(url);
  await page.locator('.codelens-decoration a').first().waitFor({ timeout: LIMIT_MS });
}
