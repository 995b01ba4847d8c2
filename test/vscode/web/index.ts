import Mocha from 'mocha';
import { WebSession, LANGUAGES } from './web-session.ts';
import type { Built } from './web-session.ts';
import { webTests } from './web.ui.ts';

/**
 * Runs the tests in a VS Code without a server.
 *
 * @returns how many passed and failed
 */
export async function run(built: Built, grep: string): Promise<{ passed: number; failed: number }> {
  const session = await WebSession.start(built);
  try {
    const mocha = new Mocha({
      ui: 'bdd',
      color: false,
      timeout: 300_000,
      forbidOnly: process.env.CI !== undefined,
    });
    if (grep) mocha.grep(new RegExp(grep));
    mocha.suite.emit('pre-require', globalThis, '', mocha);
    for (const language of LANGUAGES) webTests(session, language);
    return await new Promise((resolve, reject) => {
      const runner = mocha.run((failed) => {
        if (runner.stats) resolve({ passed: runner.stats.passes, failed });
        else reject(new Error('mocha ended without counting its tests'));
      });
    });
  } finally {
    await session.stop();
  }
}
