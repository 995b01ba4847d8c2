import type { Text } from '../../core/text.ts';

/** A key of hostapd.conf that an access point may want, which the format has no key for. */
export interface HostapdOption {
  readonly about: Text;
  /** A value that one would write: hostapd's own default is not worth a line. */
  readonly value: string;
}

/** From the comments in hostapd.conf, which document every key. */
const OPTIONS: Readonly<Record<string, HostapdOption>> = {
  ap_isolate: {
    about: {
      en: '1: clients of this access point cannot reach each other through it.',
      ja: '1 にすると、このアクセスポイントの端末同士は通信できません。',
    },
    value: '1',
  },
  ignore_broadcast_ssid: {
    about: {
      en: '1: beacons leave the name out. This hides nothing from whoever listens, and clients then call the name everywhere.',
      ja: '1 にすると、ビーコンに SSID を載せません。傍受すれば分かるうえ、端末はどこでも SSID を問い合わせるようになります。',
    },
    value: '1',
  },
  max_num_sta: {
    about: {
      en: 'How many clients may join (up to 2007).',
      ja: '接続できる端末の数です（最大 2007）。',
    },
    value: '32',
  },
  dtim_period: {
    about: {
      en: 'Every how many beacons clients that sleep wake up for broadcasts (hostapd: 2). More saves their batteries, and delays.',
      ja: 'スリープ中の端末がブロードキャストを受け取る間隔を、ビーコンの数で指定します（hostapd の既定値は 2）。大きくすると省電力になり、遅延が増えます。',
    },
    value: '3',
  },
  beacon_int: {
    about: {
      en: 'The time between beacons in units of 1.024 ms (hostapd: 100).',
      ja: 'ビーコンの間隔で、単位は 1.024 ms です（hostapd の既定値は 100）。',
    },
    value: '100',
  },
  rts_threshold: {
    about: {
      en: 'Frames longer than this many bytes are announced first (RTS/CTS), which helps where clients do not hear each other; -1 is never.',
      ja: 'このバイト数より長いフレームは RTS/CTS で予告します。互いに電波の届かない端末がある場合に有効です。-1 は使用しません。',
    },
    value: '2347',
  },
  ap_max_inactivity: {
    about: {
      en: 'After how many seconds without a frame a client is asked whether it is still there (hostapd: 300).',
      ja: 'フレームが届かないまま何秒経過したら端末の存在を確認するかを指定します（hostapd の既定値は 300）。',
    },
    value: '300',
  },
  disassoc_low_ack: {
    about: {
      en: '0: a client that acknowledges hardly any frame stays joined. By default hostapd sends it away, so that it looks for a nearer access point.',
      ja: '0 にすると、応答（ACK）の少ない端末も切断しません。既定では切断し、近いアクセスポイントを探させます。',
    },
    value: '0',
  },
  wpa_group_rekey: {
    about: {
      en: 'After how many seconds the key for broadcasts changes (hostapd with CCMP: 86400).',
      ja: 'ブロードキャスト用の鍵を更新する間隔（秒）です（CCMP での hostapd の既定値は 86400）。',
    },
    value: '3600',
  },
  ieee80211w: {
    about: {
      en: 'Management frame protection: 0 off, 1 for clients that can, 2 required. It stops others from throwing clients out.',
      ja: '管理フレーム保護（PMF）です。0 は無効、1 は対応端末のみ、2 は必須。第三者による切断攻撃を防ぎます。',
    },
    value: '1',
  },
  bss_transition: {
    about: {
      en: '1: clients can be told of a better access point (802.11v).',
      ja: '1 にすると、端末に接続先の切り替えを促せます（802.11v）。',
    },
    value: '1',
  },
  rrm_neighbor_report: {
    about: {
      en: '1: clients can ask for the access points nearby (802.11k).',
      ja: '1 にすると、端末が近隣のアクセスポイントを問い合わせられます（802.11k）。',
    },
    value: '1',
  },
  multicast_to_unicast: {
    about: {
      en: '1: every client gets a multicast as a frame of its own, at its own speed; good for IPTV.',
      ja: '1 にすると、マルチキャストを端末ごとのユニキャストで送ります。各端末の速度で送れるため、IPTV などに有効です。',
    },
    value: '1',
  },
  uapsd_advertisement_enabled: {
    about: {
      en: '1: clients may sleep between the frames of a call (WMM power save).',
      ja: '1 にすると、通話などの合間に端末が省電力状態に入れます（WMM パワーセーブ）。',
    },
    value: '1',
  },
  acs_num_scans: {
    about: {
      en: 'How often `channel: auto` listens before it chooses (hostapd: 5).',
      ja: '`channel: auto` でチャネルを選ぶ前にスキャンする回数です（hostapd の既定値は 5）。',
    },
    value: '10',
  },
  chanlist: {
    about: {
      en: 'The channels that `channel: auto` chooses among.',
      ja: '`channel: auto` で選択の対象とするチャネルです。',
    },
    value: '36 40 44 48',
  },
  ht_capab: {
    about: {
      en: 'What the radio can in 802.11n, each in brackets; `iw list` says what yours can.',
      ja: '802.11n の機能を角括弧で列挙します。無線チップの対応状況は `iw list` で確認できます。',
    },
    value: '[HT40+][SHORT-GI-20][SHORT-GI-40]',
  },
  vht_capab: {
    about: {
      en: 'What the radio can in 802.11ac, each in brackets; `iw list` says what yours can.',
      ja: '802.11ac の機能を角括弧で列挙します。無線チップの対応状況は `iw list` で確認できます。',
    },
    value: '[SHORT-GI-80][RXLDPC]',
  },
  he_su_beamformer: {
    about: {
      en: '1: the radio aims at a client (802.11ax); only where it can.',
      ja: '1 にすると、端末に電波を集中させます（802.11ax、対応チップのみ）。',
    },
    value: '1',
  },
  he_bss_color: {
    about: {
      en: 'The number, 1 to 63, by which 802.11ax tells this network from others on the channel.',
      ja: '802.11ax で同じチャネルの他のネットワークと区別するための番号（1 から 63）です。',
    },
    value: '8',
  },
};

/** The options that are known here, by their keys. */
export const HOSTAPD_OPTIONS: ReadonlyMap<string, HostapdOption> = new Map(Object.entries(OPTIONS));
