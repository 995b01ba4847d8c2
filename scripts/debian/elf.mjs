// Reads from a program which shared libraries it asks for (System V ABI, "Dynamic Linking"; 64-bit little-endian files).

const PT_DYNAMIC = 2;
const PT_LOAD = 1;
const DT_NEEDED = 1;
const DT_STRTAB = 5;

/**
 * @param {Buffer} file a file's content
 * @returns {string[]} the names of the libraries it needs itself; none for a static program or another kind of file
 */
export function neededLibraries(file) {
  if (file.length < 64 || file.toString('latin1', 0, 4) !== '\x7fELF' || file[4] !== 2 || file[5] !== 1)
    return [];
  const number = (offset) => Number(file.readBigUInt64LE(offset));
  const table = number(0x20);
  const size = file.readUInt16LE(0x36);
  const segments = Array.from({ length: file.readUInt16LE(0x38) }, (_, index) => table + index * size).map(
    (at) => ({
      type: file.readUInt32LE(at),
      offset: number(at + 8),
      address: number(at + 16),
      length: number(at + 32),
    }),
  );
  const dynamic = segments.find((segment) => segment.type === PT_DYNAMIC);
  if (!dynamic) return [];
  const entries = [];
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.length; at += 16) {
    entries.push({ tag: number(at), value: number(at + 8) });
  }
  const strings = entries.find((entry) => entry.tag === DT_STRTAB)?.value ?? 0;
  const loaded = segments.find(
    (segment) =>
      segment.type === PT_LOAD && segment.address <= strings && strings < segment.address + segment.length,
  );
  if (!loaded) return [];
  const start = strings - loaded.address + loaded.offset;
  return entries
    .filter((entry) => entry.tag === DT_NEEDED)
    .map((entry) => file.toString('latin1', start + entry.value, file.indexOf(0, start + entry.value)));
}
