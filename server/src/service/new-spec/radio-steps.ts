import { plainAccessPoint } from '../../core/derive/access-point.ts';
import { fail, ok } from '../../core/net/result.ts';
import {
  RADAR_CHECK_SECONDS,
  WIFI_BANDS,
  WIFI_WIDTHS,
  channelBlock,
  channelRank,
  channelsOf,
  frequencyOf,
  needsRadarCheck,
} from '../../core/net/wifi-channels.ts';
import type { WifiBand, WifiWidth } from '../../core/net/wifi-channels.ts';
import { KNOWN_COUNTRIES, legalChannels } from '../../core/net/wifi-regulation.ts';
import { interfaceName } from '../../core/spec/scalars-net.ts';
import { channel as channelSchema, country, ssid } from '../../core/spec/schema/wifi.ts';
import type { RadioBand, RouterFacts, RouterRadio } from '../../core/survey/facts.ts';
import { sayIn } from '../options.ts';
import { NO_RADIO, canonical, chosenRadios, wordsOf } from './steps-shared.ts';
import type { Answers, Step } from './steps-shared.ts';
import type { Choice } from './question.ts';

/** The questions about the access points, asked where the router has radios. */
export const RADIO_STEPS: readonly Step[] = [
  {
    id: 'wifi',
    title: { en: 'Access points', ja: 'アクセスポイント' },
    prompt: {
      en: 'The radios that are to be access points; none of them is an answer too.',
      ja: 'アクセスポイントにする無線インターフェースを選んでください（選ばなくてもかまいません）。',
    },
    many: true,
    asked: (_, facts) => facts !== undefined && facts.radios.length > 0,
    suggested: (_, facts) => facts?.radios.map((radio) => radio.interface).join(' ') ?? NO_RADIO,
    choices: (_, locale, facts) => {
      const t = sayIn(locale);
      return (facts?.radios ?? []).map(({ interface: name, bands }) => ({
        value: name,
        label: name,
        description:
          bands.length === 0
            ? t(
                'what it can do is not known: the router has no `iw`',
                'ルーターに `iw` がないため、性能は不明',
              )
            : bands
                .map(({ band, standards, width }) =>
                  [
                    band,
                    standards.length === 0 ? '' : ` 802.11${standards.join('/')}`,
                    t(`, up to ${width} MHz`, `（最大 ${width} MHz）`),
                  ].join(''),
                )
                .join(t('; ', '、')),
      }));
    },
    read(text) {
      const names = wordsOf(text).filter((word) => word !== NO_RADIO);
      for (const name of names) {
        const parsed = interfaceName.parse(name);
        if (!parsed.ok) return parsed;
      }
      return ok(names.length === 0 ? NO_RADIO : [...new Set(names)].join(' '));
    },
  },
  {
    id: 'ssid',
    title: { en: 'Name of the Wi-Fi network', ja: 'Wi-Fi のネットワーク名（SSID）' },
    prompt: {
      en: 'The passphrase becomes the secret `wifi`, which is asked for when the router is deployed.',
      ja: 'パスフレーズはシークレット `wifi` として、デプロイ時に尋ねます。',
    },
    asked: (answers) => chosenRadios(answers).length > 0,
    suggested: ({ hostname = 'router' }) => hostname.slice(0, 32),
    read: canonical(ssid),
  },
  {
    id: 'country',
    title: { en: 'Country', ja: '国' },
    prompt: {
      en: 'Whose radio rules apply, as two capital letters.',
      ja: '電波の規制を適用する国を、2 文字の国コード（大文字）で指定してください。',
    },
    typed: true,
    asked: (answers) => chosenRadios(answers).length > 0,
    suggested: (_, facts) => facts?.country ?? 'JP',
    choices: (_, locale, facts) => {
      const t = sayIn(locale);
      return [...new Set([...(facts?.country === undefined ? [] : [facts.country]), ...KNOWN_COUNTRIES])].map(
        (value) => ({
          value,
          label: value,
          description: value === facts?.country ? t('set on the router', 'ルーターの設定') : '',
        }),
      );
    },
    read: canonical(country),
  },
];

