import { formatPrefix } from '../../net/address.ts';
import { accessNetworkBlock } from '../line-facts.ts';
import { defineRule } from '../rule.ts';
import { PROVIDER_TABLES } from '../sources.ts';

export const prefixNgnInternal = defineRule({
  code: 'wan/prefix-ngn-internal',
  severity: 'warning',
  certainty: 'likely',
  title: {
    en: "The prefix is of NTT's access network, not of the internet",
    ja: 'プレフィックスがインターネットではなく NGN 網内のもの',
  },
  explanation: {
    en: `A フレッツ line without IPoE internet access gets a prefix out of NTT's own blocks. It reaches services inside the access network (NGN) and nothing else, so no border relay and no AFTR answers: the tunnel has nobody to talk to.

IPoE has to be ordered from the internet provider; it is switched on some hours or days after the line. The prefix then changes to one of the provider's. Wait for that, and write the new prefix. If IPoE was active before, a change of contract or line may have ended it: ask the provider.`,
    ja: `IPoE のインターネット接続が有効になっていないフレッツ回線には、NTT 自身のブロックからプレフィックスが割り当てられます。届くのは網内（NGN）のサービスだけで、ボーダーリレーや AFTR とは通信できないため、トンネルは機能しません。

IPoE 接続はプロバイダーへの申し込みが必要で、回線の開通から数時間～数日後に有効になります。有効になるとプレフィックスが事業者のものに変わるので、それを待って新しいプレフィックスを書いてください。以前は使えていた場合は、契約や回線の変更で IPoE が解除された可能性があります。プロバイダーに確認してください。`,
  },
  sources: [
    { title: 'sugi.sakura.ne.jp, 2408::/22', url: 'https://sugi.sakura.ne.jp/c/160717d.html' },
    PROVIDER_TABLES,
  ],
  examples: [
    {
      bad: `
wan:
  interface: eth0
  prefix: 2408:210:1234:5600::/64
`,
      good: `
wan:
  interface: eth0
  prefix: 240b:10:1234:5600::/64
`,
    },
  ],
  check(context) {
    const { line, router, report } = context;
    const block = accessNetworkBlock(context);
    if (block === undefined || line.prefix === undefined) return;
    const area =
      block.area === 'east' ? { en: 'NTT East', ja: 'NTT 東日本' } : { en: 'NTT West', ja: 'NTT 西日本' };
    report({
      at: ['wan', 'prefix'],
      // Where nothing can be computed either, there is no router at all.
      ...(router === undefined ? { severity: 'error' as const } : {}),
      message: {
        en: `${formatPrefix(line.prefix)} lies in ${formatPrefix(block.prefix)}, which ${area.en} uses inside its access network: the line has no IPoE internet access (yet).`,
        ja: `${formatPrefix(line.prefix)} は ${area.ja}が網内で使う ${formatPrefix(block.prefix)} に含まれます。この回線では IPoE のインターネット接続が（まだ）有効になっていません。`,
      },
    });
  },
});
