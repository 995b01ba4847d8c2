import { formatIpv4, formatIpv6, formatPrefix, networkOf } from '../../core/net/address.ts';
import { say } from '../../core/text.ts';
import { methodText } from '../explain/provider.ts';
import type { Suggest } from './suggestion.ts';

/** Values of `wan` and `tunnel` that follow from the line. */

export const prefixSource: Suggest = ({ analysis: { line }, t }) => {
  if (line.prefix === undefined) return [];
  const { length } = line.prefix;
  return [
    {
      value: length >= 64 ? 'ra' : 'dhcpv6-pd',
      detail: t(`fits a /${length} line`, `/${length} の回線向け`),
    },
  ];
};

export const methods: Suggest = ({ analysis: { line }, t }) =>
  [...new Set(line.candidates.map(({ provider }) => provider.method))].map((value) => ({
    value,
    detail: t('what the prefix hints at', 'プレフィックスに該当する方式'),
  }));

export const providers: Suggest = ({ analysis: { line }, locale, t }) =>
  line.candidates.map(({ provider, basis }) => ({
    value: provider.id,
    detail: `${say(provider.name, locale)}: ${
      basis === 'rule'
        ? t('has a rule for your prefix', 'このプレフィックスのルールあり')
        : methodText(provider, t)
    }`,
  }));

export const borderRelay: Suggest = ({ analysis: { line }, t }) => {
  const { provider, providerRule, method } = line;
  if (provider === undefined || method === 'ds-lite') return [];
  const detail = t(`that of ${provider.name.en}`, `${provider.name.ja}の BR`);
  if (method === 'map-e')
    return providerRule === undefined ? [] : [{ value: formatIpv6(providerRule.borderRelay), detail }];
  return provider.borderRelays
    .filter((relay) => relay.method === 'ipip')
    .map(({ address, area }) => ({
      value: formatIpv6(address),
      detail:
        area === null
          ? detail
          : `${detail}${area === 'east' ? t(' (NTT East)', '（NTT 東日本）') : t(' (NTT West)', '（NTT 西日本）')}`,
    }));
};

export const aftr: Suggest = ({ analysis: { line }, t }) =>
  line.provider?.method === 'ds-lite'
    ? [
        {
          value: line.provider.aftr.name,
          detail: t(`that of ${line.provider.name.en}`, `${line.provider.name.ja}の AFTR`),
        },
      ]
    : [];

export const tunnelMtu: Suggest = ({ analysis: { line }, t }) => [
  { value: String(line.largestTunnelMtu), detail: t('the largest that fits', '収まる最大の値') },
];

export const interfaceId: Suggest = ({ analysis: { line }, t }) =>
  line.provider?.method === 'map-e'
    ? [
        {
          value: line.provider.interfaceIdForm,
          detail: t(`that of ${line.provider.name.en}`, `${line.provider.name.ja}の形式`),
        },
      ]
    : [];

/** A key of `tunnel.rule`, from the provider's own rule for the prefix. */
export const ruleKey: Suggest = ({ analysis: { line }, path, t }) => {
  if (line.providerRule === undefined) return [];
  const { rule, provider } = line.providerRule;
  const values: Readonly<Record<string, string | number>> = {
    'ipv6-prefix': formatPrefix(rule.ipv6Prefix),
    'ipv4-prefix': formatPrefix(rule.ipv4Prefix),
    'ea-length': rule.eaLength,
    'psid-offset': rule.psidOffset,
    'psid-length': rule.psidLength,
  };
  const value = values[String(path.at(-1))];
  const detail = t(`that of ${provider.name.en}`, `${provider.name.ja}の値`);
  return value === undefined ? [] : [{ value: String(value), detail }];
};

export const sourceSubnet: Suggest = ({ analysis: { document }, t }) => {
  const address = document.spec.lan?.address;
  return address === undefined
    ? []
    : [{ value: formatPrefix(networkOf(address)), detail: t('the LAN', 'LAN のサブネット') }];
};

export const deployHost: Suggest = ({ analysis: { document }, t }) => {
  const { hostname, lan } = document.spec;
  return [
    ...(hostname === undefined ? [] : [{ value: hostname, detail: t('the host name', 'ホスト名') }]),
    ...(lan?.address === undefined
      ? []
      : [
          {
            value: formatIpv4(lan.address.address),
            detail: t("the router's address in the LAN", 'LAN 側のルーターのアドレス'),
          },
        ]),
  ];
};
