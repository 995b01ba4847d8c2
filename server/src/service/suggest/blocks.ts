import { WIFI_BANDS } from '../../core/net/wifi-channels.ts';
import { legalChannels } from '../../core/net/wifi-regulation.ts';
import { bandText } from '../../core/rules/wifi-text.ts';
import { present } from '../../core/spec/present.ts';
import { plainAccessPoint } from '../../core/derive/access-point.ts';
import { radios } from './interfaces.ts';
import { freePorts, exampleTarget } from './nat.ts';
import { secretOfKey } from './secrets.ts';
import type { SuggestContext } from './suggestion.ts';

/** A whole entry of a list, filled with what fits this router. */
export interface Block {
  readonly label: string;
  readonly detail: string;
  /** Its keys with their values, as the scalars read; lists are YAML. */
  readonly pairs: readonly (readonly [string, string])[];
}

/** The whole entries that are offered for the list at a path, besides the plain one. */
export function blocksFor(context: SuggestContext): Block[] {
  const name = context.path.filter((step) => typeof step === 'string').join('.');
  switch (name) {
    case 'wifi':
      return accessPoints(context);
    case 'nat.forwards':
      return forwards(context);
    case 'firewall.allow':
      return exceptions(context);
    default:
      return [];
  }
}

function accessPoints(context: SuggestContext): Block[] {
  const { analysis, t } = context;
  const { spec } = analysis.document;
  const others = present(spec.wifi);
  const country = others.find((each) => each.country !== undefined)?.country ?? 'JP';
  const ssid = others.find((each) => each.ssid !== undefined)?.ssid ?? spec.hostname ?? 'Borealis';
  const passphrase = secretOfKey({ ...context, path: [...context.path, 'passphrase'] }) ?? '${secret:wifi}';
  const [radio] = radios(context);
  return WIFI_BANDS.flatMap((band): Block[] => {
    const { channel, width, standards, security } = plainAccessPoint(band);
    if (typeof channel === 'number' && legalChannels(country, band, width)?.includes(channel) === false)
      return [];
    return [
      {
        label: t(`access point ${bandText(band)}`, `アクセスポイント ${bandText(band)}`),
        detail: t(
          `channel ${channel}, ${width} MHz, ${country}`,
          `チャネル ${channel}、${width} MHz、${country}`,
        ),
        pairs: [
          ['interface', radio?.value ?? 'wlan0'],
          ['ssid', ssid],
          ['passphrase', passphrase],
          ['country', country],
          ['band', band],
          ['channel', String(channel)],
          ['width', String(width)],
          ['standards', `[${standards.join(', ')}]`],
          ['security', security],
        ],
      },
    ];
  });
}

/** A forward in the long form, where it is known what can be forwarded. */
function forwards(context: SuggestContext): Block[] {
  const { path, t } = context;
  const [port] = freePorts(context);
  const [to] = exampleTarget({ ...context, path: [...path, 'to'] });
  if (port === undefined || to === undefined) return [];
  return [
    {
      label: 'protocol, port, to',
      detail: t('a forward, long form', 'ポート転送（長い書き方）'),
      pairs: [
        ['protocol', 'tcp'],
        ['port', port.value],
        ['to', to.value],
      ],
    },
  ];
}

function exceptions({ t }: SuggestContext): Block[] {
  return [
    {
      label: 'protocol, port, to, from',
      detail: t('a LAN host from the internet, over IPv6', 'インターネットから LAN 内のホストへ（IPv6）'),
      pairs: [
        ['protocol', 'tcp'],
        ['port', '443'],
        ['to', '::1234'],
        ['from', 'wan'],
      ],
    },
  ];
}
