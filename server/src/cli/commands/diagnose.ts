import { diagnose as diagnosed } from '../../core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnose.ts';
import type { Finding } from '../../core/diagnosis/finding.ts';
import { PROTOCOLS } from '../../core/diagnosis/port-use.ts';
import { say } from '../../core/text.ts';
import type { Text } from '../../core/text.ts';
import { liveFacts } from '../../deploy/index.ts';
import { EXIT } from '../command.ts';
import type { Command, Io } from '../command.ts';
import { SSH_CONFIG, TRUST, reached } from '../pairing.ts';
import { guarded } from '../refusal.ts';

const STATES: Readonly<Record<Finding['state'], Text>> = {
  good: { en: 'ok', ja: '正常' },
  warning: { en: 'warning', ja: '警告' },
  error: { en: 'error', ja: 'エラー' },
  unknown: { en: 'not seen', ja: '未確認' },
};

export const diagnose: Command = {
  name: 'diagnose',
  arguments: 'FILE',
  count: [1, 1],
  summary: {
    en: 'look at the router in operation: what is wrong, why, and what to do; changes nothing',
    ja: '動作中のルーターを診断し、問題点・理由・対処を表示します（ルーターは変更しません）',
  },
  options: {
    json: { type: 'boolean', summary: { en: 'print JSON', ja: 'JSON で出力します' } },
    'ssh-config': SSH_CONFIG,
    trust: TRUST,
  },
  run: (args, io) =>
    guarded(io, async () => {
      const { router, target, env } = await reached(args, io);
      const facts = await liveFacts(router, target, env);
      const diagnosis = diagnosed(router, facts);
      io.out(args.values.json === true ? json(facts.hostname, diagnosis, io) : text(diagnosis, io));
      return diagnosis.findings.some(({ state }) => state === 'error') ? EXIT.failed : EXIT.fine;
    }),
};

function json(hostname: string, { findings, ports }: Diagnosis, { locale }: Io): string {
  const texts = ({ code, state, seen, why, advice }: Finding) => ({
    code,
    state,
    seen: say(seen, locale),
    why: why && say(why, locale),
    advice: advice && say(advice, locale),
  });
  const report = { hostname, time: new Date().toISOString(), findings: findings.map(texts), ports };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function text({ findings, ports }: Diagnosis, { locale }: Io): string {
  const finding = ({ state, seen, why, advice }: Finding): string[] => [
    `${say(STATES[state], locale)}: ${say(seen, locale)}`,
    ...[why, advice].flatMap((each) => (each === undefined ? [] : [`    ${say(each, locale)}`])),
  ];
  const busy = (ports?.ranges ?? []).filter(({ used }) => PROTOCOLS.some((protocol) => used[protocol] > 0));
  const range = ({ first, last, used }: (typeof busy)[number]): string =>
    `    ${first}-${last}: ${PROTOCOLS.map((protocol) => `${protocol} ${used[protocol]}`).join(', ')}`;
  return [...findings.flatMap(finding), ...busy.map(range), ''].join('\n');
}
