import { defineRule } from '../rule.ts';

/** Reported where suppressions are applied, since only then it is known which of them were used. */
export const unused = defineRule({
  code: 'suppression/unused',
  severity: 'warning',
  certainty: 'certain',
  title: { en: 'A suppression silences nothing', ja: '抑制コメントが不要になっている' },
  explanation: {
    en: `\`# router-spec-ignore: CODE -- reason\` silences one code on its own line, or on the line below where the comment stands alone. Nothing there trips this code: the problem was mended, moved to another line, or the code has a typing mistake. A suppression that stays behind would hide the same mistake when it comes back.`,
    ja: `\`# router-spec-ignore: コード -- 理由\` は、その行（単独の行に書いた場合はすぐ下の行）の指摘を 1 つ抑制します。対象の行にこのコードの指摘はありません。問題がすでに直っているか、行が移動したか、コードの打ち間違いです。残しておくと、同じ間違いが再び起きたときに気付けなくなります。`,
  },
  sources: [{ title: 'Suppressions: router-spec-ignore' }],
  examples: [
    {
      bad: 'hostname: borealis # router-spec-ignore: tunnel/mtu-too-large -- an old one\n',
      good: 'hostname: borealis\n',
    },
  ],
});
