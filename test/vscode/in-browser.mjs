// What the tests that look at the packaged extension in a browser have in common: test/vscode/ui and test/vscode/web.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium, ensureJapaneseFont } from '../../scripts/vscode/chromium.mjs';
import { installRuntime, whyNotSupported } from '../../scripts/vscode/install.mjs';
import { root } from './bundle.mjs';
import { packageExtension } from './package-extension.mjs';

/**
 * Gets what such a run needs, packages the extension, and leaves no pictures of an earlier run. Ends the process where that
 * cannot be.
 *
 * @param {string} results the folder below `test-results` that the pictures go to
 * @returns {Promise<{ vsix: string, grep: string }>} the package, and what the names of the tests have to match
 */
export async function prepare(results) {
  const { values } = parseArgs({ options: { grep: { type: 'string', short: 'g', default: '' } } });
  const reason = whyNotSupported();
  if (reason) {
    console.error(`The tests in the browser cannot run here. ${reason}`);
    process.exit(1);
  }
  const log = (/** @type {string} */ message) => console.log(message);
  await ensureChromium(log);
  await ensureJapaneseFont(log);
  await installRuntime(log);
  const vsix = packageExtension();
  fs.rmSync(path.join(root, 'test-results', results), { recursive: true, force: true });
  // Bundles do not lie where their sources do.
  process.env.ROUTER_SPEC_ROOT = root;
  return { vsix, grep: values.grep };
}

/**
 * Ends the process: well only if a test ran and none failed.
 *
 * @param {string} name
 * @param {{ passed: number, failed: number }} counts
 * @returns {never}
 */
export function end(name, { passed, failed }) {
  console.log(`${name}: ${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
