import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensurePackages } from '../../../scripts/debian/packages.mjs';

/** A user who is not root, and how that user becomes root: without a password, or with `PASSWORD`. */
export interface Admin {
  readonly by: 'doas' | 'sudo';
  readonly password: boolean;
}

export const ADMIN = { name: 'admin', uid: 60_001 } as const;

export const PASSWORD = 'open sesame, please';

/** That password as crypt(5) keeps it. */
const HASH =
  '$6$routerspec$Qq5zj/V5VSYZftozEwkt/xkyvPKzzQJPTzOv6ssGwBvbQrkfHvWBsSHkRK61Sifmk20lyqkzSLqaFV6Uq/bsv.';

/** What of this machine's own /etc programs need to run, and to ask for a password. */
const BORROWED = [
  'alternatives',
  'group',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'login.defs',
  'nsswitch.conf',
  'pam.d',
  'passwd',
  'security',
];

/** The file under /etc that lets the user become root, and what it says. */
const RULES = {
  doas: { name: 'doas.conf', text: (tag: string) => `permit ${tag} ${ADMIN.name} as root\n`, free: 'nopass' },
  sudo: {
    name: 'sudoers.d/admin',
    // Each command asks anew, whatever was asked before.
    text: (tag: string) => `Defaults timestamp_timeout=0\n${ADMIN.name} ALL=(ALL:ALL) ${tag} ALL\n`,
    free: 'NOPASSWD:',
  },
} as const;

/**
 * The command that runs what follows where there is such a user, and the real doas or sudo, set-user-ID root: for that
 * process and its children alone, in mounts of their own. `users` are further lines of /etc/passwd.
 */
export async function layOutAdmin(
  directory: string,
  admin: Admin,
  users: string,
): Promise<[string, ...string[]]> {
  const packages = await ensurePackages('elevation');
  if ('unavailable' in packages) throw new Error(packages.unavailable.en);
  const etc = join(directory, 'etc');
  rmSync(etc, { recursive: true, force: true });
  const write = (name: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(join(etc, name)), { recursive: true });
    writeFileSync(join(etc, name), text, { flag: 'a' });
    chmodSync(join(etc, name), mode);
  };
  const borrow = (from: string, name: string): void => {
    if (existsSync(join(from, name)))
      cpSync(join(from, name), join(etc, name), { recursive: true, verbatimSymlinks: true });
  };
  mkdirSync(etc, { recursive: true });
  for (const name of BORROWED) borrow('/etc', name);
  for (const name of ['pam.d', 'sudoers']) borrow(join(packages.root, 'etc'), name);
  chmodSync(join(etc, 'sudoers'), 0o440);
  const home = join(directory, 'home');
  mkdirSync(home, { recursive: true });
  chownSync(home, ADMIN.uid, ADMIN.uid);
  write('passwd', `${users}${ADMIN.name}:x:${ADMIN.uid}:${ADMIN.uid}::${home}:/bin/sh\n`);
  write('group', `${ADMIN.name}:x:${ADMIN.uid}:\n`);
  const shadow = { [ADMIN.name]: HASH, root: '*', nobody: '*' };
  for (const [name, hash] of Object.entries(shadow))
    write('shadow', `${name}:${hash}:20000:0:99999:7:::\n`, 0o600);
  const { name, text, free } = RULES[admin.by];
  write(name, text(admin.password ? '' : free), 0o440);
  // What they remember of whom they have asked is not to stay on this machine.
  const script = `
    mount --bind "$1" /etc && mount --bind "$2/usr/libexec" /usr/libexec &&
    mount -t tmpfs rig /run && mkdir /run/sshd && mount -t tmpfs rig /var/lib &&
    mount -t tmpfs -o mode=755 rig /usr/local/bin && cp "$2/usr/bin/$3" /usr/local/bin &&
    chmod 4755 "/usr/local/bin/$3" && shift 3 && exec "$@"`;
  return ['unshare', '-m', 'sh', '-c', script, 'sh', etc, packages.root, admin.by];
}
