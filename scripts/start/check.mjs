// Sees with a headless browser what a person would see.
import { launchProfile } from '../vscode/browser.mjs';
import { profileOf } from './editor.mjs';

/** How long the lenses may take on a machine that is busy; a person would have given up. */
const LIMIT_MS = 60_000;

/** Starts the browser; a checkout has the same one each time, as a person has. @param {string} root the checkout */
export function openBrowser(root) {
  return launchProfile(profileOf(root).browserDir);
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
