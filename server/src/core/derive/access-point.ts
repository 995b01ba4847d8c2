import type { Infer } from '../spec/schema-types.ts';
import type { accessPoint } from '../spec/schema/wifi.ts';
import type { AccessPoint } from './router.ts';

type AccessPointSpec = Infer<typeof accessPoint>;

/** What each band has by default: a plain, working access point. */
const BANDS = {
  '2.4GHz': { channel: 6, width: 20, standards: ['n'] },
  '5GHz': { channel: 36, width: 80, standards: ['n', 'ac'] },
  '6GHz': { channel: 37, width: 80, standards: ['ax'] },
} as const;

const WIDTHS = { '20': 20, '40': 40, '80': 80, '160': 160 } as const;

/** The settings of a radio of which the spec says nothing but the band. */
export function plainAccessPoint(
  band: AccessPoint['band'],
): Pick<AccessPoint, 'channel' | 'width' | 'standards' | 'security'> {
  return { ...BANDS[band], security: band === '6GHz' ? 'wpa3' : 'wpa2' };
}

/** Decides what access points leave open; one without a radio, a name or a passphrase is left out. */
export function deriveAccessPoints(specs: readonly (AccessPointSpec | undefined)[]): AccessPoint[] {
  return specs.flatMap((spec, index) => {
    if (spec?.interface === undefined || spec.ssid === undefined || spec.passphrase === undefined) return [];
    const band = spec.band ?? '5GHz';
    const plain = plainAccessPoint(band);
    return [
      {
        origin: ['wifi', index],
        interface: spec.interface,
        ssid: spec.ssid,
        passphrase: spec.passphrase,
        country: spec.country ?? 'JP',
        band,
        channel: spec.channel ?? plain.channel,
        width: spec.width === undefined ? plain.width : WIDTHS[spec.width],
        standards:
          spec.standards === undefined
            ? plain.standards
            : spec.standards.filter((each) => (each as string | undefined) !== undefined),
        security: spec.security ?? plain.security,
        options: spec.options ?? {},
      },
    ];
  });
}
