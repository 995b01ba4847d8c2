// `npm run bench`: the language server beside yaml-language-server with the same schema on the same files, in one run.
// Figures are medians of several rounds; on a busy machine the ratios mean more than the milliseconds.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';
import { yamlLanguageServer } from '../peer/yaml-language-server.mjs';
import { LspProcess } from './lsp-process.mjs';

const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);

/** The middle of some numbers. @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A spec of about so many lines: the example, with DHCP reservations added. @param {number} lines */
function specOf(lines) {
  const example = fs.readFileSync(path.join(root, 'examples/router.yaml'), 'utf8');
  const reservation = /^( *)- \{ name: nas,.*\n/m;
  const indent = reservation.exec(example)?.[1] ?? '';
  const count = Math.max(0, lines - example.split('\n').length);
  const hex = (/** @type {number} */ n) => n.toString(16).padStart(2, '0');
  const more = Array.from(
    { length: count },
    (_, i) =>
      `${indent}- { name: host${i}, mac: "52:54:00:aa:${hex(i >> 8)}:${hex(i & 255)}", address: 10.100.${100 + (i >> 8)}.${i & 255} }\n`,
  );
  // The subnet has to hold them all, or the benchmark would measure how problems are drawn.
  return example
    .replace(reservation, (line) => line + more.join(''))
    .replace('10.100.0.1/24', count > 100 ? '10.100.0.1/16' : '10.100.0.1/24');
}

/** @param {string} name @param {string[]} command @param {string} text @param {object} settings */
async function measure(name, command, text, settings) {
  const uri = pathToFileURL(path.join(os.tmpdir(), 'bench', 'router.yaml')).href;
  const start = [];
  const edit = [];
  const hover = [];
  const completion = [];
  let memory = 0;
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    const server = await LspProcess.start(command, settings);
    await server.open(uri, text, name === 'yaml-language-server' ? 'yaml' : 'router-spec');
    start.push(performance.now() - began);
    const line = text.split('\n').findIndex((each) => each.startsWith('  mtu:'));
    for (let i = 0; i < ROUNDS; i++) edit.push(await server.edit(uri, line, `  mtu: ${1400 + (i % 2)}`));
    for (let i = 0; i < ROUNDS; i++) hover.push(await server.request('textDocument/hover', uri, line, 4));
    for (let i = 0; i < ROUNDS; i++)
      completion.push(await server.request('textDocument/completion', uri, line, 2));
    memory = Math.max(memory, server.memory());
    await server.stop();
  }
  return {
    start: median(start),
    edit: median(edit),
    hover: median(hover),
    completion: median(completion),
    memory,
  };
}

/** @param {string} text */
function bareParse(text) {
  const times = [];
  for (let i = 0; i < ROUNDS * 2; i++) {
    const began = performance.now();
    parseDocument(`${text}# ${i}\n`, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    times.push(performance.now() - began);
  }
  return median(times);
}

const schema = pathToFileURL(path.join(root, 'docs/router.schema.json')).href;
const peerSettings = {
  yaml: {
    schemas: { [schema]: '*' },
    validate: true,
    hover: true,
    completion: true,
    schemaStore: { enable: false },
  },
};
const peer = yamlLanguageServer();
const own = [process.execPath, path.join(root, 'dist/server.js'), '--stdio'];

const rows = [];
for (const lines of [100, 500, 2000]) {
  const text = specOf(lines);
  const parse = bareParse(text);
  const ours = await measure('router-spec', own, text, {});
  const theirs = await measure('yaml-language-server', peer, text, peerSettings);
  for (const [what, unit] of [
    ['start', 'ms'],
    ['edit', 'ms'],
    ['hover', 'ms'],
    ['completion', 'ms'],
    ['memory', 'MB'],
  ]) {
    const [a, b] = [ours[what], theirs[what]];
    rows.push({
      lines,
      what,
      unit,
      'router-spec': a.toFixed(1),
      'yaml-language-server': b.toFixed(1),
      ratio: (a / b).toFixed(2),
    });
  }
  rows.push({
    lines,
    what: 'edit / bare parse',
    unit: '',
    'router-spec': (ours.edit / parse).toFixed(2),
    'yaml-language-server': (theirs.edit / parse).toFixed(2),
    ratio: '',
  });
}
console.log(
  `node ${process.version}, ${os.cpus()[0]?.model ?? ''}, ${os.cpus().length} CPUs, medians of ${ROUNDS} edits in 3 processes`,
);
console.table(rows);
for (const file of ['dist/extension.js', 'dist/server.js', 'dist/cli.js']) {
  console.log(`${file}: ${(fs.statSync(path.join(root, file)).size / 1024).toFixed(0)} KB`);
}
