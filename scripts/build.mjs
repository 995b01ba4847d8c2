// Bundles the extension, the language server and the command line tool into dist/; the first two also for a browser.
// `--watch` rebuilds on change, `--production` leaves out source maps and minifies.
import fs from 'node:fs';
import { context } from 'esbuild';

/** Read by scripts/start/dependencies.mjs. */
const RECORD = 'dist/build.json';

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
  // The agent that runs on the router, and the playbook that carries it, travel inside the bundle as text.
  loader: { '.sh': 'text', '.yml': 'text' },
  // The ES module builds of the language client and server bundle without dynamic requires.
  mainFields: ['module', 'main'],
};

/** @type {import('esbuild').BuildOptions} */
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs' };

/** For a VS Code in a browser. @type {import('esbuild').BuildOptions} */
const browser = { ...common, platform: 'browser', target: 'es2022' };

const builds = [
  { ...node, entryPoints: { extension: 'client/src/node.ts' }, external: ['vscode'] },
  { ...node, entryPoints: { server: 'server/src/lsp/node.ts' } },
  {
    ...node,
    entryPoints: { cli: 'server/src/cli/main.ts' },
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...browser,
    outdir: 'dist/webview',
    // The oldest VS Code that is supported has Chromium 132.
    target: 'chrome132',
    format: 'iife',
    entryPoints: ['port-map', 'topology'].flatMap((page) => [
      { in: `client/webview/${page}/main.ts`, out: page },
      { in: `client/webview/${page}/${page}.css`, out: page },
    ]),
  },
  {
    ...browser,
    entryPoints: { 'web-extension': 'client/src/browser.ts' },
    format: 'cjs',
    external: ['vscode'],
  },
  { ...browser, entryPoints: { 'web-server': 'server/src/lsp/browser.ts' }, format: 'iife' },
];

const began = Date.now();
const contexts = await Promise.all(builds.map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  try {
    const results = await Promise.all(contexts.map((each) => each.rebuild()));
    // What was made, of what and when, so that `npm start` can tell whether it has to be made again. Its source maps are
    // wanted there, so that nothing is known of a build without.
    const names = (/** @type {'inputs' | 'outputs'} */ kind) => [
      ...new Set(results.flatMap(({ metafile }) => Object.keys(metafile?.[kind] ?? {}))),
    ];
    if (production) fs.rmSync(RECORD, { force: true });
    else
      fs.writeFileSync(RECORD, JSON.stringify({ began, inputs: names('inputs'), outputs: names('outputs') }));
  } catch {
    process.exitCode = 1; // esbuild has printed the errors already.
  } finally {
    await Promise.all(contexts.map((each) => each.dispose()));
  }
}
