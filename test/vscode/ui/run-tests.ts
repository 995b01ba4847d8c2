import Mocha from 'mocha';

/**
 * Runs the tests that `define` defines and whose full name matches, in a process that is no extension host.
 *
 * @returns how many passed and failed
 */
export function runTests(grep: string, define: () => void): Promise<{ passed: number; failed: number }> {
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 300_000,
    forbidOnly: process.env.CI !== undefined,
  });
  if (grep) mocha.grep(new RegExp(grep));
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  define();
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failed) => {
      if (runner.stats) resolve({ passed: runner.stats.passes, failed });
      else reject(new Error('mocha ended without counting its tests'));
    });
  });
}
