import { decisionTests } from './decisions.ui.ts';
import { editorTests } from './editor.ui.ts';
import { newcomerTests } from './newcomer.ui.ts';
import { pictureTests } from './pictures.ui.ts';
import { stopRouter } from './practice-router.ts';
import { routerTests } from './router.ui.ts';
import { runTests } from './run-tests.ts';
import { Session } from './session.ts';
import { useSession } from './shared.ts';
import { trustTests } from './trust.ui.ts';
import { welcomeTests } from './welcome.ui.ts';
import { inEachLook } from './window.ts';
import { writingTests } from './writing.ui.ts';

/**
 * Runs the tests in the browser.
 *
 * @returns how many passed and failed
 */
export async function run(vsix: string, grep: string): Promise<{ passed: number; failed: number }> {
  const started = await Session.start(vsix);
  try {
    useSession(started);
    return await runTests(grep, () => {
      trustTests();
      inEachLook((window) => {
        const { name } = window.look;
        if (name !== 'contrast') {
          editorTests(window);
          writingTests(window);
        }
        pictureTests(window);
        if (name === 'dark' || name === 'japanese') {
          routerTests(window);
          decisionTests(window);
          newcomerTests(window);
          welcomeTests(window);
        }
      });
    });
  } finally {
    await stopRouter();
    await started.stop();
  }
}
