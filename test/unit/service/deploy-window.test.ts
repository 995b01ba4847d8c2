import { expect, test } from 'vitest';
import { analyze } from '../../../server/src/core/analysis.ts';
import { derivedDefaults } from '../../../server/src/service/derived-defaults.ts';

function spec({ lan = '', radio, deploy = '' }: { lan?: string; radio?: string; deploy?: string }): string {
  return [
    'version: 1',
    'wan: { interface: eth0, prefix: "240b:10:1234:5600::/64" }',
    'tunnel: { provider: v6plus }',
    `lan: { ports: [eth1], address: 10.100.0.1/24, ipv6: ndp-proxy${lan} }`,
    ...(radio === undefined
      ? []
      : [`wifi: [{ interface: wlan0, ssid: Borealis, passphrase: "\${secret:wifi}"${radio} }]`]),
    `deploy: { host: borealis${deploy} }`,
  ].join('\n');
}

test.each([
  ['a plain router', {}, 120],
  ['spanning tree', { lan: ', stp: true' }, 150],
  ['a plain channel', { radio: ', channel: 36' }, 120],
  ['a channel that is shared with radar', { radio: ', channel: 100' }, 180],
  ['a block that reaches into such channels', { radio: ', channel: 36, width: 160' }, 180],
  ['a channel that the radio chooses', { radio: ', channel: auto' }, 180],
  ['one that it chooses where there is no radar', { radio: ', band: 2.4GHz, channel: auto' }, 120],
  ['all of it', { lan: ', stp: true', radio: ', channel: 52' }, 210],
  ['what the spec says', { lan: ', stp: true', radio: ', channel: 52', deploy: ', window: 60s' }, 60],
])('the window for a confirmation is long enough for %s', (_, parts, seconds) => {
  const analysis = analyze(spec(parts));
  expect(analysis.router?.deploy.window).toBe(seconds);
  const said = derivedDefaults(analysis, 'en').find(({ path }) => path.join() === 'deploy,window');
  // The ordinary one is a constant, and one that is written needs no saying.
  expect(said?.value).toBe(seconds > 120 ? `${seconds}s` : undefined);
});
