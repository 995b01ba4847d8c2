import type { Router } from '../derive/router.ts';
import type { SecretOr } from '../spec/scalars.ts';
import { file, generated } from './generated.ts';
import type { LineWriter, RenderedFile } from './rendered-file.ts';
import { curlQuoted, placeholder } from './secrets.ts';
import { FROM } from './sources.ts';
import { word } from './word.ts';

/** The call by which the provider of a fixed address is told of the near end: a configuration file of curl. */
export const UPDATE_PATH = '/etc/router-spec/update.conf';

/** The query parameters that carry user name and password: JPNE's update server names them so, the others do as Multifeed. */
const PARAMETERS = {
  v6plus: { user: 'user', password: 'pass' },
  others: { user: 'username', password: 'password' },
} as const;

/** The configuration of the call, readable by root alone; undefined where nobody has to be told. */
export function renderUpdateCall({ tunnel }: Router): RenderedFile | undefined {
  if (tunnel.method !== 'ipip' || tunnel.update === undefined) return undefined;
  const { url, user, password } = tunnel.update;
  const names = tunnel.provider === 'v6plus' ? PARAMETERS.v6plus : PARAMETERS.others;
  const lines = generated(
    '#',
    'How the provider is told that the prefix has changed: read by curl, called by',
    '/usr/libexec/router-spec/tunnel.',
  );
  lines.add(`url = "${word(url, 'url')}"`, [...FROM.update, 'url']).add('get');
  addCredential(lines, names.user, user, 'user');
  addCredential(lines, names.password, password, 'password');
  return file(UPDATE_PATH, 'ini', lines, 0o600);
}

function addCredential(
  lines: LineWriter,
  parameter: string,
  value: SecretOr | undefined,
  key: 'user' | 'password',
): void {
  if (value === undefined) return;
  const from = [...FROM.update, key];
  const line = (text: string) => `data-urlencode = "${parameter}=${text}"`;
  if (value.kind === 'literal') {
    lines.add(line(curlQuoted(word(value.text, 'printable'))), from);
  } else {
    const name = word(value.name, 'secret');
    lines.addSecret(line(placeholder(name)), { name, place: { kind: 'credential', parameter } }, from);
  }
}
