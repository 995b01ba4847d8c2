import { cycle } from './bridge/cycle.ts';
import { ipv6Exposed } from './bridge/ipv6-exposed.ts';
import { portTwice } from './bridge/port-twice.ts';
import { stpOnWan } from './bridge/stp-on-wan.ts';
import { stpShortWindow } from './bridge/stp-short-window.ts';
import { wanPortWithoutFilter } from './bridge/wan-port-without-filter.ts';
import { wifiPortListed } from './bridge/wifi-port-listed.ts';
import { duplicateKey } from './spec/duplicate-key.ts';
import { empty } from './spec/empty.ts';
import { invalidValue } from './spec/invalid-value.ts';
import { missingKey } from './spec/missing-key.ts';
import { missingValue } from './spec/missing-value.ts';
import { unknownKey } from './spec/unknown-key.ts';
import { wrongType } from './spec/wrong-type.ts';
import { unused } from './suppression/unused.ts';
import { acceptRa } from './sysctl/accept-ra.ts';
import { acceptRaBridgePort } from './sysctl/accept-ra-bridge-port.ts';
import { bridgeNetfilter } from './sysctl/bridge-netfilter.ts';
import { dottedInterface } from './sysctl/dotted-interface.ts';
import { forwardingOff } from './sysctl/forwarding-off.ts';
import { ipv6Disabled } from './sysctl/ipv6-disabled.ts';
import { mixedSeparators } from './sysctl/mixed-separators.ts';
import { rpFilterAllWins } from './sysctl/rp-filter-all-wins.ts';
import { rpFilterMarkRouting } from './sysctl/rp-filter-mark-routing.ts';
import { rpFilterNoEffect } from './sysctl/rp-filter-no-effect.ts';
import { addressMissing } from './tunnel/address-missing.ts';
import { aftrLiteral } from './tunnel/aftr-literal.ts';
import { aftrUnresolvable } from './tunnel/aftr-unresolvable.ts';
import { borderRelayForeign } from './tunnel/border-relay-foreign.ts';
import { borderRelayMissing } from './tunnel/border-relay-missing.ts';
import { encapsulationLimit } from './tunnel/encapsulation-limit.ts';
import { encapsulationLimitUncounted } from './tunnel/encapsulation-limit-uncounted.ts';
import { fallbackDevice } from './tunnel/fallback-device.ts';
import { interfaceIdMismatch } from './tunnel/interface-id-mismatch.ts';
import { methodMismatch } from './tunnel/method-mismatch.ts';
import { mssMismatch } from './tunnel/mss-mismatch.ts';
import { mtuTooLarge } from './tunnel/mtu-too-large.ts';
import { mtuWasteful } from './tunnel/mtu-wasteful.ts';
import { noMssClamp } from './tunnel/no-mss-clamp.ts';
import { noProvider } from './tunnel/no-provider.ts';
import { prefixOfAnother } from './tunnel/prefix-of-another.ts';
import { psidMissing } from './tunnel/psid-missing.ts';
import { psidNotNeeded } from './tunnel/psid-not-needed.ts';
import { psidOffsetMismatch } from './tunnel/psid-offset-mismatch.ts';
import { psidOutOfRange } from './tunnel/psid-out-of-range.ts';
import { routeEmpty } from './tunnel/route-empty.ts';
import { ruleInconsistent } from './tunnel/rule-inconsistent.ts';
import { mtuBelowIpv6 } from './wan/mtu-below-ipv6.ts';
import { mtuJumbo } from './wan/mtu-jumbo.ts';
import { prefixNgnInternal } from './wan/prefix-ngn-internal.ts';
import { prefixNotCovered } from './wan/prefix-not-covered.ts';
import { prefixOffLink } from './wan/prefix-off-link.ts';
import { prefixSourceMismatch } from './wan/prefix-source-mismatch.ts';
import { prefixTooLong } from './wan/prefix-too-long.ts';
import { prefixTooShort } from './wan/prefix-too-short.ts';
import { prefixUnusable } from './wan/prefix-unusable.ts';
import { secondDocument } from './yaml/second-document.ts';
import { syntax } from './yaml/syntax.ts';
import { tooDeep } from './yaml/too-deep.ts';
import { tooLarge } from './yaml/too-large.ts';
import type { Rule } from './rule.ts';

/** The rules about the text itself, the line, the tunnel, the kernel's settings and the bridge. */
export const LINE_RULES: readonly Rule[] = [
  cycle,
  ipv6Exposed,
  portTwice,
  stpOnWan,
  stpShortWindow,
  wanPortWithoutFilter,
  wifiPortListed,
  duplicateKey,
  empty,
  invalidValue,
  missingKey,
  missingValue,
  unknownKey,
  wrongType,
  unused,
  acceptRa,
  acceptRaBridgePort,
  bridgeNetfilter,
  dottedInterface,
  forwardingOff,
  ipv6Disabled,
  mixedSeparators,
  rpFilterAllWins,
  rpFilterMarkRouting,
  rpFilterNoEffect,
  addressMissing,
  aftrLiteral,
  aftrUnresolvable,
  borderRelayForeign,
  borderRelayMissing,
  encapsulationLimit,
  encapsulationLimitUncounted,
  fallbackDevice,
  interfaceIdMismatch,
  methodMismatch,
  mssMismatch,
  mtuTooLarge,
  mtuWasteful,
  noMssClamp,
  noProvider,
  prefixOfAnother,
  psidMissing,
  psidNotNeeded,
  psidOffsetMismatch,
  psidOutOfRange,
  routeEmpty,
  ruleInconsistent,
  mtuBelowIpv6,
  mtuJumbo,
  prefixNgnInternal,
  prefixNotCovered,
  prefixOffLink,
  prefixSourceMismatch,
  prefixTooLong,
  prefixTooShort,
  prefixUnusable,
  secondDocument,
  syntax,
  tooDeep,
  tooLarge,
];
