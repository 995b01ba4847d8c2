import { fail, ok } from '../net/result.ts';
import type { Result } from '../net/result.ts';
import { clip } from '../spec/scalars.ts';
import { port as portNumber } from '../spec/scalars-net.ts';
import { sshHost, sshUser } from '../spec/schema/deploy.ts';

/** Where a router is reached by ssh that has no spec yet. */
export interface RouterAddress {
  readonly user: string;
  readonly host: string;
  /** Undefined where ssh_config, or the default, has it. */
  readonly port: number | undefined;
}

/** Reads `USER@HOST` or `USER@HOST:PORT`; the user is root where there is none. The parts are what `deploy` takes. */
export function parseRouterAddress(text: string): Result<RouterAddress> {
  const [, user = 'root', rest = ''] = /^(?:([^@]*)@)?(.*)$/s.exec(text.trim()) ?? [];
  // More than one colon is an IPv6 address, which has no port here.
  const [, host = rest, number] = /^([^:]*):(\d+)$/.exec(rest) ?? [];
  const port = number === undefined ? undefined : portNumber.parse(number);
  if (port?.ok === false) return port;
  if (!sshUser.parse(user).ok || !sshHost.parse(host).ok)
    return fail(
      `\`${clip(text)}\` is not USER@HOST: write a user name, \`@\`, and an alias of ssh_config, a name or an address, such as root@192.168.1.1.`,
      `\`${clip(text)}\` は USER@HOST の形ではありません。root@192.168.1.1 のように、ユーザー名、\`@\`、ssh のエイリアス・ホスト名・アドレスの順に書いてください。`,
    );
  return ok({ user, host, port: port?.value });
}

/** The canonical form of an address. */
export function formatRouterAddress({ user, host, port }: RouterAddress): string {
  return `${user}@${host}${port === undefined ? '' : `:${port}`}`;
}
