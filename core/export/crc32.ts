/**
 * CRC-32 as zip files use it (polynomial 0xEDB88320), eight bytes a step: a workbook of a million rows is a
 * gigabyte of XML, and one byte a step would cost as much as writing it.
 */
const TABLES = tables();

function tables(): Int32Array {
  const all = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    all[byte] = value;
  }
  for (let at = 256; at < all.length; at += 1) {
    const before = all[at - 256]!;
    all[at] = (before >>> 8) ^ all[before & 0xff]!;
  }
  return all;
}

/** The checksum of what came before (0 at the start) continued over `bytes`, as an unsigned number. */
export function crc32(before: number, bytes: Uint8Array): number {
  const table = TABLES;
  const end = bytes.length - 7;
  let crc = ~before;
  let at = 0;
  for (; at < end; at += 8) {
    const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    crc = table[1792 + (low & 0xff)]! ^ table[1536 + ((low >>> 8) & 0xff)]! ^ table[1280 + ((low >>> 16) & 0xff)]!
      ^ table[1024 + (low >>> 24)]! ^ table[768 + bytes[at + 4]!]! ^ table[512 + bytes[at + 5]!]!
      ^ table[256 + bytes[at + 6]!]! ^ table[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at += 1) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}
