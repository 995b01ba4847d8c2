import type { Draft, InputFile } from './draft.ts';
import { linesOf } from './lines.ts';
import type { Line } from './lines.ts';
import { BY_ITSELF, COMPUTED, FIREWALL, FRAME } from './reasons.ts';

/** Services of the router by protocol and port, for which the spec has names. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['tcp 22', 'ssh'],
  ['udp 53', 'dns'],
  ['tcp 53', 'dns'],
  ['udp 67', 'dhcp'],
  ['udp 123', 'ntp'],
  ['tcp 80', 'http'],
  ['tcp 443', 'https'],
]);

/** A ruleset of nft(8), line by line: what it opens and forwards. The rest is what the generated ruleset does anyway. */
export function importNftables(file: InputFile, draft: Draft): void {
  let hook = '';
  for (const line of linesOf(file)) {
    const { text } = line;
    const base = /\bhook (\w+)\b.*?(?:policy (\w+))?;?$/.exec(text);
    if (/^(?:table|chain|flush|define|include)\b|^[{}]+$/.test(text)) draft.notNeeded(line, FRAME);
    else if (base !== null) {
      hook = base[1] ?? '';
      if (text.startsWith('type filter') && hook === 'input' && !text.includes('policy drop'))
        draft.notTaken(line, {
          en: `This let everything reach the router itself. ${FIREWALL.en}`,
          ja: `この設定ではルーター自身への通信がすべて許可されていました。${FIREWALL.ja}`,
        });
      else draft.notNeeded(line, BY_ITSELF);
    } else importRule(line, hook, draft);
  }
}

function importRule(line: Line, hook: string, draft: Draft): void {
  const [, text = '', comment = ''] = /^(.*?)(?: comment "([^"]*)")?$/.exec(line.text) ?? [];
  const forward = /\b(tcp|udp) dport (\d+)\b.*\bdnat (?:ip )?to ([\d.]+)(?::(\d+))?$/.exec(text);
  const opening = /\b(tcp|udp) dport (\d+)\b.*\baccept$/.exec(text);
  if (/\bnumgen\b/.test(text))
    draft.notTaken(line, {
      en: 'Taking the ranges in turn strands free ports when long connections pile up in one of them: `nat.allocation` is left at `port-map`, which uses all of them.',
      ja: '範囲を順番に使う方式では、長い接続が 1 つの範囲に溜まると空きポートが使えなくなります。`nat.allocation` は既定の `port-map`（全ポートを使い切れる方式）のままにしました。',
    });
  else if (/\bsnat\b|\bmasquerade\b/.test(text)) draft.notNeeded(line, COMPUTED);
  else if (/\bmaxseg size set\b/.test(text)) draft.notNeeded(line, BY_ITSELF);
  else if (forward !== null) {
    const [, protocol = '', seen = '', host = '', inner = seen] = forward;
    // A generated rule matches an internal port, and names that of the line.
    const port = /^port (\d+)$/.exec(comment)?.[1] ?? seen;
    draft.append(line, ['nat', 'forwards'], `${protocol} ${port} -> ${host}:${inner}`);
  } else if (/\bct state\b|\bicmp(?:v6)?\b.*accept$|^iif(?:name)? "?lo"? accept$/.test(text))
    draft.notNeeded(line, BY_ITSELF);
  else if (hook === 'input' && opening !== null) {
    const [, protocol = '', port = ''] = opening;
    const index = draft.count('firewall', 'allow');
    const at = ['firewall', 'allow', index];
    const from = text.includes(`"${draft.get('lan', 'interface') ?? 'br0'}"`) ? 'lan' : undefined;
    if (from === undefined) {
      draft.notTaken(line, {
        en: 'It opens a port of the router to all sides. Nothing is opened to the internet by an import: add it to `firewall.allow` with `from:` if it is meant.',
        ja: 'ルーターのポートを全方向に開く設定です。インポートではインターネット側に開くことはしません。必要なら `from:` を付けて `firewall.allow` に追加してください。',
      });
      return;
    }
    const service = SERVICES.get(`${protocol} ${port}`);
    if (service !== undefined) draft.take(line, [...at, 'service'], service);
    else {
      draft.take(line, [...at, 'protocol'], protocol);
      draft.take(line, [...at, 'port'], port);
    }
    draft.take(line, [...at, 'from'], from);
  } else if (hook === 'forward' && /^iif(?:name)? \S+ oif(?:name)? \S+ accept$/.test(text))
    draft.notNeeded(line, FIREWALL);
  else if (/^(?:counter )?(?:drop|reject\b.*)$/.test(text)) draft.notNeeded(line, FIREWALL);
  else draft.unknown(line);
}
