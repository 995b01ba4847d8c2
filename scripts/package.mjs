// `npm run package`: builds for production and makes dist/router-spec.vsix, and fails where it grows too large.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

/** A package is downloaded by everyone and again with every update. */
const LIMIT_BYTES = 1024 * 1024;

const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));
const packagePath = path.join(root, 'dist/router-spec.vsix');

execFileSync(process.execPath, ['scripts/build.mjs', '--production'], { cwd: root, stdio: 'inherit' });
// The bundles hold what they need of node_modules.
await createVSIX({
  cwd: root,
  packagePath,
  dependencies: false,
});

const size = fs.statSync(packagePath).size;
console.log(`${path.relative(root, packagePath)}: ${Math.ceil(size / 1000)} kB`);
if (size > LIMIT_BYTES) {
  console.error(`The package may have ${Math.floor(LIMIT_BYTES / 1000)} kB.`);
  process.exitCode = 1;
}
