import { hasAt, u16, u32 } from './bytes.ts';
import type { ByteSource } from './table.ts';

/** The names of the streams in an OLE container ([MS-CFB] 2.2, 2.3 and 2.6), which .xls and encrypted .xlsx files are. */

const HEADER_BYTES = 512;
const MAGIC = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const LIST_IN_HEADER = 109;
const ENTRY_BYTES = 128;
const LAST_SECTOR = 0xfffffffa;
/** A directory of more sectors than this would hold a hundred thousand streams; a chain that long is a loop. */
const MOST_SECTORS = 4096;

interface Container {
  readonly source: ByteSource;
  readonly header: Uint8Array;
  readonly sectorBytes: number;
}

/** Empty where the container is damaged beyond its header. */
export function oleNames(source: ByteSource): readonly string[] {
  const header = source.read(0, HEADER_BYTES);
  const shift = u16(header, 30);
  if (header.length < HEADER_BYTES || !hasAt(header, MAGIC) || (shift !== 9 && shift !== 12)) return [];
  const container = { source, header, sectorBytes: 2 ** shift };
  const names: string[] = [];
  let sector = u32(header, 48);
  for (let count = 0; sector < LAST_SECTOR && count < MOST_SECTORS; count += 1) {
    const bytes = sectorAt(container, sector);
    for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
      const length = u16(bytes, at + 64);
      if (bytes[at + 66] !== 0 && length >= 2 && length <= 64) {
        names.push(new TextDecoder('utf-16le').decode(bytes.subarray(at, at + length - 2)));
      }
    }
    sector = sectorAfter(container, sector);
  }
  return names;
}

function sectorAt({ source, sectorBytes }: Container, sector: number): Uint8Array {
  return source.read((sector + 1) * sectorBytes, sectorBytes);
}

/** The next sector of a chain, from the allocation table, whose own sectors are listed in the header and, of large files, in a chain of lists. */
function sectorAfter(container: Container, sector: number): number {
  const perSector = container.sectorBytes / 4;
  let list = Math.floor(sector / perSector);
  let table: number;
  if (list < LIST_IN_HEADER) {
    table = u32(container.header, 76 + list * 4);
  } else {
    list -= LIST_IN_HEADER;
    let place = u32(container.header, 68);
    for (; list >= perSector - 1 && place < LAST_SECTOR; list -= perSector - 1) place = wordAt(container, place, perSector - 1);
    if (place >= LAST_SECTOR) return LAST_SECTOR;
    table = wordAt(container, place, list);
  }
  return table >= LAST_SECTOR ? LAST_SECTOR : wordAt(container, table, sector % perSector);
}

function wordAt(container: Container, sector: number, index: number): number {
  const bytes = sectorAt(container, sector);
  return bytes.length < index * 4 + 4 ? LAST_SECTOR : u32(bytes, index * 4);
}
