// A small Japanese language pack for the server build; the real one is not in the npm registry. What decides the
// language of an extension (`vscode.env.language`, package.nls.ja.json, its l10n bundle) is that a pack is there at
// all; the workbench's own strings stay English where the pack has none.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const MANIFEST = {
  name: 'japanese',
  publisher: 'router-spec-stand-in',
  displayName: 'Japanese (stand-in)',
  version: '1.0.0',
  engines: { vscode: '^1.100.0' },
  categories: ['Language Packs'],
  contributes: {
    localizations: [
      {
        languageId: 'ja',
        languageName: 'Japanese',
        localizedLanguageName: '日本語',
        translations: [{ id: 'vscode', path: './translations/main.i18n.json' }],
      },
    ],
  },
};

/**
 * Writes the pack and makes it known to the server that will use this profile: a browser that asks for Japanese then
 * gets it.
 *
 * @param {string} userDataDir
 * @returns {string} the folder of the pack, to be registered among the extensions
 */
export function addJapanese(userDataDir) {
  const folder = path.join(userDataDir, 'japanese');
  const translations = path.join(folder, 'translations/main.i18n.json');
  const content = JSON.stringify({ '': [], version: '1.0.0', contents: {} });
  fs.mkdirSync(path.dirname(translations), { recursive: true });
  fs.writeFileSync(translations, content);
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(MANIFEST, null, 2));
  const pack = {
    // Names the folder in which the server keeps what it made of the pack.
    hash: createHash('sha256').update(content).digest('hex').slice(0, 32),
    label: '日本語',
    extensions: [
      { extensionIdentifier: { id: `${MANIFEST.publisher}.${MANIFEST.name}` }, version: MANIFEST.version },
    ],
    translations: { vscode: translations },
  };
  fs.writeFileSync(path.join(userDataDir, 'languagepacks.json'), JSON.stringify({ ja: pack }));
  // Without this file the server takes English for the user's choice, and does not ask the browser.
  fs.mkdirSync(path.join(userDataDir, 'User'), { recursive: true });
  fs.writeFileSync(path.join(userDataDir, 'User', 'argv.json'), '{}');
  return folder;
}
