// The keys of a practice router and the way to log in to it: the system's OpenSSH, an ssh_config of its own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from '../debian/packages.mjs';

/** The router's name in ssh_config and in known_hosts: its key follows the name, not the address. */
export const HOST = 'borealis';

/** The files of a folder that have to do with ssh. */
export function sshFiles(folder) {
  return {
    config: join(folder, 'ssh_config'),
    keyFile: join(folder, 'id_ed25519'),
    hostKey: join(folder, 'ssh_host_ed25519_key'),
    knownHosts: join(folder, 'known_hosts'),
  };
}

/** Makes the user's key and the host's, where they are not there yet. */
export async function ensureKeys(folder) {
  const { keyFile, hostKey } = sshFiles(folder);
  for (const [path, comment] of [
    [keyFile, 'practice-router-user'],
    [hostKey, `root@${HOST}`],
  ]) {
    if (existsSync(path)) continue;
    const keygen = await must('ssh-keygen');
    const args = ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', path];
    const result = spawnSync(keygen.command, args, { env: keygen.env, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`ssh-keygen failed: ${result.stderr}`);
  }
}

/** Writes the ssh_config by which `ssh -F` finds the router, and its known_hosts. @returns the line of known_hosts */
export function writeConfig(folder, port) {
  const files = sshFiles(folder);
  const [type, key] = readFileSync(`${files.hostKey}.pub`, 'utf8').split(' ');
  const line = `${HOST} ${type} ${key}`;
  writeFileSync(files.knownHosts, `${line}\n`);
  const settings = [
    ['HostName', '127.0.0.1'],
    ['Port', port],
    ['User', 'root'],
    // A deploy also looks for the router at its LAN address, which may be somebody else's here: from this address
    // nothing but this machine can be reached.
    ['BindAddress', '127.0.0.1'],
    ['IdentityFile', quoted(files.keyFile)],
    ['IdentitiesOnly', 'yes'],
    ['UserKnownHostsFile', quoted(files.knownHosts)],
    ['HostKeyAlias', HOST],
    ['StrictHostKeyChecking', 'yes'],
    // The methods that cost an emulated processor least: a login in a third of the time.
    ['KexAlgorithms', '^ecdh-sha2-nistp256'],
    ['Ciphers', '^aes128-gcm@openssh.com'],
  ];
  const body = settings.map(([key, value]) => `  ${key} ${value}\n`).join('');
  writeFileSync(files.config, `# The practice router. Use: ssh -F THIS-FILE ${HOST}\nHost ${HOST}\n${body}`);
  return line;
}

function quoted(path) {
  return `"${path}"`;
}

/**
 * Runs a command on the router over a new ssh connection.
 * @param {string} folder
 * @param {string} command
 * @param {{ input?: string | Buffer }} [options] `input` goes to the command's standard input
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} code 255 where there was no connection
 */
export async function sshCommand(folder, command, { input } = {}) {
  const ssh = await must('ssh');
  const options = [
    'BatchMode=yes',
    'ConnectTimeout=5',
    'ControlPath=none',
    'ServerAliveInterval=5',
    'ServerAliveCountMax=3',
  ];
  const args = [
    '-T',
    '-F',
    sshFiles(folder).config,
    ...options.flatMap((option) => ['-o', option]),
    '--',
    HOST,
    command,
  ];
  return new Promise((resolve, reject) => {
    // In a session of its own it has no terminal to ask a question at.
    const child = spawn(ssh.command, args, { env: ssh.env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    const result = { code: 0, stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8');
      child[name].on('data', (chunk) => (result[name] += chunk));
    }
    child.stdin.on('error', () => {}); // the other end may be gone before it has read everything
    child.stdin.end(input ?? '');
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...result, code: code ?? 255 }));
  });
}

/** An ssh session on this terminal. @returns {Promise<number>} its exit code */
export async function sshSession(folder, args) {
  const ssh = await must('ssh');
  return new Promise((resolve, reject) => {
    const child = spawn(ssh.command, ['-F', sshFiles(folder).config, HOST, ...args], {
      env: ssh.env,
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 255));
  });
}

async function must(program) {
  const found = await tool(program, 'vm');
  if ('unavailable' in found) throw new Error(found.unavailable.en);
  return found;
}
