import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, openText } from '../support/documents.ts';
import { until } from '../support/until.ts';

describe('the language', () => {
  afterEach(closeAll);

  for (const name of ['router.yaml', 'router.yml', 'branch.router.yaml', 'branch.router.yml']) {
    it(`is that of ${name}`, async () => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(`untitled:/tmp/${name}`));
      assert.equal(document.languageId, 'router-spec');
    });
  }

  it('is not that of other YAML', async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('untitled:/tmp/other.yaml'));
    assert.equal(document.languageId, 'yaml');
  });
});

describe('the language indents after Enter', () => {
  let editor: vscode.TextEditor;
  const type = (text: string) => vscode.commands.executeCommand('type', { text });

  before(async () => {
    editor = await openText('');
    // What is typed goes to the editor that has the focus, which a new one gets when it is drawn.
    await until('the editor to take what is typed', async () => {
      await type('a');
      return editor.document.getText() !== '';
    });
  });
  after(closeAll);

  const lines = [
    { before: 'wan:', indent: 2 },
    { before: '  dhcp:   # addresses', indent: 4 },
    { before: '    - name: nas', indent: 6 },
    { before: '  - options:', indent: 6 },
    { before: '  mtu: 1460', indent: 2 },
  ];
  for (const { before, indent } of lines) {
    it(`«${before}» by ${indent}`, async () => {
      const { document } = editor;
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      await editor.edit((edit) => edit.replace(all, before));
      editor.selection = new vscode.Selection(0, before.length, 0, before.length);
      await type('\n');
      await until('a second line', () => document.lineCount === 2);
      assert.equal(document.getText(), `${before}\n${' '.repeat(indent)}`);
    });
  }
});

const words = [
  { line: '  prefix: 240b:10:1234:5600::/64', word: '240b:10:1234:5600::/64' },
  { line: '  border-relay: 2001:db8:ffff::64', word: '2001:db8:ffff::64' },
  { line: '  border-relay: 2001:db8:ffff::64', word: 'border-relay' },
  { line: '    - { name: nas, mac: "52:54:00:12:34:56" }', word: '52:54:00:12:34:56' },
  { line: '    - { name: nas, mac: "52:54:00:12:34:56" }', word: 'nas' },
  { line: '  address: 10.100.0.1/24', word: '10.100.0.1/24' },
  { line: '    - tcp 5473 -> nas:443', word: '443' },
  { line: '    - { protocol: tcp, port: 443, to: "::1234" }', word: '::1234' },
  { line: '  address: ::ffff:192.0.2.1', word: '::ffff:192.0.2.1' },
  { line: '  passphrase: ${secret:wifi}', word: '${secret:wifi}' },
  { line: '  net.ipv4.conf.all.rp_filter: 0', word: 'net.ipv4.conf.all.rp_filter' },
];
describe('the language takes for one word', () => {
  let document: vscode.TextDocument;
  const wordAt = (line: number, character: number) =>
    document.getText(document.getWordRangeAtPosition(new vscode.Position(line, character)));

  before(async () => {
    const text = ['::1', ...words.map(({ line }) => line)].join('\n');
    ({ document } = await openText(text));
    // The editor reads the configuration of a language when it first shows it; until then words end at colons.
    await until('the word pattern', () => wordAt(0, 2) === '::1');
  });
  after(closeAll);
  for (const [number, { line, word }] of words.entries()) {
    it(`${word} in «${line.trim()}»`, () => {
      assert.equal(wordAt(number + 1, line.indexOf(word) + Math.floor(word.length / 2)), word);
    });
  }
});
