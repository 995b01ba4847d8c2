// Looks at the packaged extension as a person does, in a browser, and keeps pictures in test-results/ui/: `npm run test:ui`.
//
//   -g PATTERN    only the tests whose full name matches
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleTests } from '../bundle.mjs';
import { end, prepare } from '../in-browser.mjs';

const { vsix, grep } = await prepare('ui');
const bundles = await bundleTests('ui', 'esm', (file) => file === 'index.ts');
/** @type {typeof import('./index.ts')} */
const tests = await import(pathToFileURL(path.join(bundles, 'index.mjs')).href);
end('ui', await tests.run(vsix, grep));
