// Bundles the extension, the language server and the command line tool into dist/.
// `--watch` rebuilds on change, `--production` leaves out source maps and minifies.
import fs from 'node:fs';
import { context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  outdir: 'dist',
  sourcemap: !production,
  minify: production,
  logLevel: 'warning',
  metafile: true,
  // Japanese as it is, not as escapes of six bytes each.
  charset: 'utf8',
  // The agent that runs on the router travels inside the bundle as text.
  loader: { '.sh': 'text' },
  // The ES module builds of the language client and server bundle without dynamic requires.
  mainFields: ['module', 'main'],
};

/** @type {import('esbuild').BuildOptions} */
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs' };

const builds = [
  { ...node, entryPoints: { extension: 'client/src/extension.ts' }, external: ['vscode'] },
  { ...node, entryPoints: { server: 'server/src/lsp/node.ts' } },
  {
    ...node,
    entryPoints: { cli: 'server/src/cli/main.ts' },
    banner: { js: '#!/usr/bin/env node' },
  },
];

const contexts = await Promise.all(builds.map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  try {
    const results = await Promise.all(contexts.map((each) => each.rebuild()));
    // What the bundles were made of, so that `npm start` can tell whether they have to be made again.
    const inputs = results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
    fs.writeFileSync('dist/inputs.json', JSON.stringify([...new Set(inputs)]));
  } catch {
    process.exitCode = 1; // esbuild has printed the errors already.
  } finally {
    await Promise.all(contexts.map((each) => each.dispose()));
  }
}
