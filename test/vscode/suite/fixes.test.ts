import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Answers } from '../support/answers.ts';
import { closeAll, codeOf, diagnostic, diagnostics, openSpec, openText } from '../support/documents.ts';
import { codeActions, everything } from '../support/providers.ts';
import { until } from '../support/until.ts';

describe('a spec with mistakes', () => {
  afterEach(closeAll);

  it('has a diagnostic for each, with its code, its page and the place that it rests on', async () => {
    const { document } = await openSpec('faulty.router.yaml');
    const found = await diagnostics(document.uri);
    assert.deepEqual(
      found.map((each) => [codeOf(each), document.getText(each.range), each.severity]),
      [
        ['nat/forward-outside-port-set', '8080', vscode.DiagnosticSeverity.Error],
        ['wifi/passphrase-in-clear', 'correct-horse', vscode.DiagnosticSeverity.Warning],
      ],
    );
    for (const { code, source } of found) {
      assert.equal(source, 'router-spec');
      assert.ok(typeof code === 'object', 'the code has no link');
      assert.match(code.target.path, new RegExp(`/docs/rules/${code.value}\\.md$`));
    }
    const [related] = found[0]?.relatedInformation ?? [];
    assert.equal(related && document.getText(related.location.range), '240b:10:1235:5600::/64');
  });

  it('is mended by the preferred quick fix, and by nothing else that was not asked for', async () => {
    const { document } = await openSpec('faulty.router.yaml');
    const before = document.getText();
    const problem = await diagnostic(document.uri, 'nat/forward-outside-port-set');
    const fix = await until('a preferred quick fix', async () =>
      (await codeActions(document.uri, problem.range, vscode.CodeActionKind.QuickFix)).find(
        ({ isPreferred }) => isPreferred,
      ),
    );
    assert.ok(fix.edit);
    assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
    assert.equal(document.getText(), before.replace('port: 8080', 'port: 9568'));
    await diagnostics(document.uri, (found) =>
      found.every((each) => codeOf(each) === 'wifi/passphrase-in-clear'),
    );
  });

  it('offers to suppress a problem with a reason', async () => {
    const { document } = await openSpec('faulty.router.yaml');
    const problem = await diagnostic(document.uri, 'wifi/passphrase-in-clear');
    const suppress = await until('the way to suppress it', async () =>
      (await codeActions(document.uri, problem.range, vscode.CodeActionKind.QuickFix)).find(({ title }) =>
        title.startsWith('Suppress'),
      ),
    );
    assert.ok(suppress.edit);
    assert.equal(await vscode.workspace.applyEdit(suppress.edit), true);
    assert.match(document.getText(), /router-spec-ignore: wifi\/passphrase-in-clear -- /);
    await diagnostics(document.uri, (found) =>
      found.every((each) => codeOf(each) !== 'wifi/passphrase-in-clear'),
    );
  });

  it('has its passphrase moved into the secret storage, the name in its place', async () => {
    const user = new Answers();
    user.install();
    try {
      // A name that is stored already is not taken for another value.
      await vscode.commands.executeCommand('routerSpec.forgetSecrets');
      const { document } = await openSpec('faulty.router.yaml');
      const before = document.getText();
      const problem = await diagnostic(document.uri, 'wifi/passphrase-in-clear');
      const { command } = await until('the way to store it', async () =>
        (await codeActions(document.uri, problem.range, vscode.CodeActionKind.QuickFix)).find(
          (action) => action.command?.command === 'routerSpec.storeSecret',
        ),
      );
      assert.ok(command);
      assert.ok(!JSON.stringify(command).includes('correct-horse'), 'the command has the passphrase');
      await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
      assert.equal(document.getText(), before.replace('correct-horse', '${secret:wifi}'));

      user.start(() => undefined);
      await vscode.commands.executeCommand('routerSpec.forgetSecrets');
      assert.deepEqual(
        user.asked.map(({ message }) => message),
        ['Forgotten: wifi.'],
      );
    } finally {
      user.restore();
    }
  });

  it('is mended by source.fixAll where that is safe', async () => {
    const { document } = await openText(FIXABLE);
    const found = await diagnostics(document.uri);
    const action = await until('source.fixAll', async () =>
      (await codeActions(document.uri, everything(document), vscode.CodeActionKind.SourceFixAll)).find(
        ({ kind }) => kind?.value === 'source.fixAll.routerSpec',
      ),
    );
    assert.ok(action.edit, found.map(codeOf).join());
    await vscode.workspace.applyEdit(action.edit);
    assert.equal(document.getText(), FIXED);
    await diagnostics(document.uri, (left) => left.length === 1);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri).map(codeOf), [
      'nat/forward-outside-port-set',
    ]);
  });
});

/** Two mistakes that can be mended only one way, and one where somebody has to be told the new port. */
const FIXABLE = `version: 1
hostname: faulty

wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64

tunnel:
  provider: v6plus
  mtu: 1500 # as on the WAN

lan:
  ports: [eth1, wlan0] # the bridge
  address: 10.100.0.1/24

nat:
  forwards:
    - tcp 8080 -> 10.100.0.10:80

wifi:
  - interface: wlan0
    ssid: Faulty
    passphrase: \${secret:wifi}
    country: JP
`;
const FIXED = FIXABLE.replace('1500 #', '1460 #').replace('[eth1, wlan0]', '[eth1]');
