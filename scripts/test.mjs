// `npm test`: what CI runs, on a fresh clone too. Each step can be run alone: `npm run STEP`.
//
//   npm test               all steps but those that run by name only; the first that fails ends the run
//   npm test -- NAME …     only these steps
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { dependenciesAreCurrent, installDependencies } from './start/dependencies.mjs';

const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));

/** Steps in the order in which a mistake is cheapest to find, one after another. */
const FIRST = ['check:format', 'check:types', 'lint', 'build', 'test:unit', 'package'];

/**
 * Then two rows of steps side by side: a browser mostly waits, and so does an emulated machine that boots. What a row
 * says is printed when its step has ended.
 */
const ROWS = [
  ['test:vscode', 'test:ui', 'test:web', 'test:oldest'],
  ['test:lab:reference', 'test:deploy:way'],
];

/** All routers of the lab, and all faults of a deploy, take longer than one wants to wait for; they run by name. */
const BY_NAME = ['test:lab', 'test:deploy'];

const steps = [...FIRST, ...ROWS.flat(), ...BY_NAME];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.includes(name));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. The steps are: ${steps.join(', ')}.`);
  process.exit(2);
}

if (!dependenciesAreCurrent(root)) await installDependencies(root);

let passed = 0;
let failed = 0;

/** Runs steps one after another, until one fails. @param {string[]} names @param {boolean} live */
async function runRow(names, live) {
  for (const name of names) {
    if (failed > 0) return;
    const started = performance.now();
    console.log(`\n=== ${name}`);
    const { good, output } = await run(name, live);
    if (output !== '') console.log(`\n--- ${name}\n${output}`);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`=== ${name}: ${good ? 'passed' : 'FAILED'} after ${seconds} s`);
    if (good) passed++;
    else failed++;
  }
}

/**
 * Runs a script of package.json, with its output in place if it is live, else collected.
 * @param {string} name
 * @param {boolean} live
 * @returns {Promise<{ good: boolean, output: string }>}
 */
function run(name, live) {
  return new Promise((resolve) => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const out = live ? 'inherit' : 'pipe';
    const child = spawn(npm, ['run', '--silent', name], { cwd: root, stdio: ['ignore', out, out] });
    /** @type {Buffer[]} */
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
    const end = (/** @type {boolean} */ good) => resolve({ good, output: Buffer.concat(chunks).toString() });
    child.once('error', () => end(false));
    child.once('close', (code) => end(code === 0));
  });
}

const isWanted = (/** @type {string} */ name) =>
  wanted.length === 0 ? !BY_NAME.includes(name) : wanted.includes(name);
await runRow([...FIRST, ...BY_NAME].filter(isWanted), true);
const rows = ROWS.map((row) => row.filter(isWanted)).filter((row) => row.length > 0);
await Promise.all(rows.map((row) => runRow(row, rows.length === 1)));
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