/** The question about the channel of each radio. */
export function channelSteps(facts: RouterFacts | undefined): Step[] {
  return (facts?.radios ?? []).map((radio, index, radios) => ({
    id: `channel-${radio.interface}`,
    title: { en: `Channel of ${radio.interface}`, ja: `${radio.interface} のチャネル` },
    prompt: {
      en: 'Those that the country allows and the radio can use. A band and a number such as 5GHz/100 can be typed too.',
      ja: 'その国で使え、無線インターフェースが対応しているチャネルです。5GHz/100 のように入力することもできます。',
    },
    typed: true,
    asked: (answers) => chosenRadios(answers).includes(radio.interface),
    suggested(answers) {
      const taken = radios
        .slice(0, index)
        .map((other) => answers[`channel-${other.interface}`]?.split('/')[0] ?? '');
      const all = channelsFor(radio, answers);
      const free = all.find(({ band }) => !taken.includes(band)) ?? all[0];
      return free === undefined ? `${radio.bands[0]?.band ?? '5GHz'}/auto` : `${free.band}/${free.channel}`;
    },
    choices(answers, locale) {
      const t = sayIn(locale);
      return channelsFor(radio, answers).map(({ band, channel, width }): Choice => ({
        value: `${band}/${channel}`,
        label: `${band}/${channel}`,
        description: [
          `${frequencyOf(channel, band)} MHz`,
          t(`${width} MHz wide`, `幅 ${width} MHz`),
          ...(needsRadarCheck(channel, width, band)
            ? [t(`${RADAR_CHECK_SECONDS} s radar check`, `レーダー確認 ${RADAR_CHECK_SECONDS} 秒`)]
            : []),
        ].join(t(', ', '、')),
      }));
    },
    read(text) {
      const [, band, number = ''] = /^(2\.4GHz|5GHz|6GHz)\/(\S+)$/.exec(text.trim()) ?? [];
      if (band === undefined)
        return fail(
          'Write the band and the channel, such as 5GHz/36.',
          '5GHz/36 のように、周波数帯とチャネルを書いてください。',
        );
      const parsed = channelSchema.parse(number);
      return parsed.ok ? ok(`${band}/${parsed.value}`) : parsed;
    },
  }));
}

interface RadioChannel {
  readonly band: WifiBand;
  readonly channel: number;
  readonly width: WifiWidth;
}

/** The bands in the order in which a home wants them. */
const BY_USE: readonly WifiBand[] = ['5GHz', '2.4GHz', '6GHz'];

/** The channels that the country and the radio allow, those that send at once first. */
function channelsFor(radio: RouterRadio, answers: Answers): RadioChannel[] {
  return BY_USE.flatMap((band) => {
    const able = bandOf(radio, band);
    if (able === undefined) return [];
    return able.channels
      .flatMap((channel): RadioChannel[] => {
        const width = widthOf(able, channel, answers.country ?? 'JP');
        return width === undefined ? [] : [{ band, channel, width }];
      })
      .sort(
        (a, b) =>
          channelRank(a.channel, a.width, band) - channelRank(b.channel, b.width, band) ||
          a.channel - b.channel,
      );
  });
}

/** What a radio can do in a band; one that did not say is taken to do what is usual. 6 GHz needs 802.11ax. */
function bandOf({ bands }: RouterRadio, band: WifiBand): RadioBand | undefined {
  if (bands.length === 0)
    return band === '6GHz'
      ? undefined
      : { band, channels: channelsOf(band), standards: [], width: plainAccessPoint(band).width };
  const found = bands.find((each) => each.band === band);
  return band === '6GHz' && found?.standards.includes('ax') === false ? undefined : found;
}

/** The widest channel, up to what is usual in the band, that the country and the radio allow around a primary channel. */
function widthOf(
  { band, channels, width: able }: RadioBand,
  channel: number,
  of: string,
): WifiWidth | undefined {
  const usual = plainAccessPoint(band).width;
  return WIFI_WIDTHS.filter((width) => width <= Math.min(usual, able)).findLast((width) => {
    const legal = legalChannels(of, band, width);
    const block = channelBlock(channel, width, band);
    return (
      (legal === undefined || legal.includes(channel)) &&
      block?.every((each) => channels.includes(each)) === true
    );
  });
}

/** The access points of the answers, as lines of a spec. */
export function accessPointLines(answers: Answers, facts: RouterFacts | undefined): string[] {
  const lines = chosenRadios(answers).flatMap((name) => {
    const radio = facts?.radios.find((each) => each.interface === name);
    const [given, number] = (answers[`channel-${name}`] ?? '').split('/');
    const band = WIFI_BANDS.find((each) => each === given);
    return [
      `  - interface: ${name}`,
      // JSON's strings are YAML's in double quotes (YAML 1.2, section 1.2).
      `    ssid: ${JSON.stringify(answers.ssid ?? '')}`,
      '    passphrase: ${secret:wifi}',
      `    country: ${answers.country ?? 'JP'}`,
      ...(band === undefined || number === undefined
        ? []
        : [
            `    band: ${band}`,
            `    channel: ${number}`,
            ...unusual(radio && bandOf(radio, band), Number(number), answers.country ?? 'JP'),
          ]),
    ];
  });
  return lines.length === 0 ? [] : ['wifi:', ...lines];
}

/** The width and the generations, where the radio has others than the band's default. */
function unusual(able: RadioBand | undefined, channel: number, of: string): string[] {
  if (able === undefined) return [];
  const plain = plainAccessPoint(able.band);
  const width = widthOf(able, channel, of) ?? plain.width;
  const usual: readonly string[] = [...plain.standards, 'ax'];
  const standards = able.standards.filter((each) => usual.includes(each));
  return [
    ...(width === plain.width ? [] : [`    width: ${width}`]),
    ...(standards.length === 0 || standards.join() === plain.standards.join()
      ? []
      : [`    standards: [${standards.join(', ')}]`]),
  ];
}
