// Sees with a headless browser what a person would see.
import { launchBrowser, newPage } from '../vscode/browser.mjs';

/** How long the lenses may take on a machine that is busy; a person would have given up. */
const LIMIT_MS = 60_000;

/**
 * Waits until the opened file shows code lenses.
 *
 * @param {string} url
 * @throws {Error} where it does not
 */
export async function waitForLenses(url) {
  const browser = await launchBrowser();
  try {
    const page = await newPage(browser);
    await page.goto(url);
    await page.locator('.codelens-decoration a').first().waitFor({ timeout: LIMIT_MS });
  } finally {
    await browser.close();
  }
}
