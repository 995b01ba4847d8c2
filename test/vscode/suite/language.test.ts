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
  describe('takes for one word', () => {
    let document: vscode.TextDocument;
    before(async () => {
      const text = words.map(({ line }) => line).join('\n');
      document = await vscode.workspace.openTextDocument({ language: 'router-spec', content: text });
    });
    for (const [number, { line, word }] of words.entries()) {
      it(`${word} in «${line.trim()}»`, () => {
        const inside = new vscode.Position(number, line.indexOf(word) + Math.floor(word.length / 2));
        assert.equal(document.getText(document.getWordRangeAtPosition(inside)), word);
      });
    }
  });

  const lines = [
    { after: 'wan:', next: '  ' },
    { after: '  dhcp:   # addresses', next: '    ' },
    { after: '    - name: nas', next: '      ' },
    { after: '  - options:', next: '      ' },
    { after: '  mtu: 1460', next: '  ' },
  ];
  for (const { after, next } of lines) {
    it(`indents the line after «${after}» by ${next.length}`, async () => {
      const editor = await openText(after);
      await until('the editor to be the active one', () => vscode.window.activeTextEditor === editor);
      editor.selection = new vscode.Selection(0, after.length, 0, after.length);
      await vscode.commands.executeCommand('type', { text: '\n' });
      await until('a second line', () => editor.document.lineCount === 2);
      assert.equal(editor.document.lineAt(1).text, next);
    });
  }
});
