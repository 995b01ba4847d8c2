import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, openSpec, openText } from '../support/documents.ts';
import { placeOf } from '../support/providers.ts';
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
