// What the guest consists of: which programs of the Debian packages stand where on Alpine, which kernel modules come
// along, and which names Alpine's package manager knows them by.

/** Programs: where Debian has them -> where Alpine has them. Their shared libraries come along by themselves. */
export const PROGRAMS = {
  // Debian's busybox prefers its own applets to the programs on the PATH, Alpine's does not: `ip` would be busybox's own.
  // dash runs the same scripts without that.
  'bin/dash': 'bin/dash',
  'bin/kmod': 'bin/kmod',
  'bin/ip': 'sbin/ip',
  'sbin/bridge': 'sbin/bridge',
  'sbin/tc': 'sbin/tc',
  'usr/sbin/nft': 'usr/sbin/nft',
  'usr/sbin/dnsmasq': 'usr/sbin/dnsmasq',
  'usr/sbin/conntrack': 'usr/sbin/conntrack',
  'usr/bin/tcpdump': 'usr/bin/tcpdump',
  'usr/sbin/sshd': 'usr/sbin/sshd',
  'usr/bin/ssh-keygen': 'usr/bin/ssh-keygen',
  'usr/lib/openssh/sftp-server': 'usr/lib/openssh/sftp-server',
  'usr/sbin/dhcpcd': 'sbin/dhcpcd',
  'usr/sbin/hostapd': 'usr/sbin/hostapd',
  'usr/sbin/hostapd_cli': 'usr/sbin/hostapd_cli',
  'sbin/iw': 'usr/sbin/iw',
  'usr/sbin/haveged': 'usr/sbin/haveged',
  'usr/sbin/ntpd': 'usr/sbin/ntpd',
  'sbin/start-stop-daemon': 'sbin/start-stop-daemon',
  'sbin/ifupdown': 'sbin/ifupdown',
  // Applets that Alpine's busybox has and Debian's lacks.
  'usr/bin/flock': 'usr/bin/flock',
  'usr/bin/pgrep': 'usr/bin/pgrep',
  'usr/bin/pkill': 'usr/bin/pkill',
  'bin/mountpoint': 'bin/mountpoint',
  // Debian's busybox runs its own applet where one of these is told to run a program of that name: `timeout 9 ifup br0`
  // would be busybox's ifup. Alpine's does not, so these are not busybox's here.
  ...Object.fromEntries(
    ['env', 'nice', 'nohup', 'timeout'].map((name) => [`usr/bin/${name}`, `usr/bin/${name}`]),
  ),
  ...Object.fromEntries(
    ['nsenter', 'setsid', 'unshare'].map((name) => [`usr/bin/${name}`, `usr/bin/${name}`]),
  ),
  ...Object.fromEntries(['find', 'xargs'].map((name) => [`usr/bin/${name}`, `usr/bin/${name}`])),
  'usr/sbin/chroot': 'usr/sbin/chroot',
  // Programs of the world around the router and of the stand-ins, out of the router's way.
  'bin/tar': 'usr/libexec/lab/tar',
  'bin/sync': 'usr/libexec/lab/sync',
  'sbin/wpa_supplicant': 'usr/libexec/lab/wpa_supplicant',
  'usr/bin/python3.11': 'usr/libexec/lab/python3',
};

/** Whole folders of the packages, and files that are no programs: Debian's place -> Alpine's. */
export const FOLDERS = {
  'lib/rc': 'lib/rc',
  'usr/libexec/ifupdown-ng': 'usr/libexec/ifupdown-ng',
  'usr/lib/execline/bin': 'usr/bin',
  'lib/firmware': 'lib/firmware',
  'usr/lib/dhcpcd': 'usr/lib/dhcpcd',
  'etc/protocols': 'etc/protocols',
  'etc/services': 'etc/services',
};

/** Programs by the beginning of their names: folder -> beginnings, copied to the same folder. */
export const FAMILIES = {
  sbin: ['openrc', 'rc-', 'supervise-daemon'],
  bin: ['rc-status'],
  'usr/bin': ['s6-', 's6lockd', 'ucspilogd', 'execlineb'],
  'usr/lib/x86_64-linux-gnu/s6': [''],
};

/** What Python loads to start, below usr/lib/python3.11; the probe needs no more. It comes compiled as well. */
export const PYTHON = [
  ...['abc.py', 'codecs.py', 'io.py', 'encodings/__init__.py', 'encodings/aliases.py'],
  ...['encodings/ascii.py', 'encodings/latin_1.py', 'encodings/utf_8.py', 'os.py'],
];

/** A second name of a program, with the world's own: a router's `pkill dnsmasq` does not hit the ISP. */
export const COPIES = {
  'usr/sbin/dnsmasq': ['usr/libexec/lab/isp-ra', 'usr/libexec/lab/resolver'],
};

