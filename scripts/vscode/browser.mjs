// A headless Chromium with one page, for tests. What a person uses is their own browser.
import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium.mjs';

const VIEWPORT = { width: 1440, height: 900 };

/**
 * @typedef {object} BrowserOptions
 * @property {string} [locale]    the language that the browser asks for, such as `ja`; the workbench follows it
 * @property {{ width: number, height: number }} [viewport]
 */

/**
 * Starts a browser.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  return chromium.launch(await launchOptions());
}

/**
 * Starts a browser with the profile in a folder, as a person's own browser has one: scripts that it has compiled
 * before it need not compile again.
 *
 * @param {string} folder
 * @returns {Promise<import('playwright-core').BrowserContext>}
 */
export async function launchProfile(folder) {
  return chromium.launchPersistentContext(folder, { ...(await launchOptions()), viewport: VIEWPORT });
}

async function launchOptions() {
  return {
    executablePath: await ensureChromium(),
    headless: process.env.ROUTER_SPEC_HEADED !== '1',
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}

/**
 * Opens a page with storage of its own, so that nothing is left from an earlier one.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {BrowserOptions} [options]
 */
export async function newPage(browser, { locale = 'en-US', viewport = VIEWPORT } = {}) {
  const context = await browser.newContext({
    viewport,
    locale,
    permissions: ['clipboard-read', 'clipboard-write', 'notifications'],
  });
  return context.newPage();
}
