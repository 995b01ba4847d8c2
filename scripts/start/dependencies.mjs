// Installs the project's own dependencies and builds it. Only Node's built-in modules may be used here.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/**
 * True where `node_modules` holds just what the lock says. npm leaves a lock of what it has installed there; packages
 * for other platforms may be missing from it.
 *
 * @param {string} root the checkout
 */
export function dependenciesAreCurrent(root) {
  try {
    const wanted = readPackages(path.join(root, 'package-lock.json'));
    const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
    return Object.entries(wanted).every(([name, { version, optional, devOptional }]) => {
      if (name === '') return true;
      const found = installed[name];
      return found ? found.version === version : Boolean(optional || devOptional);
    });
  } catch {
    return false; // no node_modules, or one that npm did not make
  }
}

/**
 * @param {string} lock
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>}
 */
function readPackages(lock) {
  return JSON.parse(fs.readFileSync(lock, 'utf8')).packages;
}

/** Runs `npm ci`. @param {string} root */
export async function installDependencies(root) {
  const windows = process.platform === 'win32';
  await run(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund'], root, windows);
}

/**
 * True where the bundles are there, and newer than everything that they were made of.
 *
 * @param {string} root the checkout
 */
export function buildIsCurrent(root) {
  const modified = (/** @type {string} */ name) => fs.statSync(path.join(root, name)).mtimeMs;
  try {
    /** @type {{ began: number, inputs: string[], outputs: string[] }} */
    const { began, inputs, outputs } = JSON.parse(
      fs.readFileSync(path.join(root, 'dist', 'build.json'), 'utf8'),
    );
    const sources = [...inputs, 'scripts/build.mjs', 'package-lock.json'];
    return (
      sources.every((name) => modified(name) < began) &&
      outputs.every((name) => fs.existsSync(path.join(root, name)))
    );
  } catch {
    return false; // never built, or a source has gone
  }
}

/** Bundles the extension, the language server and the command line tool. @param {string} root */
export async function build(root) {
  await run(process.execPath, ['scripts/build.mjs'], root);
}

/**
 * Runs a command, and shows what it printed only where it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 * @param {boolean} [shell] Windows runs `.cmd` files through its shell only
 * @returns {Promise<void>}
 */
function run(command, args, cwd, shell = false) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} failed with exit code ${code}:\n${output}`));
    });
  });
}
