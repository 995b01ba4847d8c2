import type { Say } from './options.ts';

/** What stands on the page of the port map besides its data. */
export type PortMapWords = ReturnType<typeof portMapWords>;

export function portMapWords(t: Say) {
  return {
    map: t(
      'Map of all 65,536 ports. Each of your ranges is a button.',
      '65,536 ポートの図。この回線の範囲がボタンになっています。',
    ),
    help: t(
      'Choose one of your ranges to forward a port of it. Click anywhere else to see whose port that is.',
      'この回線の範囲を選ぶと、その中のポートを転送できます。ほかの場所をクリックすると、誰のポートかが分かります。',
    ),
    own: t('Yours', 'この回線'),
    use: t('In use', '使用中'),
    stray: t('Forwarded, but not yours', 'この回線のものではないポートの転送'),
    compare: t('Compare with PSID', '比較する PSID'),
    find: t('Whose port is', 'ポートの持ち主を調べる'),
    ranges: t('Your ranges', 'この回線の範囲'),
    name: t('Range', '範囲'),
    ports: t('Ports', 'ポート'),
    uses: t('In use', '使用中'),
    strays: t(
      'These forwards wait at ports that belong to somebody else, so nothing arrives:',
      '次のポート転送は、この回線のものではないポートを指定しているため機能しません。',
    ),
    more: t('Further ranges are not shown.', 'これ以降の範囲は表示していません。'),
    bits: t('The 16 bits of a port of this range', 'この範囲のポート番号の 16 ビット'),
    add: t('Add a forward', 'ポート転送を追加'),
    protocol: t('Protocol', 'プロトコル'),
    port: t('Port', 'ポート'),
    host: t('LAN host', 'LAN 内のホスト'),
    hostPort: t('Its port', '転送先ポート'),
    samePort: t('the same', '同じ番号'),
    full: t('All ports of this range are in use.', 'この範囲のポートはすべて使用中です。'),
    showInSpec: t('Show in the spec', 'スペック内の場所を表示'),
  };
}
