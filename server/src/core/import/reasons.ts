import type { Text } from '../text.ts';

/** Why lines are left out that many formats have. */

export const BY_ITSELF: Text = {
  en: 'The generated files do this by themselves.',
  ja: '生成されるファイルが自動で行います。',
};

export const COMPUTED: Text = {
  en: 'Computed from the prefix and the rule of the provider.',
  ja: 'プレフィックスと事業者のルールから計算されます。',
};

export const FRAME: Text = {
  en: 'Only holds other lines together.',
  ja: 'ほかの行をまとめるだけの行です。',
};

export const FIREWALL: Text = {
  en: 'The generated firewall is stateful and lets nothing in but what `firewall` and `nat` of the spec say.',
  ja: '生成されるファイアウォールはステートフルで、スペックの `firewall` と `nat` に書いたもの以外は通しません。',
};
