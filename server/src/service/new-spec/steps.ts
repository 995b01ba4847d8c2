import { DS_LITE_PROVIDERS } from '../../core/isp/other-providers.ts';
import { findProviders } from '../../core/isp/index.ts';
import type { ProviderMatch } from '../../core/isp/index.ts';
import type { Ipv6Prefix } from '../../core/net/address.ts';
import { fail, ok } from '../../core/net/result.ts';
import type { Result } from '../../core/net/result.ts';
import { integer } from '../../core/spec/scalars.ts';
import {
  hostLabel,
  interfaceAddress,
  interfaceName,
  ipv4Prefix,
  ipv6,
  ipv6Prefix,
  linePrefix,
} from '../../core/spec/scalars-net.ts';
import type { ScalarSchema } from '../../core/spec/schema-types.ts';
import { formatRouterAddress, parseRouterAddress } from '../../core/survey/address.ts';
import { say } from '../../core/text.ts';
import type { Locale, Text } from '../../core/text.ts';
import { sayIn } from '../options.ts';
import { likelyLan, likelyPorts, likelyWan, portChoices, prefixChoices, wanChoices } from './from-router.ts';
import type { Choice } from './question.ts';
import { RADIO_STEPS } from './radio-steps.ts';
import { canonical, wordsOf } from './steps-shared.ts';
import type { Answers, Step } from './steps-shared.ts';

function prefixOf({ prefix = '' }: Answers): Ipv6Prefix | undefined {
  const parsed = linePrefix.parse(prefix.trim());
  return parsed.ok ? parsed.value : undefined;
}

/** The providers that the prefix tells of, the likeliest first: MAP-E with a known rule, DS-Lite. */
function toldByPrefix(answers: Answers): ProviderMatch[] {
  const prefix = prefixOf(answers);
  const matches = prefix === undefined ? [] : findProviders(prefix);
  return matches.filter(({ provider, basis }) => basis === 'rule' || provider.method === 'ds-lite');
}

/** Only what can be written without numbers that this line alone was told: MAP-E with a known rule, DS-Lite, a rule by hand. */
function providerChoices(answers: Answers, locale: Locale): Choice[] {
  const choices = toldByPrefix(answers).map(({ provider, basis }): Choice => ({
    value: provider.id,
    label: say(provider.name, locale),
    description: say(
      basis === 'rule'
        ? { en: 'found: a rule of it covers your prefix', ja: 'プレフィックスがこの事業者のルールに一致' }
        : {
            en: 'likely: lines with such a prefix are mostly of it',
            ja: 'この範囲のプレフィックスは主にこの事業者',
          },
      locale,
    ),
  }));
  for (const { id, name, soldAs } of DS_LITE_PROVIDERS)
    if (!choices.some(({ value }) => value === id))
      choices.push({
        value: id,
        label: say(name, locale),
        description: `DS-Lite: ${soldAs.slice(0, 3).join(locale === 'ja' ? '、' : ', ')}`,
      });
  choices.push({
    value: 'custom',
    label: say({ en: 'A MAP-E rule of my own', ja: 'MAP-E のルールを自分で入力' }, locale),
    description: say(
      { en: 'you know the rule and the border relay', ja: 'ルールと BR のアドレスが分かっている場合' },
      locale,
    ),
  });
  return choices;
}

const isCustom = ({ provider }: Answers): boolean => provider === 'custom';

/** A number or a prefix of a MAP rule; only asked where the user writes the rule. */
function ofRule(id: string, schema: ScalarSchema<unknown>, suggested: string, title: Text): Step {
  return {
    id,
    title,
    prompt: {
      en: `Expected is ${schema.shape.en}.`,
      ja: `入力する値: ${schema.shape.ja}`,
    },
    suggested: () => suggested,
    asked: isCustom,
    read: canonical(schema),
  };
}

/** What the spec is begun from; only asked where a router can be reached. */
export const SOURCE_STEPS: readonly Step[] = [
  {
    id: 'from',
    title: { en: 'New Router Spec', ja: '新しいルータースペック' },
    prompt: { en: 'What to begin with.', ja: '何をもとに作成しますか?' },
    suggested: () => 'prefix',
    choices: (_, locale) => {
      const t = sayIn(locale);
      return [
        {
          value: 'prefix',
          label: t('From a prefix', 'プレフィックスから作成'),
          description: t('you know the IPv6 prefix of the line', '回線の IPv6 プレフィックスが分かる場合'),
        },
        {
          value: 'router',
          label: t('From a router over ssh', '既存のルーターから SSH で作成'),
          description: t(
            'its prefix, ports and radios are read; nothing is changed on it',
            '回線・ポート・無線を読み取ります（ルーターは変更しません）',
          ),
        },
      ];
    },
    read: (text) =>
      text === 'prefix' || text === 'router'
        ? ok(text)
        : fail('Choose one of those that are offered.', '候補から選んでください。'),
  },
  {
    id: 'router',
    title: { en: 'The router', ja: 'ルーター' },
    prompt: {
      en: 'USER@HOST: an alias of ssh_config, a name or an address, with `:PORT` where it has to be. Before anything is sent, the fingerprint of its key is shown.',
      ja: 'USER@HOST の形で、ssh のエイリアス・ホスト名・アドレスを入力してください（必要なら末尾に `:ポート`）。何かを送る前に、ホスト鍵のフィンガープリントを表示します。',
    },
    suggested: () => 'root@',
    asked: ({ from }) => from === 'router',
    read: (text) => {
      const parsed = parseRouterAddress(text);
      return parsed.ok ? ok(formatRouterAddress(parsed.value)) : parsed;
    },
  },
];

