import type { Text } from '../text.ts';
import { isGenerated } from './draft.ts';
import type { Draft, InputFile } from './draft.ts';
import { linesOf, unquoted } from './lines.ts';
import type { Line } from './lines.ts';
import { importOwnTunnel } from './own-tunnel.ts';
import type { Variable } from './own-tunnel.ts';
import { BY_ITSELF, FRAME } from './reasons.ts';
import { importLocal, importRemote } from './tunnel-ends.ts';

/**
 * A shell script that makes the tunnel with ip(8). It is not run: variables that are set to a plain text are put in, and
 * the commands that are known are read word by word.
 */
export function importTunnelScript(file: InputFile, draft: Draft): void {
  const variables = new Map<string, string>();
  const set = new Map<string, Variable>();
  for (const line of linesOf(file)) {
    const assigned = /^(?:export\s+)?([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^\s;&|$`]*)\s*(?:#.*)?$/.exec(
      line.text,
    );
    if (assigned?.[1] !== undefined) {
      const written = assigned[2] ?? '';
      const value = unquoted(written.startsWith("'") ? written : put(written, variables));
      variables.set(assigned[1], value);
      // One that is set again further down is a line of its own.
      const earlier = set.get(assigned[1]);
      if (earlier !== undefined) draft.notNeeded(earlier.line, VARIABLE);
      set.set(assigned[1], { line, value });
    } else importCommand(line, filled(line.text, variables), draft);
  }
  const taken = isGenerated(file) ? importOwnTunnel(set, draft) : undefined;
  for (const [name, { line }] of set) if (taken?.has(name) !== true) draft.notNeeded(line, VARIABLE);
}

const VARIABLE: Text = {
  en: 'A variable; its value counts where it is used.',
  ja: '変数の定義です。値は使われている行で解釈します。',
};

/** A text with the variables that are known put in, and nothing for the others. */
function put(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_, a?: string, b?: string) => variables.get(a ?? b ?? '') ?? '',
  );
}

/** The words of a command with the variables put in, without what only concerns its output. */
function filled(text: string, variables: ReadonlyMap<string, string>): string[] {
  return put(text, variables)
    .replace(/\s+(?:\d?>{1,2}\s*\S+|2>&1)/g, '')
    .replace(/\|\|\s*true$/, '')
    .trim()
    .split(/\s+/)
    .map(unquoted);
}

/** The word behind another one. */
function after(words: readonly string[], ...names: readonly string[]): string | undefined {
  const at = words.findIndex((word) => names.includes(word));
  return at === -1 ? undefined : words[at + 1];
}

function importCommand(line: Line, words: readonly string[], draft: Draft): void {
  const text = words.join(' ');
  if (/^(?:fi|then|else|done|esac|set -\w+|exit \d+|\{|\})$/.test(text)) draft.notNeeded(line, FRAME);
  else if (/^if\b.*\bgrep\b/.test(text))
    draft.notTaken(line, {
      en: 'grep takes an address for a pattern and for the beginning of longer ones; the generated script asks the kernel for exactly this address.',
      ja: 'grep ではアドレスがパターンとして扱われ、前方一致する別のアドレスにも一致します。生成されるスクリプトは、このアドレスそのものをカーネルに問い合わせます。',
    });
  else if (/^if\b/.test(text)) draft.notNeeded(line, BY_ITSELF);
  else if (/^ip (?:-6 )?(?:tunnel|tun|link) (?:add|a)\b/.test(text) && /ip4ip6|ipip6|ip6tnl/.test(text))
    importTunnel(line, words, draft);
  else if (/^ip (?:-6 )?(?:addr|address|a) (?:add|replace)\b/.test(text))
    draft.notTaken(line, {
      en: 'The CE address is computed, and is added as a /128: as a /64 it becomes a source address of the router and makes the prefix on-link.',
      ja: 'CE アドレスは計算で求め、/128 で追加します。/64 で付けるとルーターの送信元アドレスの候補になり、プレフィックスがオンリンクになります。',
    });
  else if (/^ip link set\b/.test(text) && after(words, 'mtu') !== undefined) {
    const device = after(words, 'dev') ?? words[3];
    const known = draft.get('tunnel', 'interface');
    if (known === undefined || device === known)
      draft.take(line, ['tunnel', 'mtu'], after(words, 'mtu') ?? '');
    else draft.unknown(line);
  } else if (/^ip link set\b.*\bup$/.test(text)) draft.notNeeded(line, BY_ITSELF);
  else if (/^sysctl\b.*\.rp_filter=/.test(text))
    draft.notTaken(line, {
      en: 'The kernel uses the larger of `all` and the interface, so this may have had no effect; the generated files set what the tunnel needs.',
      ja: 'カーネルは `all` とインターフェースの値の大きい方を使うため、これだけでは効かないことがあります。トンネルに必要な値は生成されるファイルが設定します。',
    });
  else if (/^sysctl\b.*(?:forwarding|ip_forward|accept_ra)=/.test(text)) draft.notNeeded(line, BY_ITSELF);
  else if (/^(?:route (?:add|delete|del) default|ip (?:-4 )?route (?:add|replace|del) default)\b/.test(text))
    draft.notNeeded(line, BY_ITSELF);
  else if (/^ebtables\b/.test(text))
    draft.notNeeded(line, {
      en: 'The generated bridge rules keep IPv4 off the WAN port, also on the way to the router, and load at boot.',
      ja: 'WAN ポートへの IPv4 は、生成されるブリッジのルールがルーター宛てを含めて遮断し、起動時に読み込まれます。',
    });
  else draft.unknown(line);
}

function importTunnel(line: Line, words: readonly string[], draft: Draft): void {
  const name = after(words, 'add', 'a', 'name');
  if (name !== undefined)
    draft.take(line, ['tunnel', 'interface'], name === 'name' ? (after(words, 'name') ?? '') : name);
  const local = after(words, 'local');
  const remote = after(words, 'remote');
  const limit = after(words, 'encaplimit');
  if (local !== undefined) importLocal(line, local, draft);
  // That of a variable that is only known when the script runs is not there.
  if (remote?.includes(':') === true) importRemote(line, remote, draft);
  if (limit !== undefined) draft.take(line, ['tunnel', 'encapsulation-limit'], limit);
}
