import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { say } from '../../../server/src/core/text.ts';
import type { Locale, Text } from '../../../server/src/core/text.ts';

// The page of settings and commands is generated from the manifest; `npm run docs` rewrites it.
const ROOT = path.resolve(import.meta.dirname, '../../..');

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: {
      readonly commandPalette: readonly { readonly command: string; readonly when: string }[];
    };
  };
}

type Strings = Readonly<Record<string, string>>;

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
const { contributes } = read('package.json') as Manifest;
const STRINGS: Readonly<Record<Locale, Strings>> = {
  en: read('package.nls.json') as Strings,
  ja: read('package.nls.ja.json') as Strings,
};

const WORDS = {
  title: { en: 'Settings and commands', ja: '設定とコマンド' },
  intro: {
    en: 'What the settings of the extension and the commands of its palette do. Everything about the router itself stands in `router.yaml`.',
    ja: '拡張機能の設定とコマンドパレットのコマンドの一覧です。ルーター自体の設定はすべて `router.yaml` に書きます。',
  },
  settings: { en: 'Settings', ja: '設定' },
  commands: { en: 'Commands', ja: 'コマンド' },
  tasks: { en: 'Tasks', ja: 'タスク' },
  matcher: {
    en: 'The problem matcher `$router-spec` lists what `router-spec check` prints in a task. It knows the severities by their English names, so the task gets `LC_ALL=C`:',
    ja: 'タスクで実行した `router-spec check` の出力は、問題マッチャー `$router-spec` で「問題」に一覧できます。重大度は英語の名前で見分けるため、タスクには `LC_ALL=C` を指定します。',
  },
  settingsHead: { en: ['Setting', 'Default', 'Meaning'], ja: ['設定', '既定値', '意味'] },
  commandsHead: { en: ['Title', 'Command'], ja: ['名前', 'コマンド'] },
} satisfies Record<string, Text | Record<Locale, readonly string[]>>;

const TASK = {
  label: 'router-spec check',
  type: 'shell',
  command: 'router-spec check *router.yaml',
  options: { env: { LC_ALL: 'C' } },
  problemMatcher: '$router-spec',
};

/** A table of GitHub's Markdown, as the formatter leaves it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function settingsPage(locale: Locale): string {
  const text = (word = ''): string =>
    word.replace(/^%(.+)%$/, (_, key: string) => STRINGS[locale][key] ?? key);
  const settings = Object.entries(contributes.configuration.properties).map(([name, setting]) => {
    const values = (setting.enum ?? []).map(
      (value, index) => `\`${value}\`: ${text(setting.enumDescriptions?.[index])}`,
    );
    return [
      `\`${name}\``,
      `\`${JSON.stringify(setting.default)}\``,
      [text(setting.markdownDescription ?? setting.description), ...values].join('<br>'),
    ];
  });
  const hidden = contributes.menus.commandPalette.filter(({ when }) => when === 'false');
  const commands = contributes.commands
    .filter(({ command }) => !hidden.some((each) => each.command === command))
    .map(({ command, title }) => [text(title), `\`${command}\``]);
  return [
    `# ${say(WORDS.title, locale)}`,
    say(WORDS.intro, locale),
    `## ${say(WORDS.settings, locale)}`,
    table(WORDS.settingsHead[locale], settings),
    `## ${say(WORDS.commands, locale)}`,
    table(WORDS.commandsHead[locale], commands),
    `## ${say(WORDS.tasks, locale)}`,
    say(WORDS.matcher, locale),
    `\`\`\`json\n${JSON.stringify(TASK, null, 2)}\n\`\`\``,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

test.each(['en', 'ja'] as const)('the page of settings and commands in %s', async (locale) => {
  const file = path.join(ROOT, 'docs', locale === 'ja' ? 'ja' : '', 'settings.md');
  await expect(settingsPage(locale)).toMatchFileSnapshot(file);
});
