// Packages the extension for the tests that install it.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './bundle.mjs';

/**
 * Packages the extension as it is now. Ends the process where that fails; what is wrong has been said then.
 *
 * @returns {string} the package
 */
export function packageExtension() {
  const packaging = spawnSync(process.execPath, ['scripts/package.mjs'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (packaging.status !== 0) process.exit(1);
  return path.join(root, 'dist/router-spec.vsix');
}
