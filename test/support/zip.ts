import { crc32, deflateRawSync } from 'node:zlib';
import { utf8 } from './bytes.ts';

/** A writer of zip archives that can write everything wrong that a test wants to see refused. */
export interface ZipMember {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array | string;
  /** 0 stores, 8 deflates; any other number is only claimed. */
  readonly method?: number;
  /** General purpose flags; 0x800 says that the name is UTF-8. */
  readonly flags?: number;
  /** Sizes and checksum behind the data, zeros before it. */
  readonly isStreamed?: boolean;
  /** Sizes and offset in the fields of zip64. */
  readonly isWide?: boolean;
  readonly crc?: number;
  readonly claimedBytes?: number;
  readonly extra?: Uint8Array;
}

export interface ZipOptions {
  readonly comment?: string;
  /** Bytes before the archive, which its offsets do not count. */
  readonly before?: Uint8Array;
  /** An end record of zip64. */
  readonly isWide?: boolean;
}

function record(...fields: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Uint8Array {
  const bytes = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) bytes.writeUInt16LE(value, at);
    else if (size === 4) bytes.writeUInt32LE(value, at);
    else bytes.writeBigUInt64LE(BigInt(value), at);
    at += size;
  }
  return bytes;
}

const FULL = 0xffffffff;

export function zip(members: readonly ZipMember[], options: ZipOptions = {}): Uint8Array {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  const add = (piece: Uint8Array): void => {
    pieces.push(piece);
    offset += piece.length;
  };
  for (const member of members) {
    const name = typeof member.name === 'string' ? utf8(member.name) : member.name;
    const content = typeof member.content === 'string' ? utf8(member.content) : member.content;
    const method = member.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const crc = member.crc ?? crc32(content);
    const bytes = member.claimedBytes ?? content.length;
    const flags = (member.flags ?? (typeof member.name === 'string' ? 0x800 : 0)) | (member.isStreamed ? 8 : 0);
    const at = offset;
    const inHeader = member.isStreamed ? 0 : 1;
    add(record([4, 0x04034b50], [2, 20], [2, flags], [2, method], [4, 0], [4, crc * inHeader], [4, packed.length * inHeader], [4, bytes * inHeader], [2, name.length], [2, 0]));
    add(name);
    add(packed);
    if (member.isStreamed) add(record([4, 0x08074b50], [4, crc], [4, packed.length], [4, bytes]));
    const wide = member.isWide ? record([2, 1], [2, 24], [8, bytes], [8, packed.length], [8, at]) : new Uint8Array(0);
    const extra = member.extra ?? new Uint8Array(0);
    directory.push(record(
      [4, 0x02014b50], [2, 45], [2, 20], [2, flags], [2, method], [4, 0], [4, crc], [4, member.isWide ? FULL : packed.length], [4, member.isWide ? FULL : bytes],
      [2, name.length], [2, wide.length + extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, member.isWide ? FULL : at],
    ), name, extra, wide);
  }
  const start = offset;
  for (const piece of directory) add(piece);
  const size = offset - start;
  if (options.isWide) {
    const end = offset;
    add(record([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, members.length], [8, members.length], [8, size], [8, start]));
    add(record([4, 0x07064b50], [4, 0], [8, end], [4, 1]));
  }
  const comment = utf8(options.comment ?? '');
  const count = options.isWide ? 0xffff : members.length;
  add(record([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, options.isWide ? FULL : size], [4, options.isWide ? FULL : start], [2, comment.length]));
  add(comment);
  return new Uint8Array(Buffer.concat([options.before ?? new Uint8Array(0), ...pieces]));
}