/** The questions about the router itself, in the order in which they are asked. */
export const STEPS: readonly Step[] = [
  {
    id: 'prefix',
    title: { en: 'The IPv6 prefix of your line', ja: '回線の IPv6 プレフィックス' },
    prompt: {
      en: 'Paste the prefix, or an address from `ip -6 addr` on the WAN port. A bare address counts as a /64.',
      ja: 'プレフィックス、または WAN ポートの `ip -6 addr` に出るアドレスを貼り付けてください。長さがなければ /64 とみなします。',
    },
    typed: true,
    suggested: (_, facts) => facts?.prefixes[0]?.prefix ?? '',
    choices: (_, locale, facts) => (facts === undefined ? [] : prefixChoices(facts, locale)),
    read: canonical(linePrefix),
  },
  {
    id: 'provider',
    title: { en: 'Your provider', ja: '事業者' },
    prompt: {
      en: 'The service that carries IPv4 over your line.',
      ja: 'この回線で IPv4 を提供しているサービスを選んでください。',
    },
    // Where the prefix tells nothing, any suggestion would be invented.
    suggested: (answers) => toldByPrefix(answers)[0]?.provider.id ?? '',
    choices: providerChoices,
    read: (text, answers) =>
      providerChoices(answers, 'en').some(({ value }) => value === text)
        ? ok(text)
        : fail(
            'This provider does not fit the prefix, or is not known: choose one of those that are offered.',
            'このプレフィックスに合わない事業者か、登録のない事業者です。候補から選んでください。',
          ),
  },
  ofRule('rule-ipv6-prefix', ipv6Prefix, '', { en: 'Rule IPv6 prefix', ja: 'ルール IPv6 プレフィックス' }),
  ofRule('rule-ipv4-prefix', ipv4Prefix, '', { en: 'Rule IPv4 prefix', ja: 'ルール IPv4 プレフィックス' }),
  ofRule('rule-ea-length', integer(0, 48), '', { en: 'Length of the EA bits', ja: 'EA ビット長' }),
  ofRule('rule-psid-offset', integer(0, 15), '6', { en: 'PSID offset', ja: 'PSID オフセット' }),
  ofRule('border-relay', ipv6, '', { en: 'Border relay', ja: 'BR のアドレス' }),
  {
    id: 'hostname',
    title: { en: 'Name of the router', ja: 'ルーターの名前' },
    prompt: { en: 'The host name; a deploy checks it.', ja: 'ホスト名です。デプロイ時の確認にも使います。' },
    suggested: (_, facts) => facts?.hostname ?? 'router',
    read: canonical(hostLabel),
  },
  {
    id: 'wan',
    title: { en: 'WAN port', ja: 'WAN ポート' },
    prompt: {
      en: 'The interface that the ONU is plugged into. On an APU2 this is usually eth0, beside the serial port.',
      ja: 'ONU をつないでいるインターフェース。APU2 では通常、シリアルポートの隣の eth0 です。',
    },
    typed: true,
    suggested: (_, facts) => (facts === undefined ? 'eth0' : (likelyWan(facts) ?? '')),
    choices: (_, locale, facts) => (facts === undefined ? [] : wanChoices(facts, locale)),
    read: canonical(interfaceName),
  },
  {
    id: 'ports',
    title: { en: 'LAN ports', ja: 'LAN ポート' },
    prompt: {
      en: 'The wired ports of the LAN, with blanks between them; not the WAN port and no Wi-Fi.',
      ja: 'LAN 側の有線ポートを空白区切りで入力してください（WAN ポートと Wi-Fi は除く）。',
    },
    many: true,
    suggested: ({ wan = 'eth0' }, facts) =>
      (facts === undefined
        ? ['eth0', 'eth1', 'eth2'].filter((port) => port !== wan)
        : likelyPorts(facts, wan)
      ).join(' '),
    choices: ({ wan }, locale, facts) => (facts === undefined ? [] : portChoices(facts, wan, locale)),
    read: readPorts,
  },
  {
    id: 'lan',
    title: { en: 'LAN subnet', ja: 'LAN のサブネット' },
    prompt: {
      en: "The router's own IPv4 address in the LAN, with the length of the subnet.",
      ja: 'LAN 側でのルーター自身の IPv4 アドレスを、プレフィックス長付きで入力してください。',
    },
    suggested: (answers, facts) => (facts && likelyLan(facts, answers)) ?? '192.168.10.1/24',
    read: canonical(interfaceAddress),
  },
  ...RADIO_STEPS,
];

function readPorts(text: string, { wan }: Answers): Result<string> {
  const ports: string[] = [];
  for (const word of wordsOf(text)) {
    const port = canonical(interfaceName)(word);
    if (!port.ok) return port;
    if (port.value === wan)
      return fail(
        `\`${wan}\` is the WAN port: what arrives there would count as coming from the LAN. List the other ports.`,
        `\`${wan}\` は WAN ポートです。LAN に含めると、回線から届く通信が LAN からのものとして扱われます。それ以外のポートを指定してください。`,
      );
    ports.push(port.value);
  }
  return ports.length > 0
    ? ok(ports.join(' '))
    : fail(
        'The LAN has no port: name at least one, such as eth1.',
        'LAN ポートがありません。eth1 のように 1 つ以上指定してください。',
      );
}
