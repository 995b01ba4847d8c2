// The language server of the Red Hat YAML extension, which other editors use as well: measured beside ours, and given our
// JSON Schema.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../scripts/vscode/install.mjs';

const PEER = 'yaml-language-server@1.19.2';

/**
 * The server's program, installed once into the cache.
 *
 * @returns {string[]} the command that starts it
 */
export function yamlLanguageServer() {
  const folder = path.join(cacheFolder(), 'peers', PEER.replace('@', '-'));
  if (!fs.existsSync(folder)) install(folder);
  const program = path.join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server');
  return [process.execPath, program, '--stdio'];
}

/** Installs beside the folder and renames, so that an interrupted or a simultaneous run leaves no half one. @param {string} folder */
function install(folder) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const draft = fs.mkdtempSync(`${folder}.`);
  try {
    fs.writeFileSync(path.join(draft, 'package.json'), '{ "private": true }\n');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', ['install', ...flags, PEER], { cwd: draft, stdio: 'pipe' });
    fs.renameSync(draft, folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}
