import { fail, ok } from '../net/result.ts';
import type { Result } from '../net/result.ts';
import type { LineSecret, RenderedFile, RenderedLine } from './rendered-file.ts';

/** A secret, and the place where its value goes. */
export type SecretUse = LineSecret & { readonly path: string };

/** The text that stands for a secret in a file that is only shown. */
export function placeholder(name: string): string {
  return `\${secret:${name}}`;
}

/** Every use of a secret in some files, in the order of the files. */
export function secretUsesOf(files: readonly RenderedFile[]): readonly SecretUse[] {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap(({ secret }) => (secret === undefined ? [] : [{ ...secret, path }])),
  );
}

/** The names of the secrets that some files need, each once. */
export function secretNamesOf(files: readonly RenderedFile[]): readonly string[] {
  return [...new Set(secretUsesOf(files).map(({ name }) => name))];
}

/** Gives the value of a secret, or undefined where there is none. */
export type SecretValues = ReadonlyMap<string, string> | ((name: string) => string | undefined);

/**
 * The files with the values of their secrets, for the deploy alone: nothing that is shown may hold them. Fails for a
 * secret without a value and for a value that does not fit its place; the reason names the secret, never the value.
 */
export function fillSecrets(
  files: readonly RenderedFile[],
  values: SecretValues,
): Result<readonly RenderedFile[]> {
  const valueOf = typeof values === 'function' ? values : (name: string) => values.get(name);
  const filled: RenderedFile[] = [];
  for (const file of files) {
    const lines: RenderedLine[] = [];
    for (const line of file.lines) {
      if (line.secret === undefined) {
        lines.push(line);
        continue;
      }
      const { name } = line.secret;
      const value = valueOf(name);
      if (value === undefined) {
        return fail(
          `There is no value for the secret “${name}”.`,
          `シークレット「${name}」の値がありません。`,
        );
      }
      const text = fillLine(line.text, line.secret, value);
      if (!text.ok) return text;
      lines.push({ text: text.value, from: line.from });
    }
    filled.push({ ...file, lines });
  }
  return ok(filled);
}

/** What a Wi-Fi passphrase and a key consist of (hostapd.conf, `wpa_passphrase` and `wpa_psk`). */
export const WIFI_PASSPHRASE = /^[\x20-\x7e]{8,63}$/;
export const WIFI_KEY = /^[0-9a-fA-F]{64}$/;
const CREDENTIAL = /^[\x20-\x7e]{1,128}$/;

function fillLine(text: string, { name, place }: LineSecret, value: string): Result<string> {
  // A function as the replacement: `$&` and the like in a value would mean something in a text.
  const replace = (by: string) => ok(text.replace(placeholder(name), () => by));
  if (place.kind === 'credential') {
    return CREDENTIAL.test(value)
      ? replace(curlQuoted(value))
      : fail(
          `The secret “${name}” must be 1 to 128 printable ASCII characters.`,
          `シークレット「${name}」は印字可能な ASCII 文字 1 から 128 文字にしてください。`,
        );
  }
  if (WIFI_PASSPHRASE.test(value)) return replace(value);
  if (!WIFI_KEY.test(value)) {
    return fail(
      `The secret “${name}” must be a Wi-Fi passphrase of 8 to 63 printable ASCII characters, or a key of 64 hexadecimal digits.`,
      `シークレット「${name}」は、8 から 63 文字の印字可能な ASCII 文字の Wi-Fi パスフレーズか、64 桁の 16 進数の鍵にしてください。`,
    );
  }
  return place.sae
    ? fail(
        `The secret “${name}” is a key of 64 hexadecimal digits; WPA3 needs the passphrase itself.`,
        `シークレット「${name}」は 64 桁の 16 進数の鍵です。WPA3 にはパスフレーズそのものが必要です。`,
      )
    : ok(`wpa_psk=${value}`);
}

/** The inside of a double-quoted value in a configuration file of curl (curl(1), `--config`). */
export function curlQuoted(value: string): string {
  return value.replace(/[\\"]/g, '\\$&');
}
