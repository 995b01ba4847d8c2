import Mocha from 'mocha';
import { decisionTests } from './decisions.ui.ts';
import { editorTests } from './editor.ui.ts';
import { newcomerTests } from './newcomer.ui.ts';
import { pictureTests } from './pictures.ui.ts';
import { stopRouter } from './practice-router.ts';
import { routerTests } from './router.ui.ts';
import { Session } from './session.ts';
import { useSession } from './shared.ts';
import { trustTests } from './trust.ui.ts';
import { welcomeTests } from './welcome.ui.ts';
import { inEachLook } from './window.ts';

/**
 * Runs the tests in the browser.
 *
 * @returns how many passed and failed
 */
export async function run(vsix: string, grep: string): Promise<{ passed: number; failed: number }> {
  const started = await Session.start(vsix);
  try {
    useSession(started);
    const mocha = new Mocha({
      ui: 'bdd',
      color: false,
      timeout: 300_000,
      forbidOnly: process.env.CI !== undefined,
    });
    if (grep) mocha.grep(new RegExp(grep));
    mocha.suite.emit('pre-require', globalThis, '', mocha);
    trustTests();
    inEachLook((window) => {
      const { name } = window.look;
      if (name !== 'contrast') editorTests(window);
      pictureTests(window);
      if (name === 'dark' || name === 'japanese') {
        routerTests(window);
        newcomerTests(window);
        // Last: what comes of them is no router that a newcomer has.
        if (name === 'japanese') decisionTests(window);
        welcomeTests(window);
      }
    });
    return await new Promise((resolve, reject) => {
      const runner = mocha.run((failed) => {
        if (runner.stats) resolve({ passed: runner.stats.passes, failed });
        else reject(new Error('mocha ended without counting its tests'));
      });
    });
  } finally {
    await stopRouter();
    await started.stop();
  }
}
