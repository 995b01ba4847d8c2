import type { Text } from '../core/text.ts';
import { sha256 } from './bundle.ts';
import type { Content } from './content.ts';

/**
 * Masks every secret in a text, longest first, so that one that is part of another leaves nothing behind. Values
 * shorter than four characters are not looked for: they would mask half of every text.
 */
export function redact(text: string, secrets: readonly string[] | undefined): string {
  let masked = text;
  for (const secret of [...(secrets ?? [])].sort((a, b) => b.length - a.length)) {
    if (secret.length >= 4) masked = masked.replaceAll(secret, '••••');
  }
  return masked;
}

/** Enough to tell two files apart, and to find one's own with `sha256sum`. */
const HASH_DIGITS = 12;

/** Lines that hold keys: of hostapd (hostapd.conf), of interfaces(5), and of what curl tells a provider. */
const KEY_LINES = [
  /(?:wpa_passphrase|wpa_psk|sae_password|wep_key[0-3]|\w+_shared_secret|private_key_passwd|ap_pin)=/,
  /(?:wpa-(?:psk|password|passphrase)|wireless-key[0-3]?|password)[ \t]+/,
  /data-urlencode = "[^=]*=/,
];
const KEYS = new RegExp(`^(\\s*(?:${KEY_LINES.map(({ source }) => source).join('|')})).*?("?)$`, 'gm');

/**
 * Content of a file to be looked at: our secrets masked, and those that the router has from before, which we do not
 * know. Of what is no text only the size is told, and how its hash begins, by which another of the same size differs:
 * a key in it would not be found.
 */
export function shown(content: Content, secrets: readonly string[] | undefined): Text {
  if (typeof content !== 'string') {
    const { length } = content;
    const hash = `${sha256(content).slice(0, HASH_DIGITS)}…`;
    return {
      en: `(not UTF-8 text: ${length} bytes, SHA-256 ${hash})\n`,
      ja: `（UTF-8 のテキストではありません: ${length} バイト、SHA-256 ${hash}）\n`,
    };
  }
  const masked = redact(content, secrets).replace(KEYS, '$1••••$2');
  return { en: masked, ja: masked };
}
