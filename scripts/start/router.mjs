// The practice router beside the editor: a help, never a condition.
import { print, say } from './terminal.mjs';

/**
 * Starts the practice router and says what came of it.
 *
 * @param {(message: string) => void} log told before anything slow
 * @returns {Promise<{ sshConfig: string, stop: () => Promise<void> } | undefined>} undefined where there is none
 */
export async function startRouter(log) {
  print({ en: 'Practice router: starting …', ja: '練習用ルーター: 起動中…' });
  try {
    const { startPracticeRouter } = await import('../practice-router.mjs');
    const router = await startPracticeRouter({ log });
    if ('unavailable' in router) {
      const reason = say(router.unavailable);
      print({ en: `Practice router: none. ${reason}`, ja: `練習用ルーター: なし。${reason}` });
      return undefined;
    }
    print({
      en: 'Practice router: ready. "Deploy to Router" reaches it as the host "borealis".',
      ja: '練習用ルーター: 準備完了。「ルーターへ適用」はホスト「borealis」としてこのルーターに届きます。',
    });
    return router;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    print({ en: `Practice router: none. ${reason}`, ja: `練習用ルーター: なし。${reason}` });
    return undefined;
  }
}
