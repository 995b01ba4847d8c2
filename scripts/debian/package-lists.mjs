// The Debian packages that the project's own machinery uses. They are unpacked into a cache, never installed.

/**
 * @typedef {{ packages: string[], leaveOut: string[] }} PackageList
 * `packages` are the names to have, with everything they depend on; `leaveOut` are tar patterns of files that nothing
 * here needs, which keeps the cache small.
 */

const DOCUMENTATION = [
  './usr/share/doc',
  './usr/share/man',
  './usr/share/locale',
  './usr/share/info',
  './usr/share/lintian',
];

/** @type {Record<'validators' | 'editors' | 'vm' | 'ansible' | 'elevation' | 'ext4', PackageList>} */
export const LISTS = {
  // The programs that read the generated files, used as judges of them in the unit tests.
  validators: {
    packages: [
      'busybox-static', // its ash is the shell of Alpine
      'dash',
      'dnsmasq-base',
      'execline',
      'hostapd',
      'ifupdown-ng', // ifquery
      'iproute2',
      'nftables',
      'openrc',
      'openssh-client',
      'openssh-server',
      's6',
      'shellcheck',
    ],
    leaveOut: DOCUMENTATION,
  },
  // Clients of the language server besides VS Code.
  editors: {
    packages: ['neovim'],
    leaveOut: [...DOCUMENTATION, './usr/share/nvim/runtime/spell', './usr/share/nvim/runtime/doc'],
  },
  // Runs the playbook of an export, with a Python of its own; a router has none.
  ansible: {
    packages: ['ansible', 'openssh-client'],
    leaveOut: [
      ...DOCUMENTATION,
      // Of the collections community.general alone, which has doas.
      ...['[!c]*', 'c[!o]*', 'co[!m]*', 'community/[!g]*', 'community/g[!e]*'].map(
        (pattern) => `./usr/lib/python3/dist-packages/ansible_collections/${pattern}`,
      ),
    ],
  },
  // What a user becomes root by.
  elevation: {
    packages: ['opendoas', 'sudo'],
    leaveOut: DOCUMENTATION,
  },
  // Looks into the ext4 media of power cuts.
  ext4: {
    packages: ['e2fsprogs'],
    leaveOut: DOCUMENTATION,
  },
  // The practice router and the lab: an emulator, a kernel, and every program in the guest.
  vm: {
    packages: [
      'busybox-static',
      'conntrack',
      'coreutils', // the sync that writes a single file, and the programs that run others
      'dash',
      'dhcpcd-base',
      'dnsmasq-base',
      'dosfstools', // formats the medium that holds the saved configuration
      'dpkg', // start-stop-daemon, which Debian's OpenRC takes from there
      'execline',
      'findutils',
      'haveged',
      'hostapd',
      'ifupdown-ng',
      'iproute2',
      'iw',
      'kmod',
      'linux-image-amd64', // not the cloud kernel: that one has no mac80211_hwsim, and so no Wi-Fi to practise on
      'mtools', // reads and writes that medium from outside
      'netbase', // /etc/protocols, /etc/services
      'nftables',
      'openntpd',
      'openrc',
      'openssh-client',
      'openssh-server',
      'procps', // pgrep and pkill, which Debian's busybox lacks
      'python3-minimal', // the load and probe programs of the lab
      'qemu-system-x86',
      's6',
      'tar', // the one that takes a list of files, which Debian's busybox does not
      'tcpdump',
      'util-linux', // flock, mountpoint
      'wireless-regdb', // what the country of a Wi-Fi network allows
      'wpasupplicant', // a Wi-Fi client
      'xz-utils', // unpacks the kernel
    ],
    leaveOut: [
      ...DOCUMENTATION,
      './usr/share/iso-codes',
      './usr/share/xml',
      // Drivers and file systems that no virtual machine of ours has.
      ...['gpu', 'media', 'infiniband', 'staging', 'usb', 'iio', 'hid', 'input', 'mtd', 'md', 'platform'].map(
        (name) => `./lib/modules/*/kernel/drivers/${name}`,
      ),
      './lib/modules/*/kernel/drivers/net/ethernet',
      './lib/modules/*/kernel/sound',
    ],
  },
};
