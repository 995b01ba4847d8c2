import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePackages, packagedTool } from '../../scripts/debian/packages.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * 5500 is no port of this line, and what is wrong in the last line stays so. The settings of the page silence what would
 * be said of the reservation.
 */
const SPEC = `version:   1 # 🗾
hostname: borealis
wan: { interface: eth0, prefix: 240b:10:1234:5600::/64 }
tunnel: { provider: v6plus }
lan:
  ports: [eth1]
  address: 10.100.0.1/24
  dhcp:
    range: 10.100.0.100-10.100.0.200
    reservations: [{ name: nas, mac: "00:0d:b9:00:00:01", address: 10.100.0.150 }]
nat:
  forwards:
    - { protocol: tcp, port: 5500, to: 10.100.0.10:80 } # 🗾
speed: 9
`;

interface Found {
  readonly failed?: string;
  readonly before: readonly { readonly code: string; readonly line: number; readonly column: number }[];
  readonly after: readonly { readonly code: string }[];
  readonly hover: string;
  readonly text: string;
}

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'router-spec-neovim-'));
  // The program as it is on a user's path.
  await build({
    entryPoints: [path.join(ROOT, 'server/src/cli/main.ts')],
    outfile: path.join(folder, 'router-spec'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    banner: { js: '#!/usr/bin/env node' },
    loader: { '.sh': 'text', '.yml': 'text' },
    logLevel: 'error',
  });
  chmodSync(path.join(folder, 'router-spec'), 0o755);
  await ensurePackages('editors'); // downloads, the first time
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['en', 'ja'])(
  'Neovim with the configuration of the %s page shows problems, mends one and formats',
  { timeout: 120_000 },
  async (locale) => {
    const packages = await ensurePackages('editors');
    if ('unavailable' in packages) throw new Error(packages.unavailable.en);
    const nvim = packagedTool(packages, 'nvim');
    if ('unavailable' in nvim) throw new Error(nvim.unavailable.en);
    const page = readFileSync(path.join(ROOT, locale === 'ja' ? 'docs/ja' : 'docs', 'editors.md'), 'utf8');
    const file = (name: string): string => path.join(folder, name);
    writeFileSync(file('init.lua'), /^```lua\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? '');
    writeFileSync(file('attic.router.yaml'), SPEC);
    await promisify(execFile)(
      nvim.command,
      [
        '--headless',
        '-u',
        'NONE',
        '-i',
        'NONE',
        '-n',
        '-c',
        `luafile ${path.join(import.meta.dirname, 'support/neovim.lua')}`,
      ],
      {
        env: {
          ...nvim.env,
          PATH: `${folder}${path.delimiter}${process.env.PATH ?? ''}`,
          VIMRUNTIME: path.join(packages.root, 'usr/share/nvim/runtime'),
          HOME: folder,
          LC_ALL: locale === 'ja' ? 'ja_JP.UTF-8' : 'C.UTF-8',
          ROUTER_SPEC_FILE: file('attic.router.yaml'),
          ROUTER_SPEC_CONFIGURATION: file('init.lua'),
          ROUTER_SPEC_ANSWERS: file('answers.json'),
        },
      },
    );
    const found = JSON.parse(readFileSync(file('answers.json'), 'utf8')) as Found;
    expect(found.failed).toBeUndefined();
    expect(found.before.map(({ code, line, column }) => [code, line, column]).sort()).toEqual([
      ['nat/forward-outside-port-set', 12, 29],
      ['spec/unknown-key', 13, 0],
    ]);
    expect(JSON.stringify(found.before)).toMatch(locale === 'ja' ? /[ぁ-ん]/ : /^[^ぁ-ん]*$/);
    expect(found.after.map(({ code }) => code)).toEqual(['spec/unknown-key']);
    expect(found.hover).toContain('**');
    expect(found.text).toMatch(/^version: 1 # 🗾$/m);
    expect(found.text).toMatch(/port: 5487, to: 10\.100\.0\.10:80 \} # 🗾$/m);
  },
);
