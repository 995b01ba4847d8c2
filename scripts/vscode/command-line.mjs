// Reads a command line as the desktop `code` command takes it.

/** Options that take a value. */
const WITH_VALUE = new Set([
  'extensionTestsPath',
  'extensionDevelopmentPath',
  'user-data-dir',
  'extensions-dir',
  'install-extension',
  'uninstall-extension',
  'locale',
  'folder-uri',
  'file-uri',
]);

/**
 * @param {string[]} argv without the program's name
 * @returns {{ value: (name: string) => string | undefined, values: (name: string) => string[],
 *   has: (name: string) => boolean, paths: string[] }} `value` is the last one given
 */
export function parseCommandLine(argv) {
  /** @type {Map<string, string[]>} */
  const options = new Map();
  const paths = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const option = /^--([^=]+)(?:=(.*))?$/s.exec(word);
    if (!option) {
      if (!word.startsWith('-')) paths.push(word);
      continue;
    }
    const [, name = '', inline] = option;
    const value = inline ?? (WITH_VALUE.has(name) ? (argv[++at] ?? '') : '');
    options.set(name, [...(options.get(name) ?? []), value]);
  }
  const values = (/** @type {string} */ name) => options.get(name) ?? [];
  return { value: (name) => values(name).at(-1), values, has: (name) => options.has(name), paths };
}
