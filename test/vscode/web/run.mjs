// Looks at the packaged extension in a VS Code that is a web page and nothing else, as vscode.dev is, and keeps pictures in
// test-results/web/: `npm run test:web`.
//
//   -g PATTERN    only the tests whose full name matches
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureChromium, ensureJapaneseFont } from '../../../scripts/vscode/chromium.mjs';
import { installRuntime, whyNotSupported } from '../../../scripts/vscode/install.mjs';
import { bundleTests, root } from '../bundle.mjs';

const { values: options } = parseArgs({ options: { grep: { type: 'string', short: 'g', default: '' } } });
const log = (/** @type {string} */ message) => console.log(message);

const reason = whyNotSupported();
if (reason) {
  console.error(`The tests in the browser cannot run here. ${reason}`);
  process.exit(1);
}
await ensureChromium(log);
await ensureJapaneseFont(log);
await installRuntime(log);
const packaging = spawnSync(process.execPath, ['scripts/package.mjs'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (packaging.status !== 0) process.exit(1);
fs.rmSync(path.join(root, 'test-results/web'), { recursive: true, force: true });

process.env.ROUTER_SPEC_ROOT = root;
const bundles = await bundleTests('web', 'esm', (file) => file === 'index.ts');
const fileSystem = await bundleTests('web/file-system', 'cjs', (file) => file === 'extension.ts');
/** @type {typeof import('./index.ts')} */
const tests = await import(pathToFileURL(path.join(bundles, 'index.mjs')).href);
const { passed, failed } = await tests.run(
  { vsix: path.join(root, 'dist/router-spec.vsix'), fileSystem: path.join(fileSystem, 'extension.cjs') },
  options.grep,
);
console.log(`web: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
