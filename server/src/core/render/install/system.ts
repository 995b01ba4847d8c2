import type { Router } from '../../derive/router.ts';
import { packageList } from '../packages.ts';
import { FROM } from '../sources.ts';
import { command, commands, heading, paragraph } from './blocks.ts';
import type { Block } from './blocks.ts';
import type { Machine } from './machine.ts';

/** From Alpine Linux that starts from its disk to a router that was deployed to. */
export function systemBlocks(router: Router, machine: Machine): readonly Block[] {
  return [
    ...base(router, machine),
    ...access(machine),
    ...save(machine),
    ...deploy(router, machine),
    ...after(router, machine),
  ];
}

function base(router: Router, machine: Machine): readonly Block[] {
  const { hostname, wan, lanPort, addressWithLength } = machine;
  return [
    heading('The least that a deploy needs', 'デプロイに必要な最小限の設定'),
    paragraph(
      'Log in as `root` again. The router gets a password, its name, and one LAN port with the address that it will keep. What is set here by hand is replaced by the first deploy. `setup-alpine` is not needed: it asks for the same, and for more that the deploy sets.',
      'もう一度 `root` でログインします。パスワードと名前を設定し、LAN ポートの 1 つに、今後も使うアドレスを付けます。ここで手作業で設定した内容は、最初のデプロイで置き換えられます。`setup-alpine` は使いません（尋ねられる内容は、ここで設定するか、デプロイで設定されます）。',
    ),
    commands(
      'passwd',
      command(`setup-hostname ${hostname}`, FROM.hostname),
      'hostname -F /etc/hostname',
      "cat >/etc/network/interfaces <<'END'",
      'auto lo',
      'iface lo inet loopback',
      '',
      command(`auto ${lanPort}`, FROM.ports),
      command(`iface ${lanPort} inet static`, FROM.ports),
      command(`\taddress ${addressWithLength}`, FROM.lanAddress),
      '',
      command(`auto ${wan}`, FROM.wan),
      command(`iface ${wan} inet manual`, FROM.wan),
      'END',
      'rc-update add networking boot',
      'rc-service networking start',
    ),
    ...packageCache(router, machine),
  ];
}

/** The cache comes before the first package: what is not in it is gone after a restart. */
function packageCache(router: Router, machine: Machine): readonly Block[] {
  const { wan, mirror, release, partition } = machine;
  const early = router.wan.prefixSource === 'dhcpv6-pd';
  return [
    ...(early
      ? [
          paragraph(
            `This line gives nothing before its prefix was asked for, and the program that asks is not there yet. So install all packages now, with \`${wan}\` in the network of your present router, and plug it into the line afterwards.`,
            `この回線では、プレフィックスを要求するまで通信できず、そのためのプログラムもまだ入っていません。そこで、\`${wan}\` を今お使いのルーターのネットワークにつないだ状態で、先にすべてのパッケージを導入し、そのあとで回線につなぎ替えます。`,
            FROM.prefixSource,
          ),
        ]
      : []),
    paragraph(
      'A diskless Alpine installs its packages anew at each start, before there is a network. So the disk keeps them, from the first one on:',
      'ディスクレスの Alpine は、起動のたびに、ネットワークが使える前にパッケージを導入し直します。そのため、最初のパッケージを導入する前に、ディスクにキャッシュを用意します。',
      FROM.lbuMedia,
    ),
    commands(
      // With its address this also gets a name server that it can reach.
      early
        ? command(`udhcpc -i ${wan}`, FROM.wan)
        : command(`echo 'nameserver ${machine.dnsServer}' >/etc/resolv.conf`, FROM.dnsUpstream),
      command(
        `printf '%s\\n' ${mirror}/${release}/main ${mirror}/${release}/community >/etc/apk/repositories`,
        FROM.mirror,
        FROM.release,
      ),
      command(`setup-lbu ${partition}`, FROM.lbuMedia),
      command(`setup-apkcache /media/${partition}/cache`, FROM.lbuMedia),
      'apk update',
      ...(early
        ? [
            command(
              `apk add ${packageList(router)
                .map(({ name }) => name)
                .join(' ')}`,
              ['packages'],
            ),
          ]
        : []),
    ),
  ];
}

