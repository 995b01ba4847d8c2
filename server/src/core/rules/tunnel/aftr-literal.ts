import { providerOfBorderRelay } from '../../isp/index.ts';
import { formatIpv6 } from '../../net/address.ts';
import { methodOf, providerName, setTo } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { PROVIDER_TABLES, rfc } from '../sources.ts';

const AFTR = ['tunnel', 'aftr'];

export const aftrLiteral = defineRule({
  code: 'tunnel/aftr-literal',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: 'The AFTR is given by an address that moves',
    ja: 'AFTR が、変わることのあるアドレスで指定されている',
  },
  explanation: {
    en: `A provider announces its AFTR by name (RFC 6334), and the name gives different addresses in the east and the west of Japan. The addresses have been changed before: set-ups with the old ones went dead, those with an address of the other region are slow.

Use the name, or leave \`aftr\` out where the provider is known. The router resolves it over IPv6 before the tunnel comes up.`,
    ja: `事業者は AFTR を名前で案内しており（RFC 6334）、東日本と西日本で異なるアドレスが返ります。アドレスはこれまでにも変更されたことがあり、古いアドレスを書いた設定は使えなくなりました。別の地域のアドレスでは遅くなります。

名前で指定するか、事業者が分かっている場合は \`aftr\` を省略してください。ルーターがトンネルを上げる前に IPv6 で名前を解決します。`,
  },
  sources: [rfc(6334), PROVIDER_TABLES],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix
  aftr: 2404:8e00::feed:100 # east
`,
      good: `
wan:
  interface: eth0
  prefix: 2409:10:1234:5600::/64
tunnel:
  provider: transix
  aftr: gw.transix.jp # east
`,
    },
  ],
  check(context) {
    const { document, spec, report } = context;
    const aftr = spec.tunnel?.aftr;
    if (methodOf(context) !== 'ds-lite' || aftr?.kind !== 'address') return;
    const owner = providerOfBorderRelay(aftr.address);
    if (owner?.provider.method !== 'ds-lite') return;
    const { name } = owner.provider.aftr;
    const who = providerName(owner.provider);
    report({
      at: AFTR,
      message: {
        en: `${formatIpv6(aftr.address)} is or was an AFTR of ${who.en}; such addresses change. The name is \`${name}\`.`,
        ja: `${formatIpv6(aftr.address)} は${who.ja}の AFTR のアドレス（過去のものを含む）で、変更されることがあります。名前は \`${name}\` です。`,
      },
      fixes: [setTo(document, AFTR, name)],
    });
  },
});
