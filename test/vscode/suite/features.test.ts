import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Answers } from '../support/answers.ts';
import { closeAll, codeOf, diagnostics, openSpec } from '../support/documents.ts';
import { codeLenses, completions, hoverAt, inlayHints, placeOf, symbols } from '../support/providers.ts';
import { until } from '../support/until.ts';

const CE = '240b:10:1234:5600:6a:4812:3400:5600';

describe('the reference router', () => {
  let editor: vscode.TextEditor;
  let document: vscode.TextDocument;
  let uri: vscode.Uri;

  before(async () => {
    editor = await openSpec('router.yaml');
    ({ document } = editor);
    ({ uri } = document);
  });
  after(closeAll);

  it('has no problems', async () => {
    // That nothing is found says something only once the server has looked: it finds a mistake, and then no more.
    const place = placeOf(document, 'port: 5472', 'end');
    await editor.edit((edit) => edit.insert(place, '9'));
    const [problem] = await diagnostics(uri);
    assert.equal(problem && codeOf(problem), 'nat/forward-outside-port-set');
    await vscode.commands.executeCommand('undo');
    await diagnostics(uri, (found) => found.length === 0);
    assert.equal(document.isDirty, false);
  });

  it('has lenses with the computed values', async () => {
    const lenses = await until('code lenses', async () => {
      const found = await codeLenses(uri);
      return found.length > 0 && found;
    });
    const tunnel = placeOf(document, '\ntunnel:').line;
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.title, command?.command]),
      [
        [0, 'Preview', 'routerSpec.preview'],
        [0, 'Compare with Router', 'routerSpec.compare'],
        [0, 'Deploy to Router', 'routerSpec.deploy'],
        [0, 'Topology', 'routerSpec.showTopology'],
        [tunnel, `CE ${CE}`, 'routerSpec.copy'],
        [tunnel, 'IPv4 106.72.18.52', 'routerSpec.copy'],
        [tunnel, 'PSID 86', 'routerSpec.copy'],
        [tunnel, '15 ranges, 240 ports', 'routerSpec.showPortMap'],
      ],
    );
  });

  it('has a lens that copies the CE address', async () => {
    await vscode.env.clipboard.writeText('something else');
    const lens = (await codeLenses(uri)).find(({ command }) => command?.title === `CE ${CE}`);
    assert.ok(lens?.command);
    const values: unknown[] = lens.command.arguments ?? [];
    await vscode.commands.executeCommand(lens.command.command, ...values);
    assert.equal(await vscode.env.clipboard.readText(), CE);
  });

  it('has a command that copies any of them', async () => {
    const answers = new Answers();
    answers.install();
    try {
      answers.start(({ buttons }) => buttons.find((each) => each === 'Port ranges'));
      const copied = await vscode.commands.executeCommand<string>('routerSpec.copy');
      assert.match(copied, /^5472-5487, 9568-9583, /);
      assert.equal(await vscode.env.clipboard.readText(), copied);
    } finally {
      answers.restore();
    }
  });

  it('has inlay hints', async () => {
    const hints = await until('inlay hints', async () => {
      const found = await inlayHints(document);
      return found.length > 0 && found;
    });
    const line = (text: string) => placeOf(document, text).line + 1;
    assert.deepEqual(
      hints.sort(),
      [
        `${line('prefix:')}: → 106.72.18.52 ${CE}`,
        `${line('\ntunnel:')}: 240 ports`,
        `${line('\ntunnel:')}: MTU 1460 MSS 1420`,
        `${line('\ntunnel:')}: border-relay: 2404:9200:225:100::64`,
        `${line('dhcp:')}: dns: [10.100.0.1]`,
      ].sort(),
    );
  });

  it('explains the prefix bit by bit', async () => {
    const text = await until('a hover', () => hoverAt(uri, placeOf(document, '240b:10:1234')));
    assert.match(text, /^\*\*IPv4 `106\.72\.18\.52`, PSID 86: 15 ranges, 240 ports\*\*/);
    assert.ok(text.includes('RRRRRRRRRRRRRRRR RRRRRRRRRRRRRRR4 4444444444444444 PPPPPPPPssssssss'), text);
    assert.ok(text.includes(CE), text);
    assert.ok(text.includes('rfc-editor.org/rfc/rfc7597'), text);
  });

  it('explains the tunnel', async () => {
    const text = await until('a hover', () => hoverAt(uri, placeOf(document, '\ntunnel:')));
    assert.ok(text.includes('2404:9200:225:100::64'), text);
    assert.ok(text.includes('MTU 1460, MSS 1420'), text);
    assert.ok(text.includes('**tunnel**'), text);
  });

  it('explains a key that nothing is computed for', async () => {
    const text = await until('a hover', () => hoverAt(uri, placeOf(document, 'supervisor:')));
    assert.ok(text.includes('**system.supervisor**'), text);
  });

  it('has an outline', async () => {
    const found = await until('symbols', () => symbols(uri));
    assert.deepEqual(
      found.map(({ name }) => name),
      // prettier-ignore
      ['version', 'hostname', 'system', 'wan', 'tunnel', 'lan', 'dns', 'nat', 'firewall', 'wifi', 'packages', 'services', 'deploy'],
    );
    const tunnel = found.find(({ name }) => name === 'tunnel');
    assert.deepEqual(
      tunnel?.children.map(({ name, detail }) => `${name} = ${detail}`),
      ['method = map-e', 'provider = v6plus', 'interface = ip6tnl1'],
    );
  });

  describe('while it is written', () => {
    afterEach(async () => {
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });
    const write = (place: vscode.Position, text: string) => editor.edit((edit) => edit.insert(place, text));

    it('is offered the keys that are still missing', async () => {
      const place = placeOf(document, 'interface: ip6tnl1', 'end');
      await write(place, '\n  ');
      const offered = await until('completions', async () => {
        const found = await completions(uri, place.translate(1).with({ character: 2 }));
        return found.has('mtu') && found;
      });
      assert.ok(offered.has('border-relay'));
      assert.ok(!offered.has('provider'), 'a key that is there already is offered again');
      assert.ok(!offered.has('hostname'), 'a key of another block is offered');
    });

    it('is offered the values of a closed list', async () => {
      const place = placeOf(document, 'provider: ', 'end');
      await editor.edit((edit) => edit.delete(new vscode.Range(place, place.translate(0, 'v6plus'.length))));
      const offered = await until('completions', async () => {
        const found = await completions(uri, place);
        return found.has('ocn') && found;
      });
      for (const name of ['v6plus', 'biglobe', 'nuro'])
        assert.ok(offered.has(name), [...offered.keys()].join());
    });
  });
});