function access(machine: Machine): readonly Block[] {
  const { user, home, port, host, address, lanPort } = machine;
  const keys = `${home}/.ssh/authorized_keys`;
  const blocks: Block[] = [
    heading('SSH with a key', '鍵による SSH ログイン'),
    paragraph(
      'On your computer, unless you have a key already: `ssh-keygen -t ed25519`, then `cat ~/.ssh/id_ed25519.pub`. Paste that line in place of `KEY`. The service is called `sshd`, the package `openssh`.',
      '鍵がまだない場合は、手元のコンピューターで `ssh-keygen -t ed25519` を実行します。`cat ~/.ssh/id_ed25519.pub` で表示される 1 行を `KEY` の部分に貼り付けてください。サービス名は `sshd`、パッケージ名は `openssh` です。',
      FROM.deployUser,
    ),
    commands(
      'apk add openssh iproute2',
      ...(user === 'root' ? [] : [command(`adduser -G wheel ${user}`, FROM.deployUser)]),
      command(`mkdir -p -m 700 ${home}/.ssh`, FROM.deployUser),
      command(`echo 'KEY' >>${keys}`, FROM.deployUser),
      command(`chmod 600 ${keys}`, FROM.deployUser),
      ...(user === 'root'
        ? []
        : [
            command(`chown -R ${user}: ${home}/.ssh`, FROM.deployUser),
            command('apk add doas', FROM.deployUser),
            command(`echo 'permit nopass ${user} as root' >/etc/doas.d/router-spec.conf`, FROM.deployUser),
          ]),
      ...(port === 22
        ? []
        : [command(`sed -i 's/^#\\{0,1\\}Port .*/Port ${port}/' /etc/ssh/sshd_config`, FROM.deployPort)]),
      'rc-update add sshd default',
      'rc-service sshd start',
      'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
    ),
    paragraph(
      `Keep the fingerprint that the last command shows. Plug your computer into \`${lanPort}\` and give it an address of the same subnet by hand (there is no DHCP yet). Put this into \`~/.ssh/config\`, log in once with \`ssh ${host}\`, and compare the fingerprint before you say yes:`,
      `最後のコマンドで表示されるフィンガープリントを控えておきます。手元のコンピューターを \`${lanPort}\` につなぎ、同じサブネットのアドレスを手動で設定します（DHCP はまだありません）。\`~/.ssh/config\` に次の設定を書き、\`ssh ${host}\` で一度ログインして、フィンガープリントが一致することを確かめてから承認してください。`,
      FROM.ports,
      FROM.deployHost,
    ),
    commands(
      command(`Host ${host}`, FROM.deployHost, FROM.hostname),
      command(`  HostName ${address}`, FROM.lanAddress),
      command(`  User ${user}`, FROM.deployUser),
      ...(port === 22 ? [] : [command(`  Port ${port}`, FROM.deployPort)]),
    ),
  ];
  return blocks;
}

function save(machine: Machine): readonly Block[] {
  const { hostname, partition, home } = machine;
  return [
    heading('Keep it over a restart', '再起動後も設定を残す'),
    paragraph(
      `A diskless Alpine forgets what is not saved, and \`lbu\` saves only /etc by itself. There must be exactly one archive afterwards, \`${hostname}.apkovl.tar.gz\`. This is the only \`lbu commit\` by hand: later a deploy saves, and only what was confirmed.`,
      `ディスクレスの Alpine は、保存していない変更を再起動で失います。\`lbu\` が自動で保存するのは /etc だけです。保存後のアーカイブが \`${hostname}.apkovl.tar.gz\` の 1 つだけであることを確認してください。手作業での \`lbu commit\` はこの 1 回だけです。以後はデプロイが、確認の済んだ設定だけを保存します。`,
      FROM.hostname,
      FROM.lbuMedia,
    ),
    commands(
      command(`lbu include ${home}/.ssh/authorized_keys`, FROM.deployUser),
      'lbu commit',
      command(`ls /media/${partition}/*.apkovl.tar.gz`, FROM.lbuMedia),
      'reboot',
    ),
    paragraph(
      'Log in by SSH again: it must work after the restart before you go on.',
      '再起動後に、もう一度 SSH でログインできることを確認してから次に進みます。',
    ),
  ];
}

