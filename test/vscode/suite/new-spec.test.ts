import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { Answers } from '../support/answers.ts';
import { closeAll, openSpec } from '../support/documents.ts';
import { SLOW_MS, onRouter, startRouter } from '../support/practice-router.ts';
import { until } from '../support/until.ts';

/** How long a connection to the practice router may take, whose processor may be an emulated one. */
const CONNECTION_MS = 120_000;

type Box = vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>;

describe('a new router spec', () => {
  const originals = {
    createInputBox: vscode.window.createInputBox,
    createQuickPick: vscode.window.createQuickPick,
  };
  let shown: Box | undefined;

  /** The boxes are the real ones; the test only gets hold of them, since nobody is there to type. */
  before(() => {
    for (const [name, original] of Object.entries(originals))
      Object.defineProperty(vscode.window, name, {
        configurable: true,
        value: () => (shown = (original as () => Box)()),
      });
  });
  after(() => {
    for (const [name, value] of Object.entries(originals))
      Object.defineProperty(vscode.window, name, { configurable: true, writable: true, value });
  });
  afterEach(closeAll);

  const at = (step: number): Promise<Box> =>
    until(`question ${step}`, () => (shown?.step === step && shown.enabled ? shown : undefined));
  const accept = () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  const specs = () => vscode.workspace.textDocuments.filter(({ isUntitled }) => isUntitled);

  /** Accepts what is offered until the box is another one. */
  async function take(step: number, value?: string, limitMs?: number): Promise<void> {
    const box = await at(step);
    if (value !== undefined) box.value = value;
    await until(
      `an answer to question ${step}`,
      async () => {
        // Only while it is this box: what is sent later would answer the next one.
        if (shown === box) await accept();
        return shown !== box || specs().length > 0;
      },
      limitMs,
    );
  }

  it('comes of a prefix and what is suggested, with a way back', async () => {
    await openSpec('router.yaml');
    shown = undefined;
    const done = vscode.commands.executeCommand('routerSpec.new');

    const source = (await at(1)) as vscode.QuickPick<vscode.QuickPickItem>;
    assert.deepEqual(source.buttons, [], 'there is nothing to go back to');
    assert.deepEqual(
      source.items.map(({ label }) => label),
      ['From a prefix', 'From a router over ssh'],
    );
    await take(1);
    const first = (await at(2)) as vscode.InputBox;
    first.value = 'hello';
    await until('the reason why it is refused', async () => {
      await accept();
      return first.validationMessage;
    });
    await take(2, '240b:10:1234:5600::/64');

    const providers = (await at(3)) as vscode.QuickPick<vscode.QuickPickItem>;
    assert.equal(providers.items[0]?.label, 'v6plus');
    assert.deepEqual(providers.buttons, [vscode.QuickInputButtons.Back]);
    await until('the question before', async () => {
      // The command goes to the box that the window shows, which is a moment behind.
      if (shown === providers) await vscode.commands.executeCommand('workbench.action.quickInputBack');
      return shown !== providers;
    });
    assert.equal((await at(2)).value, '240b:10:1234:5600::/64', 'what was answered is offered again');

    for (const step of [2, 3, 4, 5, 6, 7]) await take(step);
    await done;
    const [document] = specs();
    assert.ok(document);
    assert.equal(document.languageId, 'router-spec');
    assert.match(document.getText(), /^ {2}provider: v6plus$/m);
  });

  it('is none where the user turns away', async () => {
    shown = undefined;
    const done = vscode.commands.executeCommand('routerSpec.new');
    const box = await at(1);
    box.hide();
    await done;
    assert.deepEqual(specs(), []);
  });

  describe('of a real router', function () {
    this.timeout(SLOW_MS);
    const answers = new Answers();
    let stop = (): Promise<void> => Promise.resolve();
    /** What the router is called: other tests may have deployed to it. */
    let hostname = '';

    before(async () => {
      const router = await startRouter();
      stop = () => router.stop();
      hostname = (await onRouter(router, 'hostname')).trim();
      // Another name of it, which nobody has met yet, whatever other tests have done.
      const config = fs.readFileSync(router.sshConfig, 'utf8');
      fs.appendFileSync(router.sshConfig, `\n${config.replace(/^Host borealis$/m, 'Host stranger')}`);
      // The line is plugged in, and has given its prefix.
      await onRouter(
        router,
        'ip link set eth0 up; n=0; until ip -6 addr show scope global -tentative | grep -q "240b.*/64"; do n=$((n + 1)); [ $n -lt 300 ] || exit 1; sleep 0.2; done',
      );
      answers.install();
    });
    after(async () => {
      answers.restore();
      await stop();
    });

    it('comes of what the router has, once its key is trusted', async () => {
      await openSpec('router.yaml');
      shown = undefined;
      answers.start(() => undefined);
      const done = vscode.commands.executeCommand('routerSpec.new');
      const source = (await at(1)) as vscode.QuickPick<vscode.QuickPickItem>;
      source.value = 'From a router';
      // The list follows what is typed a moment later.
      await until('the second way', () => source.activeItems[0]?.label === 'From a router over ssh');
      await take(1);
      assert.equal((await at(2)).value, 'root@');
      await take(2, 'root@stranger', CONNECTION_MS);
      assert.equal(
        (await at(2)).value,
        'root@stranger',
        'without the key nothing is asked, and the address is again',
      );
      assert.deepEqual(
        answers.asked.map(({ message }) => message),
        [
          'First connection to stranger. Trust its host key?',
          'The host key was not confirmed. Nothing was sent to the router.',
        ],
      );
      assert.match(answers.asked[0]?.detail ?? '', /SHA256:[A-Za-z0-9+/]{43}/);

      answers.start(({ buttons }) => buttons[0]);
      await take(2, 'root@stranger', CONNECTION_MS);
      const prefixes = (await at(3)) as vscode.QuickPick<vscode.QuickPickItem>;
      assert.equal(prefixes.items[0]?.label, '240b:10:1234:5600::/64');
      assert.match(prefixes.items[0].description ?? '', /v6plus/);
      for (let step = 3; specs().length === 0; step++) {
        const box = await at(step);
        const title = box.title ?? '';
        if (title === 'WAN port' && 'activeItems' in box)
          assert.equal(box.activeItems[0]?.label, 'eth0', 'the port of the default route');
        if (title === 'LAN ports' && 'selectedItems' in box)
          assert.deepEqual(
            box.selectedItems.map(({ label }) => label),
            ['eth1', 'eth2'],
          );
        await take(step);
      }
      await done;
      const [document] = specs();
      const text = document?.getText() ?? '';
      assert.match(text, new RegExp(`^hostname: ${hostname}$`, 'm'));
      assert.match(text, /^ {2}provider: v6plus$/m);
      assert.match(text, /^ {2}- interface: wlan0$/m);
      assert.match(text, /^deploy:\n {2}host: stranger$/m);
    });
  });
});
