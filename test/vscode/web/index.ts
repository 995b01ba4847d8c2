import { runTests } from '../ui/run-tests.ts';
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
    return await runTests(grep, () => {
      for (const language of LANGUAGES) webTests(session, language);
    });
  } finally {
    await session.stop();
  }
}
