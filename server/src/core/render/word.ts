/**
 * The last check before a text reaches a generated file. Everything that is not a number or an address goes through
 * `word`, so that nothing can bring a line feed, a quote or a second command with it. The schema has already refused
 * such text; one that comes this far is a defect of this program, hence the exception.
 */

/** What texts of each kind consist of. Every pattern matches the whole text and none of them allows a line feed. */
export const WORDS = {
  /** An interface name. No `*`, which nft would take for a pattern. */
  interface: /^[A-Za-z][A-Za-z0-9_.-]{0,14}$/,
  /** A host label or a domain name (RFC 1123 section 2.1). */
  host: /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/,
  /** What ssh is given as a host: an alias, a name or an address. */
  sshHost: /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,252}[A-Za-z0-9])?$/,
  /** An Alpine package, with a repository tag where it is pinned to one. */
  package: /^[a-z0-9][a-z0-9+._-]{0,63}(?:@[a-z]{1,16})?$/,
  /** An OpenRC service. */
  service: /^[a-z][A-Za-z0-9_.-]{0,31}$/,
  release: /^(?:v3\.\d{1,2}|edge|latest-stable)$/,
  url: /^https?:\/\/[A-Za-z0-9.:-]+(?:\/[A-Za-z0-9._~%/-]*)?$/,
  device: /^[a-z][a-z0-9]{1,15}$/,
  console: /^tty[A-Z]{1,4}\d{1,2},\d{4,6}$/,
  user: /^[a-z_][a-z0-9_-]{0,31}$/,
  country: /^[A-Z]{2}$/,
  /** A path below /proc/sys. */
  sysctlPath: /^(?:net|kernel|vm|fs)(?:\/[A-Za-z0-9][A-Za-z0-9_.-]*){1,9}$/,
  sysctlValue: /^-?[A-Za-z0-9][A-Za-z0-9_.,:/+-]{0,63}(?:[ \t][A-Za-z0-9_.,:/+-]{1,64}){0,7}$/,
  hostapdKey: /^[a-z][a-z0-9_]{1,40}$/,
  hostapdValue: /^[\x21-\x7e](?:[\x20-\x7e]{0,254}[\x21-\x7e])?$/,
  /** One line of printable ASCII. */
  printable: /^[\x20-\x7e]{1,256}$/,
  secret: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/,
} as const;

/**
 * The text itself, if it is of that kind.
 * @throws Error where it is not: the schema let something through that it must refuse
 */
export function word(text: string, kind: keyof typeof WORDS): string {
  if (WORDS[kind].test(text)) return text;
  throw new Error(`A generated file was to hold a ${kind} that is none: ${JSON.stringify(text)}`);
}
