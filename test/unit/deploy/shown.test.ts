import { describe, expect, test } from 'vitest';
import { shown } from '../../../server/src/deploy/redact.ts';

describe('what is no text', () => {
  test('is told by its size and the beginning of what sha256sum says of it', () => {
    expect(shown(Buffer.from([0, 255]), [])).toEqual({
      en: '(not UTF-8 text: 2 bytes, SHA-256 06eb7d6a69ee…)\n',
      ja: '（UTF-8 のテキストではありません: 2 バイト、SHA-256 06eb7d6a69ee…）\n',
    });
  });

  test('differs from other content of the same size', () => {
    const [one, other] = [Buffer.from([0, 255]), Buffer.from([255, 0])].map((each) => shown(each, []));
    expect(one?.en).not.toBe(other?.en);
    expect(one?.ja).not.toBe(other?.ja);
  });
});