/** Symbolic links: path -> target. */
export const LINKS = {
  'bin/sh': 'dash',
  'bin/ash': 'dash',
  ...Object.fromEntries(
    ['ifup', 'ifdown', 'ifquery', 'ifctrstat'].map((name) => [`sbin/${name}`, 'ifupdown']),
  ),
  ...Object.fromEntries(
    ['modprobe', 'insmod', 'rmmod', 'lsmod', 'modinfo', 'depmod'].map((name) => [
      `sbin/${name}`,
      '/bin/kmod',
    ]),
  ),
  'usr/sbin/ip': '/sbin/ip',
  // Debian leaves the choice between its signature and upstream's to an alternative; its kernel knows its own.
  'lib/firmware/regulatory.db': 'regulatory.db-debian',
  'lib/firmware/regulatory.db.p7s': 'regulatory.db.p7s-debian',
  'var/run': '/run',
  'var/lock': '/run/lock',
};

/** Empty folders, with their modes. */
export const FOLDERS_TO_MAKE = {
  proc: 0o555,
  sys: 0o555,
  dev: 0o755,
  run: 0o755,
  tmp: 0o1777,
  root: 0o700,
  home: 0o755,
  media: 0o755,
  mnt: 0o755,
  'etc/insserv.conf.d': 0o755, // Debian's OpenRC looks there
  'etc/network': 0o755,
  ...Object.fromEntries(
    ['sysinit', 'boot', 'default', 'shutdown'].map((level) => [`etc/runlevels/${level}`, 0o755]),
  ),
  'usr/lib/python3.11/lib-dynload': 0o755,
  'usr/local/bin': 0o755,
  'usr/local/sbin': 0o755,
  'var/cache': 0o755,
  'var/empty': 0o755,
  'var/lib/dhcpcd': 0o755,
  'var/lib/misc': 0o755,
  'var/lib/openntpd/db': 0o755,
  'var/lib/openntpd/run': 0o755,
  'var/log': 0o755,
  'var/tmp': 0o1777,
};

/** Applets of Debian's busybox that would stand before a real program, or that no Alpine has. */
export const NO_APPLETS = new Set([
  ...[
    'sh',
    'ash',
    'ip',
    'ifup',
    'ifdown',
    'start-stop-daemon',
    'modprobe',
    'insmod',
    'rmmod',
    'lsmod',
    'modinfo',
    'depmod',
  ],
  ...['cttyhack', 'ionice', 'linux32', 'linux64', 'setpriv', 'taskset', 'time', 'watch'], // they run programs, see above
  ...['dpkg', 'dpkg-deb', 'rpm', 'rpm2cpio', 'busybox', 'linuxrc', 'run-init'],
]);

/** Kernel modules by name, and whole folders of them below lib/modules/VERSION/kernel; what they need comes along. */
export const MODULES = {
  names: [
    ...['virtio_pci', 'virtio_net', 'virtio_scsi', 'virtio_console', 'sd_mod'],
    ...['vfat', 'nls_cp437', 'nls_ascii', 'nls_utf8', 'nls_iso8859-1'],
    // Asked for by name when an ext4 is mounted, which a medium of Alpine may be.
    ...['ext4', 'crc32c_generic', 'crc32c-intel'],
    ...['veth', 'dummy', 'tun', 'macvlan', 'ifb', 'af_packet', 'mac80211_hwsim'],
  ],
  // The ciphers are asked for by name while a module loads, which no list of dependencies shows.
  folders: [
    'crypto',
    'arch/x86/crypto',
    'net/netfilter',
    'net/bridge',
    'net/ipv4',
    'net/ipv6',
    'net/8021q',
    'net/sched',
  ],
};

/** The names that `apk add` knows: those of Alpine's packages whose programs are in the image. */
export const PACKAGES = [
  ...['alpine-base', 'alpine-conf', 'busybox', 'ca-certificates', 'openrc', 'ifupdown-ng', 'kmod', 'dash'],
  ...[
    'openssh',
    'openssh-server',
    'openssh-sftp-server',
    'openssh-keygen',
    'iproute2',
    'bridge',
    'nftables',
    'nftables-openrc',
  ],
  ...[
    'dnsmasq',
    'dnsmasq-openrc',
    'dhcpcd',
    'dhcpcd-openrc',
    'hostapd',
    'hostapd-openrc',
    'iw',
    'wireless-regdb',
    'conntrack-tools',
    'tcpdump',
  ],
  ...[
    's6',
    's6-openrc',
    'execline',
    'haveged',
    'haveged-openrc',
    'openntpd',
    'openntpd-openrc',
    'procps',
    'procps-ng',
  ],
];
