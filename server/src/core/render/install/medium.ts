import type { Router } from '../../derive/router.ts';
import { FROM } from '../sources.ts';
import { command, commands, heading, paragraph } from './blocks.ts';
import type { Block } from './blocks.ts';
import type { Machine } from './machine.ts';

/** From a blank disk to Alpine Linux that starts from it. */
export function mediumBlocks(router: Router, machine: Machine): readonly Block[] {
  return [...installer(machine), ...firstBoot(router, machine), ...disk(machine), ...bootLoader(machine)];
}

function installer(machine: Machine): readonly Block[] {
  const { mirror, release } = machine;
  return [
    heading('Write the installer', 'インストーラーを書き込む'),
    paragraph(
      `On your computer: take the image “Standard” (x86_64) and its checksum from ${mirror}/${release}/releases/x86_64/, check it, and write it to a USB stick. \`sdX\` is the stick; \`lsblk\` shows which one it is. Everything on it is lost.`,
      `手元のコンピューターで、${mirror}/${release}/releases/x86_64/ から「Standard」（x86_64）のイメージとチェックサムを取得し、検証してから USB メモリーに書き込みます。\`sdX\` は USB メモリーのデバイス名です（\`lsblk\` で確認できます）。中身はすべて消えます。`,
      FROM.mirror,
      FROM.release,
    ),
    commands(
      'sha256sum -c alpine-standard-*-x86_64.iso.sha256',
      'sudo dd if="$(ls alpine-standard-*-x86_64.iso)" of=/dev/sdX bs=4M conv=fsync status=progress',
    ),
  ];
}

const BOOT_MENU = {
  en: 'Plug the stick in, switch on, and choose it in the boot menu (F10 on a PC Engines APU).',
  ja: 'USB メモリーを挿して電源を入れ、起動メニュー（PC Engines APU では F10）で USB メモリーを選びます。',
};

function firstBoot(router: Router, machine: Machine): readonly Block[] {
  const { console: serial, wan } = machine;
  const blocks: Block[] = [heading('Start from the stick', 'USB メモリーから起動する')];
  if (serial !== undefined) {
    blocks.push(
      paragraph(
        `Connect the serial cable (a null modem cable) and open it with ${serial.speed} bits a second, 8N1, no flow control: \`screen /dev/ttyUSB0 ${serial.speed}\` on Linux, PuTTY on Windows. ${BOOT_MENU.en} \`boot:\` waits for one second, so begin to type at once:`,
        `シリアルケーブル（クロスケーブル）をつなぎ、${serial.speed} bps、8N1、フロー制御なしで開きます（Linux では \`screen /dev/ttyUSB0 ${serial.speed}\`、Windows では PuTTY など）。${BOOT_MENU.ja}\`boot:\` の待ち時間は 1 秒なので、表示されたらすぐに次のように入力し始めます。`,
        FROM.console,
      ),
      commands(command(`lts console=${serial.port},${serial.speed}`, FROM.console)),
    );
  } else {
    blocks.push(
      paragraph(
        `Connect a screen and a keyboard. ${BOOT_MENU.en} (With \`system.console\` in router.yaml this guide describes a serial console.)`,
        `画面とキーボードをつなぎます。${BOOT_MENU.ja}（router.yaml に \`system.console\` を書くと、この手順はシリアルコンソール用になります。）`,
        FROM.console,
      ),
    );
  }
  const delegated = router.wan.prefixSource === 'dhcpv6-pd';
  return [
    ...blocks,
    paragraph(
      'Log in as `root`; the installer has no password. See whether the clock is right (UTC), set it if not, and let the machine keep it:',
      '`root` でログインします。インストーラーにはパスワードがありません。時計（UTC）を確認し、ずれていれば合わせて、本体の時計にも書き込みます。',
    ),
    commands('date -u', 'date -u -s "YYYY-MM-DD hh:mm:ss"', 'hwclock -w -u'),
    paragraph(
      `Plug the line into \`${wan}\` and see whether it gets an IPv6 address. There is no IPv4 yet, and none is needed: the mirror answers over IPv6.`,
      `回線を \`${wan}\` につなぎ、IPv6 アドレスが付くことを確認します。IPv4 はまだ使えませんが、ミラーは IPv6 で応答するので問題ありません。`,
      FROM.wan,
    ),
    commands(
      command(`ip link set ${wan} up`, FROM.wan),
      'sleep 5',
      command(`ip -6 addr show dev ${wan} scope global`, FROM.wan),
      command(`echo 'nameserver ${machine.dnsServer}' >/etc/resolv.conf`, FROM.dnsUpstream),
    ),
    delegated
      ? paragraph(
          `This line hands out its prefix by DHCPv6, so there may be no address at this point. Then plug \`${wan}\` into the network of your present router for the time of the installation, and run \`udhcpc -i ${wan}\`. The prefix that router.yaml expects later is \`${machine.prefix}\`.`,
          `この回線は DHCPv6 でプレフィックスを配るため、この時点ではアドレスが付かないことがあります。その場合は、インストールの間だけ \`${wan}\` を今お使いのルーターのネットワークにつなぎ、\`udhcpc -i ${wan}\` を実行してください。router.yaml に書かれているプレフィックスは \`${machine.prefix}\` です。`,
          FROM.prefix,
          FROM.prefixSource,
        )
      : paragraph(
          `The address must lie in \`${machine.prefix}\`. If it does not, put what you see into \`wan.prefix\` of router.yaml first: the IPv4 address and the ports follow from it.`,
          `アドレスは \`${machine.prefix}\` の範囲にあるはずです。違う場合は、先に router.yaml の \`wan.prefix\` を実際の値に直してください。IPv4 アドレスとポートはそこから決まります。`,
          FROM.prefix,
        ),
  ];
}

