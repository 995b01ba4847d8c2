import { LOOKS } from './session.ts';
import type { Look } from './session.ts';
import { session } from './shared.ts';
import type { Workbench } from './workbench.ts';

/** What the window says in its language; what it offers there itself is English in both. */
const WORDS = {
  'en-US': {
    commands: [
      'Router Spec: Compare with Router',
      'Router Spec: Deploy to Router',
      'Router Spec: Undo Last Deploy',
      'Router Spec: Deploy History',
      'Router Spec: Diagnose Router',
    ],
    lens: 'Deploy to Router',
    refusal: 'A router is reached from a trusted workspace only',
    manage: 'Manage Workspace Trust',
    secret: 'Secret "wifi"',
  },
  ja: {
    commands: [
      'Router Spec: ルーターと比較',
      'Router Spec: ルーターにデプロイ',
      'Router Spec: 直前のデプロイを取り消す',
      'Router Spec: デプロイの履歴',
      'Router Spec: ルーターを診断',
    ],
    lens: 'ルーターにデプロイ',
    refusal: 'ルーターに接続できるのは信頼済みのワークスペースだけです',
    manage: 'ワークスペースの信頼を管理',
    secret: 'シークレット「wifi」',
  },
} as const;

/** A folder that came from anywhere: its spec says where to connect and as whom, so that nothing does. */
export function trustTests(): void {
  for (const look of LOOKS.filter(({ name }) => name === 'dark' || name === 'japanese'))
    describe(`a folder that is not trusted (${look.locale})`, () => untrusted(look));
}

function untrusted(look: Look): void {
  const words = WORDS[look.locale];
  let workbench: Workbench;
  const refusal = () => workbench.notifications().filter({ hasText: words.refusal });
  // Of many notifications in a moment VS Code shows only the first few (SPAM_PROTECTION in notificationsToasts.ts).
  const refused = (ask: () => Promise<void>) => workbench.until(refusal(), ask);

  before(async () => {
    workbench = await session().open(look, { name: 'strange', trusted: false });
    await workbench.openFile('router.yaml');
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await session().picture(workbench.page, look, 'FAILED-untrusted');
  });
  after(() => workbench.page.context().close());

  it('has all that reaches no router', async () => {
    await workbench.codeLenses().filter({ hasText: 'PSID 86' }).waitFor();
    await session().pictures(workbench, look, 'untrusted');
  });

  for (const command of words.commands)
    it(`refuses the command ${command}`, async () => {
      await refused(() => workbench.runCommand(command));
      await workbench.dismiss(refusal());
    });

  it('refuses the lens as well, and after trust is granted there does what it says', async () => {
    await refused(() => workbench.codeLenses().filter({ hasText: words.lens }).click());
    await session().pictures(workbench, look, 'untrusted-refusal');
    await refusal().locator('.monaco-text-button').filter({ hasText: words.manage }).click();
    const editor = workbench.page.locator('.workspace-trust-editor');
    await editor.locator('.workspace-trust-buttons').getByText('Trust', { exact: true }).first().click();
    await workbench.page.getByText('You trust this folder').waitFor();
    await workbench.anyTab('router.yaml').click();
    await workbench.codeLenses().filter({ hasText: words.lens }).click();
    // The first thing that a deploy needs, before anything is sent.
    await workbench.quickInputTitle().filter({ hasText: words.secret }).waitFor();
    await workbench.page.keyboard.press('Escape');
  });
}
