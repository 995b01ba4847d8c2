// Bundles tests that are written in TypeScript into dist-test/, where the editor or Node can load them.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/**
 * Bundles files of one folder below test/vscode/, each on its own, and leaves nothing of an earlier run there.
 *
 * @param {string} folder such as `suite`
 * @param {'cjs' | 'esm'} format an extension host loads CommonJS
 * @param {(file: string) => boolean} isEntry
 * @returns {Promise<string>} the folder with the bundles
 */
export async function bundleTests(folder, format, isEntry) {
  const source = path.join(root, 'test/vscode', folder);
  // As deep as the source, so that what is not bundled is found from here too.
  const outdir = path.join(root, 'dist-test/vscode', folder);
  fs.rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: fs
      .readdirSync(source)
      .filter(isEntry)
      .map((file) => path.join(source, file)),
    outdir,
    outExtension: { '.js': format === 'cjs' ? '.cjs' : '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    sourcemap: 'inline',
    // The editor gives `vscode`; the others load files that lie beside themselves.
    external: [
      'vscode',
      'mocha',
      'playwright-core',
      '../../../scripts/vscode/*',
      '../../../scripts/practice-router.mjs',
    ],
    logLevel: 'warning',
  });
  return outdir;
}
