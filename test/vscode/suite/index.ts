import fs from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** Called by VS Code inside the extension host; rejects where a test fails. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 30_000,
    forbidOnly: process.env.CI !== undefined,
  });
  const grep = process.env.ROUTER_SPEC_TEST_GREP;
  if (grep) mocha.grep(new RegExp(grep));
  for (const file of fs.readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file));
  }
  const { passes, failures } = await new Promise<Mocha.Stats>((resolve, reject) => {
    const runner = mocha.run(() => {
      if (runner.stats) resolve(runner.stats);
      else reject(new Error('mocha ended without counting its tests'));
    });
  });
  console.log(`host: ${passes} passed, ${failures} failed`);
  if (failures > 0 || passes === 0) throw new Error(`${failures} tests failed, ${passes} passed.`);
}
