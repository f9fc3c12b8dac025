import { Readable, pipeline } from 'node:stream';
import { crc32, createDeflateRaw, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { Transform } from 'node:stream';
import { expect } from 'vitest';
import * as XLSX from 'xlsx';
import type { Chunks, Codecs } from '../../../core/base/codecs.ts';

async function* through(stream: Transform, chunks: Chunks): AsyncGenerator<Uint8Array> {
  const source = Readable.from(chunks, { objectMode: false });
  pipeline(source, stream, () => undefined);
  for await (const piece of stream) yield piece as Uint8Array;
}

export const testCodecs: Codecs = {
  inflateRaw: (chunks) => through(createInflateRaw(), chunks),
  deflateRaw: (chunks) => through(createDeflateRaw({ level: 1 }), chunks),
};

export async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

export interface OpenedEntry {
  readonly name: string;
  readonly content: Buffer;
  readonly version: number;
}

/** Opens an archive by its directory and holds every record against the others: headers, descriptors, sizes, checksums. */
export function openZip(bytes: Uint8Array): readonly OpenedEntry[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = view.length - 22;
  expect(view.readUInt32LE(end)).toBe(0x06054b50);
  const wide = end >= 20 && view.readUInt32LE(end - 20) === 0x07064b50;
  const end64 = wide ? Number(view.readBigUInt64LE(end - 12)) : -1;
  if (wide) expect(view.readUInt32LE(end64)).toBe(0x06064b50);
  const count = wide ? Number(view.readBigUInt64LE(end64 + 32)) : view.readUInt16LE(end + 10);
  let at = wide ? Number(view.readBigUInt64LE(end64 + 48)) : view.readUInt32LE(end + 16);
  const entries: OpenedEntry[] = [];
  let expectedOffset = 0;
  for (let index = 0; index < count; index += 1) {
    if (view.readUInt32LE(at) !== 0x02014b50) throw new Error(`no directory entry at ${at}`);
    const [crc, compressed, size, nameLength, extra] = [view.readUInt32LE(at + 16), view.readUInt32LE(at + 20), view.readUInt32LE(at + 24), view.readUInt16LE(at + 28), view.readUInt16LE(at + 30)];
    const offset = view.readUInt32LE(at + 42);
    const name = view.toString('utf8', at + 46, at + 46 + nameLength);
    const header = [offset, view.readUInt32LE(offset), view.readUInt16LE(offset + 6), view.toString('utf8', offset + 30, offset + 30 + nameLength)];
    const start = offset + 30 + nameLength + view.readUInt16LE(offset + 28);
    const content = inflateRawSync(view.subarray(start, start + compressed));
    const descriptor = start + compressed;
    const described = [0, 4, 8, 12].map((place) => view.readUInt32LE(descriptor + place));
    expect([...header, content.length, crc32(content), ...described])
      .toEqual([expectedOffset, 0x04034b50, 0x0808, name, size, crc, 0x08074b50, crc, compressed, size]);
    expectedOffset = descriptor + 16;
    entries.push({ name, content, version: view.readUInt16LE(at + 6) });
    at += 46 + nameLength + extra;
  }
  expect(at).toBe(wide ? end64 : end);
  return entries;
}

/** The text of one part of a workbook. */
export function partOf(bytes: Uint8Array, name: string): string {
  const entry = openZip(bytes).find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`no part ${name}`);
  return entry.content.toString('utf8');
}

export type ReadCell = { readonly type: string; readonly value: unknown; readonly format: unknown } | null;

/** Every sheet as SheetJS reads it, cell by cell. */
export function reopened(bytes: Uint8Array): ReadonlyMap<string, readonly (readonly ReadCell[])[]> {
  const workbook = XLSX.read(bytes, { dense: true, cellNF: true });
  return new Map(workbook.SheetNames.map((name) => {
    const rows = (workbook.Sheets[name]!['!data'] ?? []) as (XLSX.CellObject | undefined)[][];
    return [name, Array.from(rows, (row) => Array.from(row ?? [], (cell): ReadCell => (cell === undefined || cell.t === 'z'
      ? null
      : { type: cell.t, value: cell.v, format: cell.z })))];
  }));
}

/** Only the values: texts as strings, numbers as numbers, blanks as `null`, without blanks at the end. */
export function reopenedValues(bytes: Uint8Array): Record<string, unknown[][]> {
  return Object.fromEntries([...reopened(bytes)].map(([name, rows]) => [name, rows.map((row) => {
    const values = row.map((cell) => cell?.value ?? null);
    while (values.length > 0 && values.at(-1) === null) values.pop();
    return values;
  })]));
}

/** Random numbers from a seed, printed by the test that uses it. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }
}

/** Characters that writers of spreadsheets are known to get wrong. */
const CHARACTERS = [
  ...Array.from('abc XYZ019_x_x,;"\'<>&=+-@[]{}%\\/'), '分', '钟', '包', '，', '。', '￥', 'é', '\u007f', '\u0085', '\u00a0', '\u2028', '\ufeff', '\ufffd', '\ufffe', '\uffff',
  '😀', '𠮷', '\ud83d', '\ude00', '\u0000', '\u0001', '\t', '\n', '\r', '\u001f', '_x000D_', '_x0041', '_X00e9_', ']]>', '&amp;', '<v>',
] as const;

export function randomText(dice: Dice): string {
  return Array.from({ length: 1 + dice.below(12) }, () => dice.pick(CHARACTERS)).join('');
}

export function randomNumber(dice: Dice): string {
  const digits = (count: number): string => Array.from({ length: count }, () => dice.below(10)).join('');
  const whole = digits(1 + dice.below(18)).replace(/^0+(?=\d)/, '');
  return `${dice.pick(['', '-'])}${whole}${dice.pick(['', `.${digits(1 + dice.below(12))}`])}`;
}
