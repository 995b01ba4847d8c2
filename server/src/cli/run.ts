import { parseArgs } from 'node:util';
import { bugs, version } from '../../../package.json';
import { say } from '../core/text.ts';
import type { Text } from '../core/text.ts';
import { EXIT, UsageError, parseOptions } from './command.ts';
import type { Arguments, Command, Io } from './command.ts';

/** Runs one command line; returns the exit code. What goes wrong is said on the error output in one line. */
export async function runCli(commands: readonly Command[], argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(overview(commands, io));
    return name === undefined ? EXIT.usage : EXIT.fine;
  }
  if (name === '--version' || name === '-V') {
    io.out(`${version}\n`);
    return EXIT.fine;
  }
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    return complain(
      io,
      {
        en: `There is no command \`${name}\`. Run \`router-spec --help\` for the list.`,
        ja: `\`${name}\` というコマンドはありません。一覧は \`router-spec --help\` で確認できます。`,
      },
      EXIT.usage,
    );
  }
  try {
    const args = argumentsOf(command, rest);
    if (args.values.help === true) {
      io.out(help(command, io));
      return EXIT.fine;
    }
    return await command.run(args, io);
  } catch (error) {
    if (error instanceof UsageError) return complain(io, error.text, EXIT.usage);
    return complain(io, mistake(command, error), EXIT.failed);
  }
}

/** What no command has foreseen is a mistake of ours: its message alone, since the stack of a built file tells nobody anything. */
function mistake({ name }: Command, error: unknown): Text {
  const [what = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return {
    en: `\`${name}\` stopped at a mistake in Router Spec itself: ${what} (version ${version}; please report it: ${bugs.url})`,
    ja: `Router Spec 自体の不具合により \`${name}\` を中止しました: ${what}（バージョン ${version}。ご報告ください: ${bugs.url}）`,
  };
}

function argumentsOf(command: Command, rest: readonly string[]): Arguments {
  let parsed: Arguments;
  try {
    parsed = parseArgs({
      args: [...rest],
      options: parseOptions(command),
      allowPositionals: true,
      strict: true,
    }) as unknown as Arguments;
  } catch (error) {
    throw usage(command, unknownOption(error, rest));
  }
  const [min, max] = command.count;
  const count = parsed.positionals.length;
  if (parsed.values.help !== true && (count < min || count > max)) {
    throw usage(
      command,
      count < min
        ? { en: 'Something is missing.', ja: '引数が足りません。' }
        : { en: 'That is more than it takes.', ja: '引数が多すぎます。' },
    );
  }
  return parsed;
}

function unknownOption(error: unknown, rest: readonly string[]): Text {
  const code = (error as { code?: string }).code;
  const option = rest.find((each) => each.startsWith('-')) ?? '';
  return code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
    ? {
        en: `An option here is not known (${rest.filter((each) => each.startsWith('-')).join(' ')}).`,
        ja: `使えないオプションがあります（${rest.filter((each) => each.startsWith('-')).join(' ')}）。`,
      }
    : {
        en: `The option ${option} is not used rightly.`,
        ja: `オプション ${option} の使い方が正しくありません。`,
      };
}

function usage(command: Command, what: Text): UsageError {
  const line = usageLine(command);
  return new UsageError({ en: `${what.en} Usage: ${line}`, ja: `${what.ja}使い方: ${line}` });
}

function usageLine(command: Command): string {
  const options = Object.entries(command.options).map(([name, { type, value, multiple }]) =>
    type === 'boolean' ? `[--${name}]` : `[--${name} ${value ?? 'VALUE'}]${multiple === true ? '…' : ''}`,
  );
  return ['router-spec', command.name, command.arguments, ...options].filter((part) => part !== '').join(' ');
}

function overview(commands: readonly Command[], { locale }: Io): string {
  const title: Text = {
    en: 'Router Spec: one router.yaml describes a whole IPv4-over-IPv6 router.\n\nUsage: router-spec COMMAND …   (`router-spec COMMAND --help` tells more)\n',
    ja: 'Router Spec: 1 つの router.yaml で IPv4 over IPv6 ルーター全体を記述します。\n\n使い方: router-spec コマンド …（詳しくは `router-spec コマンド --help`）\n',
  };
  const width = Math.max(...commands.map((command) => command.name.length));
  const rows = commands.map((command) => `  ${command.name.padEnd(width)}  ${say(command.summary, locale)}`);
  return `${say(title, locale)}\n${rows.join('\n')}\n`;
}

function help(command: Command, { locale }: Io): string {
  const rows = Object.entries(command.options).map(([name, option]): [string, string] => [
    `--${name}${option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : ''}`,
    say(option.summary, locale),
  ]);
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return [
    say(command.summary, locale),
    '',
    usageLine(command),
    ...(rows.length === 0 ? [] : ['', ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)]),
    '',
  ].join('\n');
}

function complain(io: Io, what: Text, code: number): number {
  io.err(`router-spec: ${say(what, io.locale)}\n`);
  return code;
}
