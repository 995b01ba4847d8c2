import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, codeOf, diagnostics, inWorkspace, openSpec } from '../support/documents.ts';

const FILES = {
  'etc/network/interfaces': [
    'iface eth0 inet manual',
    'iface br0 inet static',
    '  address 10.100.0.1',
    '  netmask 255.255.255.0',
    '  bridge_ports eth0 eth1',
  ],
  'etc/hostapd/hostapd.conf': ['interface=wlan0', 'ssid=Borealis', 'wpa_passphrase=correct horse battery'],
};

describe('an import', () => {
  const folder = inWorkspace('old-router');
  const original = vscode.window.showOpenDialog;
  const chosen = (uris: vscode.Uri[] | undefined) =>
    Object.defineProperty(vscode.window, 'showOpenDialog', {
      configurable: true,
      writable: true,
      value: () => Promise.resolve(uris),
    });
  const documents = (scheme: string) =>
    vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === scheme);

  before(async () => {
    for (const [name, lines] of Object.entries(FILES))
      await vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(folder, name),
        new TextEncoder().encode(lines.join('\n')),
      );
  });
  after(async () => {
    Object.defineProperty(vscode.window, 'showOpenDialog', {
      configurable: true,
      writable: true,
      value: original,
    });
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });
  afterEach(closeAll);

  it('opens the spec of a folder with its problems, and the report beside it', async () => {
    await openSpec('router.yaml');
    chosen([folder]);
    const opened = await vscode.commands.executeCommand<Record<string, vscode.Uri>>('routerSpec.import');
    const [spec] = documents('untitled');
    assert.ok(spec);
    assert.equal(spec.languageId, 'router-spec');
    assert.match(spec.getText(), /^ {2}address: 10\.100\.0\.1\/24$/m);
    assert.match(spec.getText(), /passphrase: \$\{secret:wifi\}/);
    const codes = (await diagnostics(spec.uri)).map(codeOf);
    assert.ok(codes.includes('spec/missing-key'), 'the prefix was in none of the files');

    const [report] = documents('router-spec-import');
    assert.ok(report);
    // As text, since an address keeps to itself what it has been asked for.
    assert.deepEqual(
      Object.entries(opened).map(([name, uri]) => [name, uri.toString()]),
      [
        ['spec', spec.uri.toString()],
        ['report', report.uri.toString()],
      ],
    );
    assert.match(report.getText(), /`etc\/network\/interfaces`:3 → `lan\.address`/);
    assert.doesNotMatch(report.getText(), /correct horse/);
  });

  it('is none where the user turns away', async () => {
    chosen(undefined);
    await vscode.commands.executeCommand('routerSpec.import');
    assert.deepEqual(documents('untitled'), []);
  });
});