function deploy(router: Router, machine: Machine): readonly Block[] {
  const secrets = router.wifi.some(({ passphrase }) => passphrase.kind === 'secret');
  const packages = packageList(router).map(({ name }) => name);
  return [
    heading('The first deploy', '最初のデプロイ'),
    paragraph(
      `In VS Code: open router.yaml and run **Router Spec: Deploy to Router**. Or in a terminal: \`router-spec deploy router.yaml\`. You are asked about the fingerprint once more, since a deploy keeps its own list of host keys. The router shows what would change, installs ${packages.length} packages (${packages.join(', ')}), applies everything in memory, and waits ${machine.window} seconds for the confirmation, which comes over a new connection. Without it the router goes back by itself.`,
      `VS Code で router.yaml を開き、**Router Spec: ルーターにデプロイ**を実行します。端末からは \`router-spec deploy router.yaml\` でも実行できます。デプロイ用のホスト鍵の一覧は別に管理されるため、フィンガープリントをもう一度確認します。続いて変更点が表示され、${packages.length} 個のパッケージ（${packages.join('、')}）が導入され、すべてメモリー上で適用されたあと、新しい接続による確認を ${machine.window} 秒待ちます。確認がなければ、ルーターは自動的に元の状態に戻ります。`,
      FROM.deployWindow,
      FROM.deployUser,
      ['packages'],
    ),
    ...(secrets
      ? [
          paragraph(
            'The passphrase of the Wi-Fi network is asked for once and stays in the key chain of your computer; on the command line it comes from an environment variable.',
            'Wi-Fi のパスフレーズは一度だけ尋ねられ、コンピューターのキーチェーンに保存されます。コマンドラインでは環境変数から読み込みます。',
            ['wifi'],
          ),
        ]
      : []),
  ];
}

function after(router: Router, machine: Machine): readonly Block[] {
  const { tunnel } = router;
  return [
    heading('Afterwards', 'デプロイのあとで'),
    paragraph(
      'Put your computer back to DHCP. On the router:',
      'コンピューターの設定を DHCP に戻します。ルーターで次のように確認します。',
    ),
    commands(
      command(`ip -6 tunnel show ${tunnel.interface}`, FROM.tunnel),
      'ping -4 -c 3 1.1.1.1',
      'nft list table inet router_filter',
    ),
    paragraph(
      'Then pull the power once and plug it in again: everything has to come back by itself.',
      '最後に、一度電源を抜いて入れ直し、すべてが自動で復旧することを確かめてください。',
    ),
    paragraph(
      `If nothing gets through although all of this is fine, look whether a gateway in front of the router does ${tunnel.method === 'ds-lite' ? 'DS-Lite' : tunnel.method === 'map-e' ? 'MAP-E' : 'the tunnel'} too: then it must be switched off there.`,
      `設定が正しいのに通信できない場合は、手前のホームゲートウェイでも${tunnel.method === 'ds-lite' ? ' DS-Lite ' : tunnel.method === 'map-e' ? ' MAP-E ' : 'トンネル'}が動いていないか確認してください。動いている場合は、そちらを無効にする必要があります。`,
      FROM.method,
    ),
    heading('When something goes wrong', '困ったときは'),
    paragraph(
      `The way in that needs no network is ${machine.console === undefined ? 'the screen and keyboard' : `the serial console (${machine.console.port}, ${machine.console.speed})`}. A restart brings back what was saved last. Earlier states: \`router-spec history router.yaml\` and \`router-spec rollback router.yaml\`; on the router itself the archives lie in \`/media/${machine.partition}\` (\`lbu list-backup\`, \`lbu revert\`).`,
      `ネットワークが使えないときは、${machine.console === undefined ? '画面とキーボード' : `シリアルコンソール（${machine.console.port}、${machine.console.speed}）`}から操作できます。再起動すると、最後に保存した状態に戻ります。以前の状態には \`router-spec history router.yaml\` と \`router-spec rollback router.yaml\` で戻せます。ルーター上では \`/media/${machine.partition}\` にアーカイブがあります（\`lbu list-backup\`、\`lbu revert\`）。`,
      FROM.console,
      FROM.lbuMedia,
    ),
  ];
}
