// A scenario out of a router.yaml: the generated files, the services that they need, and the line that they are for.
import { analyze } from '../../server/src/core/analysis.ts';
import { formatIpv4, formatIpv6, formatPrefix } from '../../server/src/core/net/address.ts';
import { formatMac } from '../../server/src/core/net/mac.ts';
import { contentOf } from '../../server/src/core/render/rendered-file.ts';
import { fillSecrets } from '../../server/src/core/render/secrets.ts';
import { servicesOf } from '../../server/src/core/render/services.ts';
import type { Scenario } from './scenario.ts';

/** The MAC address of a client without a reservation. */
const ANY_MAC = '02:00:0a:64:00:c1';
/** The address of the AFTR where the spec gives only its name, which the practice internet resolves to this. */
const AFTR = '2404:8e00::feed:100';

/** What every secret of a spec is in the lab. */
export const SECRET = 'correct horse battery';

/** The router that a spec describes, on the line it is meant for. Throws for a spec that describes none. */
export function generatedScenario(spec: string): Scenario {
  const analysis = analyze(spec);
  const { router } = analysis;
  if (router === undefined) throw new Error(JSON.stringify(analysis.problems()));
  const files = fillSecrets(
    analysis.files.filter((file) => file.deployed),
    () => SECRET,
  );
  if (!files.ok) throw new Error(files.reason.en);
  const { tunnel, wan, lan, nat } = router;
  const mapE = tunnel.method === 'map-e';
  const remote =
    tunnel.method !== 'ds-lite'
      ? formatIpv6(tunnel.remote)
      : tunnel.remote.kind === 'address'
        ? formatIpv6(tunnel.remote.address)
        : AFTR;
  const [forward] = nat.forwards;
  const reservation = lan.dhcp?.reservations.find(({ address }) => address.value === forward?.address.value);
  return {
    saved: {
      files: files.value.map((file) => ({ path: file.path, mode: file.mode, content: contentOf(file) })),
      services: servicesOf(router),
    },
    line: {
      ...(wan.prefixSource === 'dhcpv6-pd'
        ? { pd: formatPrefix(wan.prefix) }
        : { prefix: formatPrefix(wan.prefix) }),
      ce: formatIpv6(tunnel.local),
      ce4: formatIpv4(tunnel.address),
      br: remote,
      aftr: tunnel.method === 'ds-lite' ? '1' : '0',
      wifi: router.wifi.length > 0 ? '1' : '0',
    },
    lan: {
      address: formatIpv4(lan.address.address),
      mac: reservation === undefined ? ANY_MAC : formatMac(reservation.mac),
      router6: formatIpv6(tunnel.local),
    },
    shared:
      mapE && nat.ports !== undefined ? { address: formatIpv4(tunnel.address), ports: nat.ports } : undefined,
    // Only the client with the reservation can be told where to listen.
    forwards: nat.forwards
      .filter(({ protocol, address }) => protocol === 'tcp' && address.value === reservation?.address.value)
      .map(({ port, toPort }) => ({ port, toPort })),
  };
}
