import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, openSpec, openText } from '../support/documents.ts';
import { hoverAt, placeOf } from '../support/providers.ts';
import { until } from '../support/until.ts';

const NFTABLES = '/etc/nftables.nft';

function preview(spec: vscode.Uri, path: string): Thenable<vscode.Uri | undefined> {
  return vscode.commands.executeCommand('routerSpec.preview', { uri: spec.toString(), path });
}

async function previewed(spec: vscode.Uri, path: string): Promise<vscode.TextDocument> {
  const uri = await preview(spec, path);
  assert.ok(uri);
  return vscode.workspace.openTextDocument(uri);
}

describe('the preview', () => {
  afterEach(closeAll);

  it('shows a generated file beside the spec, in its own language, to be read only', async () => {
    const { document } = await openSpec('router.yaml');
    const shown = await previewed(document.uri, NFTABLES);
    assert.equal(shown.uri.path, NFTABLES);
    assert.equal(shown.languageId, 'nftables');
    // The internal port of 5472.
    assert.match(shown.getText(), /tcp dport 16384 dnat/);
    const beside = vscode.window.visibleTextEditors.find((editor) => editor.document === shown);
    assert.equal(beside?.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document, document, 'the spec keeps the focus');
    const { length } = shown.getText();
    await beside.edit((edit) => edit.insert(new vscode.Position(0, 0), '#')).then(undefined, () => false);
    assert.equal(shown.getText().length, length);
  });

  it('shows scripts as scripts', async () => {
    const { document } = await openSpec('router.yaml');
    const shown = await previewed(document.uri, '/usr/libexec/router-spec/tunnel');
    assert.equal(shown.languageId, 'shellscript');
  });

  it('follows the edits of the spec, and keeps what it has while the spec makes no sense', async () => {
    const editor = await openSpec('router.yaml');
    const { document } = editor;
    const shown = await previewed(document.uri, NFTABLES);
    const port = placeOf(document, 'port: 5472', 'end');
    const last = new vscode.Range(port.translate(0, -1), port);
    await editor.edit((edit) => edit.replace(last, '4'));
    await until('the new port in the preview', () => shown.getText().includes('tcp dport 16414 dnat'));
    const prefix = placeOf(document, 'prefix: ', 'end');
    await editor.edit((edit) => edit.insert(prefix, '?'));
    await editor.edit((edit) => edit.replace(last, '5'));
    assert.match(shown.getText(), /tcp dport 16414 dnat/);
    await editor.edit((edit) => edit.delete(new vscode.Range(prefix, prefix.translate(0, 1))));
    await until('the newest port in the preview', () => shown.getText().includes('tcp dport 16429 dnat'));
  });

  it('is a preview of the spec that it was asked for, when there are two', async () => {
    const { document } = await openSpec('router.yaml');
    const first = await previewed(document.uri, '/etc/hostname');
    const other = await openText(document.getText().replace('hostname: borealis', 'hostname: australis'));
    const second = await previewed(other.document.uri, '/etc/hostname');
    assert.notEqual(first.uri.toString(), second.uri.toString());
    assert.equal(first.getText().trim(), 'borealis');
    assert.equal(second.getText().trim(), 'australis');
  });
});

describe('the line map', () => {
  afterEach(closeAll);

  const highlighted = (): Thenable<Record<string, readonly number[]>> =>
    vscode.commands.executeCommand('routerSpec.highlighted');

  /** The texts of the lines of a document that are highlighted. */
  const linesOf = async (document: vscode.TextDocument): Promise<string[]> =>
    ((await highlighted())[document.uri.toString()] ?? []).map((line) => document.lineAt(line).text.trim());

  const select = (editor: vscode.TextEditor, text: string): void => {
    const place = placeOf(editor.document, text, 'end');
    editor.selection = new vscode.Selection(place, place);
  };

  it('highlights and reveals in a preview what comes from the selection, and follows it', async () => {
    const editor = await openSpec('router.yaml');
    const shown = await previewed(editor.document.uri, NFTABLES);
    select(editor, 'port: 547');
    await until('the forward to be highlighted', async () =>
      (await linesOf(shown)).some((line) => line.includes('dnat ip to 10.100.0.10:22 ')),
    );
    const line = (await highlighted())[shown.uri.toString()]?.[0] ?? -1;
    const beside = vscode.window.visibleTextEditors.find(({ document }) => document === shown);
    await until('it to be visible', () =>
      beside?.visibleRanges.some((range) => range.start.line <= line && line <= range.end.line),
    );
    select(editor, '# Hover over');
    await until('nothing to be highlighted', async () => (await linesOf(shown)).length === 0);
  });

  it('highlights in the spec what a line of a preview comes from, says why, and leads there', async () => {
    const { document } = await openSpec('router.yaml');
    const shown = await previewed(document.uri, '/etc/dnsmasq.d/20-dhcp.conf');
    const editor = await vscode.window.showTextDocument(shown, vscode.ViewColumn.Two);
    select(editor, 'dhcp-host=');
    const reservation = '- { name: nas, mac: "52:54:00:12:34:56", address: 10.100.0.10 }';
    await until('the reservation to be highlighted', async () =>
      (await linesOf(document)).includes(reservation),
    );
    const place = placeOf(shown, 'dhcp-host=');
    const why = await until('the hover', () => hoverAt(shown.uri, place));
    assert.match(why, /`lan\.dhcp\.reservations\[0\]`/);
    const [definition] = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeDefinitionProvider',
      shown.uri,
      place,
    );
    assert.equal(definition?.uri.toString(), document.uri.toString());
    assert.ok(document.getText(definition.range).includes('name: nas'));
  });
});
