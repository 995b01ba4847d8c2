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
