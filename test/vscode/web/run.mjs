// Looks at the packaged extension in a VS Code that is a web page and nothing else, as vscode.dev is, and keeps pictures in
// test-results/web/: `npm run test:web`.
//
//   -g PATTERN    only the tests whose full name matches
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleTests } from '../bundle.mjs';
import { end, prepare } from '../in-browser.mjs';

const { vsix, grep } = await prepare('web');
const bundles = await bundleTests('web', 'esm', (file) => file === 'index.ts');
const fileSystem = await bundleTests('web/file-system', 'cjs', (file) => file === 'extension.ts');
/** @type {typeof import('./index.ts')} */
const tests = await import(pathToFileURL(path.join(bundles, 'index.mjs')).href);
end('web', await tests.run({ vsix, fileSystem: path.join(fileSystem, 'extension.cjs') }, grep));
