import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { animatedPng, readPng } from '../../../scripts/pictures/png.mjs';
import type { Frame } from '../../../scripts/pictures/png.mjs';

// The moving picture of the README, and what joins it.
const ROOT = path.resolve(import.meta.dirname, '../../..');

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: file.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** What a viewer has on its screen after each frame, as `RRGGBB` of every pixel, and for how long. */
function played(file: Buffer): { readonly ms: number; readonly pixels: readonly string[] }[] {
  const chunks = chunksOf(file);
  const of = (wanted: string): Chunk[] => chunks.filter(({ type }) => type === wanted);
  const palette = of('PLTE')[0]?.data.toString('hex').match(/.{6}/g) ?? [];
  const width = of('IHDR')[0]?.data.readUInt32BE(0) ?? 0;
  const parts = chunks.filter(({ type }) => type === 'IDAT' || type === 'fdAT');
  const screen: string[] = [];
  return of('fcTL').map(({ data: control }, number) => {
    const [w = 0, h = 0, x = 0, y = 0] = [4, 8, 12, 16].map((at) => control.readUInt32BE(at));
    const part = parts[number];
    const rows = inflateSync(part?.data.subarray(part.type === 'fdAT' ? 4 : 0) ?? Buffer.alloc(0));
    for (let row = 0; row < h; row++)
      for (let column = 0; column < w; column++)
        screen[(y + row) * width + x + column] = palette[rows[row * (w + 1) + 1 + column] ?? 0] ?? '';
    return { ms: (control.readUInt16BE(20) * 1000) / control.readUInt16BE(22), pixels: [...screen] };
  });
}

function frame(ms: number, ...pixels: string[]): Frame {
  return { width: 3, height: 2, rgb: Uint8Array.from(Buffer.from(pixels.join(''), 'hex')), ms };
}

test('joined pictures are played as they were taken, each for its time', () => {
  const [a, b, c] = ['1e1e1e', 'ff8800', '0088ff'];
  const shown = [
    { ms: 1500, pixels: [a, a, a, a, a, a] },
    { ms: 20, pixels: [a, b, a, a, c, a] },
    { ms: 20, pixels: [a, b, a, a, c, a] },
    { ms: 4000, pixels: [c, b, a, a, c, b] },
  ];
  expect(played(animatedPng(shown.map(({ ms, pixels }) => frame(ms, ...pixels))))).toEqual(shown);
});

test('pictures of two sizes are not joined', () => {
  const other = { ...frame(1, 'ffffff', 'ffffff', 'ffffff', 'ffffff', 'ffffff', 'ffffff'), width: 2, height: 3 };
  expect(() => animatedPng([frame(1, ...Array<string>(6).fill('000000')), other])).toThrow('one size');
});

test('a picture with more colours than a palette has keeps the common ones, and is near in the others', () => {
  const rgb = Uint8Array.from({ length: 3 * 400 }, (_, at) => (at < 900 ? 30 : (at * 7) % 256));
  const [only] = played(animatedPng([{ width: 20, height: 20, rgb, ms: 1 }]));
  expect(only?.pixels.slice(0, 300).every((pixel) => pixel === '1e1e1e')).toBe(true);
  expect(new Set(only?.pixels).size).toBeGreaterThan(50);
});

test('the icon is read as the browser wrote it', () => {
  const { width, height, rgb } = readPng(readFileSync(path.join(ROOT, 'images/icon.png')));
  expect([width, height]).toEqual([256, 256]);
  expect(new Set(rgb).size).toBeGreaterThan(10);
});

test('the README shows the moving picture, which is not large', () => {
  const tour = readFileSync(path.join(ROOT, 'images/tour.png'));
  expect(tour.length).toBeLessThan(600_000);
  expect(played(tour).length).toBeGreaterThan(5);
  for (const page of ['README.md', 'README.ja.md'])
    expect(readFileSync(path.join(ROOT, page), 'utf8')).toContain('](images/tour.png)');
});