function disk(machine: Machine): readonly Block[] {
  const { disk: device, partition, mirror, release } = machine;
  return [
    heading('Prepare the disk', 'ディスクを準備する'),
    paragraph(
      `Alpine runs from memory and starts from \`/dev/${partition}\`, which also keeps the saved configuration. See first which disk is which: the sizes are in KiB, and below \`/media\` is the stick.`,
      `Alpine はメモリー上で動き、\`/dev/${partition}\` から起動します。設定もそこに保存されます。まず、どれがどのディスクかを確認します（サイズの単位は KiB。\`/media\` にマウントされているのが USB メモリーです）。`,
      FROM.lbuMedia,
    ),
    commands('cat /proc/partitions', 'mount | grep /media'),
    paragraph(
      `If the disk has another name while the stick is in (the stick may have taken \`${device}\`), write that one here and in the rest of this session; without the stick the disk is \`${device}\`. Everything on it is lost. \`setup-bootable\` copies from the stick to the partition that was just made.`,
      `USB メモリーが \`${device}\` になっているなど、今だけディスクの名前が違う場合は、電源を切るまでの手順ではその名前に読み替えてください。USB メモリーを抜けば \`${device}\` に戻ります。ディスクの中身はすべて消えます。\`setup-bootable\` は、USB メモリーの内容をたった今作ったパーティションにコピーします。`,
      FROM.lbuMedia,
    ),
    commands(
      command(
        `printf '%s\\n' ${mirror}/${release}/main ${mirror}/${release}/community >/etc/apk/repositories`,
        FROM.mirror,
        FROM.release,
      ),
      'apk update',
      'apk add sfdisk dosfstools syslinux',
      command(`echo ',,c,*' | sfdisk --label dos /dev/${device}`, FROM.lbuMedia),
      'mdev -s',
      command(`mkfs.vfat -F 32 /dev/${partition}`, FROM.lbuMedia),
      'modprobe vfat',
      command(`setup-bootable -v "$(dirname /media/*/.alpine-release)" /dev/${partition}`, FROM.lbuMedia),
    ),
  ];
}

function bootLoader({ console: serial, partition }: Machine): readonly Block[] {
  const blocks: Block[] = [];
  if (serial !== undefined) {
    const parameter = `console=${serial.port},${serial.speed}`;
    blocks.push(
      heading('Serial console at every start', '起動時に常にシリアルコンソールを使う'),
      paragraph(
        'The boot loader and the kernel have to be told, for BIOS (syslinux) and for UEFI (GRUB).',
        'ブートローダーとカーネルの両方に設定します。BIOS（syslinux）と UEFI（GRUB）の設定ファイルを書き換えます。',
        FROM.console,
      ),
      commands(
        command(`mount -t vfat /dev/${partition} /mnt`, FROM.lbuMedia),
        ...(serial.number === undefined
          ? []
          : [
              command(
                `sed -i '1i SERIAL ${serial.number} ${serial.speed}' /mnt/boot/syslinux/syslinux.cfg`,
                FROM.console,
              ),
            ]),
        command(`sed -i '/APPEND/s/$/ ${parameter}/' /mnt/boot/syslinux/syslinux.cfg`, FROM.console),
        command(
          `sed -i '/^[[:space:]]*linux[[:space:]]/s/$/ ${parameter}/' /mnt/boot/grub/grub.cfg`,
          FROM.console,
        ),
        'umount /mnt',
      ),
    );
  }
  return [
    ...blocks,
    paragraph(
      'Switch off, take the stick out, switch on.',
      '電源を切り、USB メモリーを抜いてから、もう一度電源を入れます。',
    ),
    commands('poweroff'),
  ];
}
