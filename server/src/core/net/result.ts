import type { Text } from '../text.ts';

/** A value, or why there is none. Core functions return this for everything that a user wrote; they never throw for it. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Text };

/** A successful result. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A failed result; `en` and `ja` are whole sentences that say what is wrong. */
export function fail(en: string, ja: string): { readonly ok: false; readonly reason: Text } {
  return { ok: false, reason: { en, ja } };
}
