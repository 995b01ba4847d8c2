import { hostIsChanging } from './deploy/host-is-changing.ts';
import { windowShort } from './deploy/window-short.ts';
import { macUnstable } from './dhcp/mac-unstable.ts';
import { rangeHoldsRouter } from './dhcp/range-holds-router.ts';
import { rangeOutsideSubnet } from './dhcp/range-outside-subnet.ts';
import { rangeReversed } from './dhcp/range-reversed.ts';
import { reservationDuplicate } from './dhcp/reservation-duplicate.ts';
import { reservationInPool } from './dhcp/reservation-in-pool.ts';
import { reservationOutsideSubnet } from './dhcp/reservation-outside-subnet.ts';
import { ipv4UpstreamsOnSharedPorts } from './dns/ipv4-upstreams-on-shared-ports.ts';
import { loop } from './dns/loop.ts';
import { mdnsDomain } from './dns/mdns-domain.ts';
import { notServed } from './dns/not-served.ts';
import { serverOutsideLan } from './dns/server-outside-lan.ts';
import { ipv4Target } from './firewall/ipv4-target.ts';
import { keyIgnored } from './firewall/key-ignored.ts';
import { noLanIpv6 } from './firewall/no-lan-ipv6.ts';
import { openService } from './firewall/open-service.ts';
import { portIpv6Only } from './firewall/port-ipv6-only.ts';
import { sshPortMismatch } from './firewall/ssh-port-mismatch.ts';
import { sshUnreachable } from './firewall/ssh-unreachable.ts';
import { unknownHost } from './firewall/unknown-host.ts';
import { addressUnusable } from './lan/address-unusable.ts';
import { ipv6ModeMismatch } from './lan/ipv6-mode-mismatch.ts';
import { subnetNotPrivate } from './lan/subnet-not-private.ts';
import { subnetOverlap } from './lan/subnet-overlap.ts';
import { allocationUnused } from './nat/allocation-unused.ts';
import { conntrackTimeouts } from './nat/conntrack-timeouts.ts';
import { forwardDsLite } from './nat/forward-ds-lite.ts';
import { forwardDuplicate } from './nat/forward-duplicate.ts';
import { forwardOutsideLan } from './nat/forward-outside-lan.ts';
import { forwardOutsidePortSet } from './nat/forward-outside-port-set.ts';
import { forwardToIpv6 } from './nat/forward-to-ipv6.ts';
import { forwardUnknownHost } from './nat/forward-unknown-host.ts';
import { upnp } from './nat/upnp.ts';
import { passwordInClear } from './secret/password-in-clear.ts';
import { lbuMediaDisk } from './system/lbu-media-disk.ts';
import { noBackups } from './system/no-backups.ts';
import { serviceConflict } from './system/service-conflict.ts';
import { serviceName } from './system/service-name.ts';
import { blankAtEnd } from './wifi/blank-at-end.ts';
import { capabilityUnknown } from './wifi/capability-unknown.ts';
import { channelIllegal } from './wifi/channel-illegal.ts';
import { channelNotInBand } from './wifi/channel-not-in-band.ts';
import { channelRadar } from './wifi/channel-radar.ts';
import { country } from './wifi/country.ts';
import { countryElsewhere } from './wifi/country-elsewhere.ts';
import { ht40Missing } from './wifi/ht40-missing.ts';
import { interfaceConflict } from './wifi/interface-conflict.ts';
import { keyWithWpa3 } from './wifi/key-with-wpa3.ts';
import { optionOwned } from './wifi/option-owned.ts';
import { optionRange } from './wifi/option-range.ts';
import { optionUnsafe } from './wifi/option-unsafe.ts';
import { passphraseInClear } from './wifi/passphrase-in-clear.ts';
import { security6ghz } from './wifi/security-6ghz.ts';
import { standardsMismatch } from './wifi/standards-mismatch.ts';
import { width2ghz } from './wifi/width-2ghz.ts';
import { widthNotPossible } from './wifi/width-not-possible.ts';
import type { Rule } from './rule.ts';

/** The rules about what the router offers: the LAN, DHCP, DNS, NAT, the firewall, Wi-Fi, the system and the deploy. */
export const SERVICE_RULES: readonly Rule[] = [
  addressUnusable,
  ipv6ModeMismatch,
  subnetNotPrivate,
  subnetOverlap,
  macUnstable,
  rangeHoldsRouter,
  rangeOutsideSubnet,
  rangeReversed,
  reservationDuplicate,
  reservationInPool,
  reservationOutsideSubnet,
  ipv4UpstreamsOnSharedPorts,
  loop,
  mdnsDomain,
  notServed,
  serverOutsideLan,
  allocationUnused,
  conntrackTimeouts,
  forwardDsLite,
  forwardDuplicate,
  forwardOutsideLan,
  forwardOutsidePortSet,
  forwardToIpv6,
  forwardUnknownHost,
  upnp,
  ipv4Target,
  keyIgnored,
  noLanIpv6,
  openService,
  portIpv6Only,
  sshPortMismatch,
  sshUnreachable,
  unknownHost,
  blankAtEnd,
  capabilityUnknown,
  channelIllegal,
  channelNotInBand,
  channelRadar,
  countryElsewhere,
  country,
  ht40Missing,
  interfaceConflict,
  keyWithWpa3,
  optionOwned,
  optionRange,
  optionUnsafe,
  passphraseInClear,
  security6ghz,
  standardsMismatch,
  width2ghz,
  widthNotPossible,
  hostIsChanging,
  windowShort,
  lbuMediaDisk,
  noBackups,
  serviceConflict,
  serviceName,
  passwordInClear,
];
