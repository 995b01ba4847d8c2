// `npm test`: what CI runs, on a fresh clone too. Each step can be run alone: `npm run STEP`.
//
//   npm test               all steps; the first that fails ends the run
//   npm test -- NAME …     only these steps
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { dependenciesAreCurrent, installDependencies } from './start/dependencies.mjs';

const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));

/** The steps in the order in which a mistake is cheapest to find. */
const STEPS = [
  ...['check:format', 'check:types', 'lint', 'build', 'test:unit', 'package'],
  ...['test:vscode', 'test:ui', 'test:deploy', 'test:lab'],
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.includes(name));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. The steps are: ${STEPS.join(', ')}.`);
  process.exit(2);
}

if (!dependenciesAreCurrent(root)) await installDependencies(root);

/** Runs a script of package.json with its output in place. @param {string} name @returns {Promise<boolean>} */
function run(name) {
  return new Promise((resolve) => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const child = spawn(npm, ['run', '--silent', name], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

let passed = 0;
let failed = 0;
for (const name of STEPS.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  const started = performance.now();
  console.log(`\n=== ${name}`);
  const good = await run(name);
  console.log(
    `=== ${name}: ${good ? 'passed' : 'FAILED'} after ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  if (good) {
    passed++;
  } else {
    failed++;
    break;
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
