// Reads the screenshots of a browser and joins them to one animated PNG (PNG specification, third edition, section 11.3.7).
import zlib from 'node:zlib';

/**
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {Uint8Array} rgb three bytes a pixel, row by row
 */

/** @typedef {Picture & { ms: number }} Frame a picture and how long it is shown */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The colours that a palette has room for, and how many are taken however near they are: those of large areas. */
const MOST_COLOURS = 256;
const AREA_COLOURS = 48;

/**
 * Reads a PNG of eight bits a channel without interlacing, as browsers write them. Transparency is left out.
 *
 * @param {Buffer} file
 * @returns {Picture}
 */
export function readPng(file) {
  let [width, height, channels] = [0, 0, 0];
  const parts = [];
  for (let at = SIGNATURE.length; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
      channels = { 2: 3, 6: 4 }[data[9] ?? 0] ?? 0;
      if (data[8] !== 8 || channels === 0 || data[12] !== 0)
        throw new Error('Only PNGs of 8 bits a channel, not interlaced, can be read.');
    }
    if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const rows = unfilter(zlib.inflateSync(Buffer.concat(parts)), width * channels, channels);
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let channel = 0; channel < 3; channel++)
      rgb[pixel * 3 + channel] = rows[pixel * channels + channel] ?? 0;
  return { width, height, rgb };
}

/**
 * Takes back what the filter before each row has done (section 9 of the specification).
 *
 * @param {Buffer} data
 * @param {number} stride the bytes of a row
 * @param {number} step   the bytes of a pixel
 */
function unfilter(data, stride, step) {
  const rows = new Uint8Array((data.length / (stride + 1)) * stride);
  for (let row = 0; row * stride < rows.length; row++) {
    const filter = data[row * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const to = row * stride + x;
      const left = x < step ? 0 : (rows[to - step] ?? 0);
      const up = row === 0 ? 0 : (rows[to - stride] ?? 0);
      const corner = row === 0 || x < step ? 0 : (rows[to - stride - step] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      rows[to] = (data[row * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return rows;
}

/** @param {number} left @param {number} up @param {number} corner */
function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((each) => Math.abs(guess - each));
  if (a === undefined || b === undefined || c === undefined) return 0;
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/**
 * Joins pictures of one size. All share a palette; of each but the first only the part that differs is kept.
 *
 * @param {readonly Frame[]} frames
 * @returns {Buffer}
 */
export function animatedPng(frames) {
  const [first] = frames;
  if (
    first === undefined ||
    frames.some((each) => each.width !== first.width || each.height !== first.height)
  )
    throw new Error('The pictures have to be of one size.');
  const { width, height } = first;
  const palette = paletteOf(frames);
  const indexed = frames.map((frame) => indexes(frame, palette));
  let sequence = 0;
  const chunks = [
    chunk('IHDR', Buffer.concat([uint32(width, height), Buffer.from([8, 3, 0, 0, 0])])),
    chunk('acTL', uint32(frames.length, 0)),
    chunk(
      'PLTE',
      Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
  ];
  for (const [number, frame] of frames.entries()) {
    const now = indexed[number] ?? new Uint8Array();
    const area = changedArea(indexed[number - 1], now, width, height);
    const place = uint32(sequence++, area.width, area.height, area.x, area.y);
    const delay = Buffer.alloc(6);
    delay.writeUInt16BE(frame.ms, 0);
    delay.writeUInt16BE(1000, 2);
    chunks.push(chunk('fcTL', Buffer.concat([place, delay])));
    const data = zlib.deflateSync(unfiltered(now, width, area), { level: 9, memLevel: 9 });
    chunks.push(
      number === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([uint32(sequence++), data])),
    );
  }
  return Buffer.concat([SIGNATURE, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

/**
 * The commonest colours, but behind those of large areas none that hardly differs from a commoner one.
 *
 * @param {readonly Picture[]} pictures
 * @returns {number[]} each as 0xRRGGBB
 */
function paletteOf(pictures) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { rgb } of pictures)
    for (let at = 0; at < rgb.length; at += 3) {
      const colour = colourAt(rgb, at);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  const common = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  for (let least = 0; ; least = least * 2 || 12) {
    /** @type {number[]} */
    const palette = [];
    for (const colour of common) {
      const isArea = palette.length < AREA_COLOURS;
      if (isArea || palette.every((each) => distance(each, colour) > least)) palette.push(colour);
      if (palette.length > MOST_COLOURS) break;
    }
    if (palette.length <= MOST_COLOURS) return palette;
  }
}

/** @param {Picture} picture @param {readonly number[]} palette */
function indexes({ rgb }, palette) {
  /** @type {Map<number, number>} */
  const nearest = new Map();
  return Uint8Array.from({ length: rgb.length / 3 }, (_, pixel) => {
    const colour = colourAt(rgb, pixel * 3);
    let found = nearest.get(colour);
    if (found === undefined) {
      found = 0;
      for (const [index, each] of palette.entries())
        if (distance(each, colour) < distance(palette[found] ?? 0, colour)) found = index;
      nearest.set(colour, found);
    }
    return found;
  });
}

/** @param {Uint8Array} rgb @param {number} at */
function colourAt(rgb, at) {
  return ((rgb[at] ?? 0) << 16) | ((rgb[at + 1] ?? 0) << 8) | (rgb[at + 2] ?? 0);
}

/** @param {number} a @param {number} b */
function distance(a, b) {
  const [red, green, blue] = [
    (a >> 16) - (b >> 16),
    ((a >> 8) & 255) - ((b >> 8) & 255),
    (a & 255) - (b & 255),
  ];
  return red * red + green * green + blue * blue;
}

/**
 * The smallest rectangle outside of which nothing has changed; at least one pixel.
 *
 * @param {Uint8Array | undefined} before
 * @param {Uint8Array} now
 * @param {number} width
 * @param {number} height
 */
function changedArea(before, now, width, height) {
  if (before === undefined) return { x: 0, y: 0, width, height };
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let at = 0; at < now.length; at++) {
    if (now[at] === before[at]) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
  }
  return right === 0
    ? { x: 0, y: 0, width: 1, height: 1 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * The rows of a part of a picture, none of them filtered: indexes of a palette have nothing to do with their neighbours.
 *
 * @param {Uint8Array} picture
 * @param {number} width of the whole picture
 * @param {{ x: number, y: number, width: number, height: number }} area
 */
function unfiltered(picture, width, area) {
  const rows = Buffer.alloc((area.width + 1) * area.height);
  for (let row = 0; row < area.height; row++) {
    const from = (area.y + row) * width + area.x;
    rows.set(picture.subarray(from, from + area.width), row * (area.width + 1) + 1);
  }
  return rows;
}

/** @param {...number} values */
function uint32(...values) {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32BE(value, index * 4);
  return buffer;
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
}

/** @param {Buffer} data */
function crc32(data) {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
