import fs from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';

/** Called by VS Code inside the extension host; rejects where a test fails. */
export async function run(): Promise<void> {
  const wanted = process.env.ROUTER_SPEC_TEST_VERSION;
  if (wanted && minor(vscode.version) !== minor(wanted))
    throw new Error(`This is VS Code ${vscode.version}, and the tests were to run in ${wanted}.`);
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
  console.log(`VS Code ${vscode.version}`);
  console.log(`host: ${passes} passed, ${failures} failed`);
  if (failures > 0 || passes === 0) throw new Error(`${failures} tests failed, ${passes} passed.`);
}

/** The release of a version, such as 1.100 of 1.100.3. */
function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
