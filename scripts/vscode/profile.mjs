// Prepares the folders that a VS Code profile is made of: settings, and extensions that are used from where they lie.
import fs from 'node:fs';
import path from 'node:path';

/** Settings that keep the editor quiet: no welcome page, no look-ups, no chat, no recommendations. */
export const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  // Else a window on a folder within a repository, such as examples/, asks.
  'git.openRepositoryInParentFolders': 'always',
};

/**
 * Writes the user's settings, whole.
 *
 * @param {string} userDataDir
 * @param {Record<string, unknown>} settings
 */
export function writeUserSettings(userDataDir, settings) {
  writeJson(path.join(userDataDir, 'User', 'settings.json'), settings);
}

/**
 * Changes some settings in a file that the user may have edited. A file that is not plain JSON is left as it is.
 *
 * The settings of the user are in `User/settings.json`. Those of scope `machine` are read from `Machine/settings.json`
 * instead where the workbench is a browser's.
 *
 * @param {string} file
 * @param {Record<string, unknown>} changes
 * @param {{ keep?: boolean }} [options] `keep`: what the file says already stays
 * @returns {boolean} false where the file was left as it is
 */
export function updateSettings(file, changes, { keep = false } = {}) {
  let before = {};
  try {
    if (fs.existsSync(file)) before = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
  writeJson(file, keep ? { ...changes, ...before } : { ...before, ...changes });
  return true;
}

/**
 * Registers extensions that stay in their own folders, as if they had been installed; those that are there remain.
 *
 * @param {string} extensionsDir
 * @param {string[]} folders each with a `package.json`
 */
export function registerExtensions(extensionsDir, folders) {
  const file = path.join(extensionsDir, 'extensions.json');
  const added = folders.map((folder) => {
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return {
      identifier: { id: `${manifest.publisher}.${manifest.name}` },
      version: manifest.version,
      location: { $mid: 1, path: path.resolve(folder), scheme: 'file' },
      metadata: { source: 'vsix', pinned: true },
    };
  });
  /** @type {typeof added} */
  const before = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
  const ids = new Set(added.map(({ identifier }) => identifier.id));
  writeJson(file, [...before.filter(({ identifier }) => !ids.has(identifier.id)), ...added]);
}

/** @param {string} file @param {unknown} value */
function writeJson(file, value) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
