import { setValue } from '../../spec/edit.ts';
import { defineRule } from '../rule.ts';
import { indexed } from '../spec-values.ts';

/**
 * Names that are not those of the service on Alpine: packages whose init script has another name (their APKBUILDs), and
 * what Debian calls the service.
 */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['openssh', 'sshd'],
  ['openssh-server', 'sshd'],
  ['ssh', 'sshd'],
  ['chrony', 'chronyd'],
  ['avahi', 'avahi-daemon'],
  ['bind', 'named'],
  ['bind9', 'named'],
  ['cron', 'crond'],
  ['net-snmp', 'snmpd'],
  ['vnstat', 'vnstatd'],
  ['smartmontools', 'smartd'],
  ['conntrack-tools', 'conntrackd'],
  ['prometheus-node-exporter', 'node-exporter'],
  ['audit', 'auditd'],
  ['bluez', 'bluetooth'],
  ['cups', 'cupsd'],
]);

export const serviceName = defineRule({
  code: 'system/service-name',
  severity: 'error',
  certainty: 'certain',
  title: { en: 'The service has another name', ja: 'サービスの名前が違う' },
  explanation: {
    en: 'OpenRC starts services by the names of their scripts in `/etc/init.d`, which are not always those of the packages: `openssh` brings `sshd`, `chrony` brings `chronyd`. A name without a script is refused (`rc-update` says "service does not exist"), and the service is not there after the next boot. Names with `.service` are those of systemd, which Alpine does not have.',
    ja: 'OpenRC は `/etc/init.d` のスクリプト名でサービスを起動します。パッケージ名と同じとは限らず、たとえば `openssh` のサービスは `sshd`、`chrony` のサービスは `chronyd` です。スクリプトのない名前は受け付けられず（`rc-update` が "service does not exist" と表示します）、再起動後にサービスは動いていません。`.service` の付く名前は systemd のもので、Alpine にはありません。',
  },
  sources: [
    { title: 'OpenRC user guide', url: 'https://github.com/OpenRC/openrc/blob/master/user-guide.md' },
    { title: 'Alpine Linux packages (the files of each)', url: 'https://pkgs.alpinelinux.org/contents' },
  ],
  examples: [
    {
      bad: `
packages: [chrony]
services: [chrony, haveged]
`,
      good: `
packages: [chrony]
services: [chronyd, haveged]
`,
    },
    {
      bad: `
services:
  - haveged
  - sshd.service
`,
      good: `
services:
  - haveged
  - sshd
`,
    },
  ],
  check({ document, spec, report }) {
    for (const [index, name] of indexed(spec.services)) {
      const bare = name.replace(/\.service$/, '');
      const right = SERVICES.get(bare) ?? bare;
      if (right === name || right === '') continue;
      const at = ['services', index];
      report({
        at,
        message: {
          en: `On Alpine this service is called \`${right}\`, not \`${name}\`.`,
          ja: `Alpine でのサービス名は \`${name}\` ではなく \`${right}\` です。`,
        },
        fixes: [
          {
            title: { en: `Change to \`${right}\``, ja: `\`${right}\` に変更` },
            edits: setValue(document, at, right),
          },
        ],
      });
    }
  },
});
