import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { Decimal } from '../../base/decimal.ts';
import { invariant } from '../../base/errors.ts';
import { DecimalColumn, IntegerColumn, NO_TEXT, RefColumn, TextColumn, type Column } from './columns.ts';
import { bytesOf, decodeNumbers, encodeNumbers, type NumberShape } from './numbers.ts';

/**
 * One column of a segment on disk: the length of a head (four bytes), the head as JSON, and behind it the payload, compressed. The payload is
 * one or two lots of bytes, the second at a multiple of 8.
 */
interface Head {
  /** Bytes of the payload before it was compressed. */
  readonly bytes: number;
  /** Numbers of text or whole numbers; whole parts of decimals; lengths of texts in characters. */
  readonly numbers: NumberShape;
  /** Billionths of decimals. */
  readonly nanos?: NumberShape;
  /** Decimals that no two integers hold, by the place of their row. */
  readonly odd?: readonly (readonly [number, string])[];
  /** Of texts: whether each character takes two bytes. */
  readonly isWide?: boolean;
}

const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const LENGTH_BYTES = 4;
const ALIGNED = 8;
const NANO = 1_000_000_000;

/** The first `count` rows of a column; `null` where it is absent in all of them. */
export function encodeColumn(column: Column, count: number): Uint8Array | null {
  if (column instanceof DecimalColumn) return encodeDecimals(column, count);
  if (column instanceof TextColumn) return encodeTexts(column, count);
  const values = column instanceof RefColumn ? idsAsNumbers(column.ids, count) : (column as IntegerColumn).values;
  const { shape, bytes } = encodeNumbers(values, count);
  return isNothing(shape) ? null : body({ numbers: shape }, bytes);
}

/** Numbers of a column on their way to `encodeNumbers`. Loops of our own, because `from` of a typed array takes ten times as long. */
let passing = new Float64Array(0);

function room(count: number): Float64Array {
  if (passing.length < count) passing = new Float64Array(count);
  return passing;
}

function idsAsNumbers(ids: Int32Array, count: number): Float64Array {
  const values = room(count);
  for (let at = 0; at < count; at += 1) values[at] = ids[at] === NO_TEXT ? Number.NaN : ids[at]!;
  return values;
}

function integersAsNumbers(integers: Int32Array, count: number): Float64Array {
  const values = room(count);
  for (let at = 0; at < count; at += 1) values[at] = integers[at]!;
  return values;
}

function lengthsAsNumbers(texts: readonly (string | null)[], count: number): Float64Array {
  const values = room(count);
  for (let at = 0; at < count; at += 1) values[at] = texts[at]?.length ?? Number.NaN;
  return values;
}

function encodeDecimals({ wholes, nanos, odd }: DecimalColumn, count: number): Uint8Array | null {
  const whole = encodeNumbers(wholes, count);
  if (isNothing(whole.shape) && odd.size === 0) return null;
  const nano = encodeNumbers(integersAsNumbers(nanos, count), count, stepOf(nanos, count));
  const rest = odd.size === 0 ? {} : { odd: [...odd].map(([at, value]) => [at, value.toString()] as const) };
  return body({ numbers: whole.shape, nanos: nano.shape, ...rest }, whole.bytes, nano.bytes);
}

function encodeTexts({ texts }: TextColumn, count: number): Uint8Array | null {
  const { shape, bytes } = encodeNumbers(lengthsAsNumbers(texts, count), count);
  if (isNothing(shape)) return null;
  const all = texts.slice(0, count).join('');
  const isWide = /[\u0100-\uFFFF]/.test(all);
  return body({ numbers: shape, isWide }, bytes, Buffer.from(all, isWide ? 'utf16le' : 'latin1'));
}

function isNothing({ width, base }: NumberShape): boolean {
  return width === 0 && base === null;
}

/** The largest power of ten that divides all: few columns print nine decimals. */
function stepOf(nanos: Int32Array, count: number): number {
  let step = NANO;
  for (let at = 0; at < count && step > 1; at += 1) while (nanos[at]! % step !== 0) step /= 10;
  return step;
}

function body(rest: Omit<Head, 'bytes'>, first: Uint8Array, second: Uint8Array = new Uint8Array(0)): Uint8Array {
  const payload = new Uint8Array(aligned(first.length) + second.length);
  payload.set(first);
  payload.set(second, aligned(first.length));
  const head = Buffer.from(JSON.stringify({ bytes: payload.length, ...rest } satisfies Head));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, payload.length === 0 ? payload : zstdCompressSync(payload, FAST)]);
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNED) * ALIGNED;
}

/** Puts `count` rows into the beginning of a column of the storage that was encoded. */
export function decodeColumn(encoded: Uint8Array, column: Column, count: number): void {
  const bytes = Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length);
  const headLength = bytes.readUInt32LE(0);
  const head = JSON.parse(bytes.toString('utf8', LENGTH_BYTES, LENGTH_BYTES + headLength)) as Head;
  const payload = unpacked(bytes.subarray(LENGTH_BYTES + headLength), head.bytes);
  const firstBytes = bytesOf(head.numbers, count);
  invariant(firstBytes <= payload.length, 'a column with all of its rows');
  const second = payload.subarray(aligned(firstBytes));
  if (column instanceof DecimalColumn) {
    column.odd.clear();
    decodeNumbers(head.numbers, payload, count, column.wholes, Number.NaN);
    decodeNumbers(head.nanos!, second, count, column.nanos, 0);
    for (const [at, digits] of head.odd ?? []) column.odd.set(at, Decimal.of(digits));
  } else if (column instanceof TextColumn) {
    const lengths = new Float64Array(count);
    decodeNumbers(head.numbers, payload, count, lengths, Number.NaN);
    cutTexts(Buffer.from(second.buffer, second.byteOffset, second.length).toString(head.isWide === true ? 'utf16le' : 'latin1'), lengths, column.texts);
  } else if (column instanceof RefColumn) decodeNumbers(head.numbers, payload, count, column.ids, NO_TEXT);
  else decodeNumbers(head.numbers, payload, count, (column as IntegerColumn).values, Number.NaN);
}

/** Views of doubles need their bytes at a multiple of 8, which the beginning of a buffer of its own is. */
function unpacked(packed: Uint8Array, bytes: number): Uint8Array {
  if (bytes === 0) return new Uint8Array(0);
  // One piece of the right size: the decompressor would else gather small ones and copy them.
  const whole = zstdDecompressSync(packed, { chunkSize: Math.max(bytes, constants.Z_MIN_CHUNK) });
  invariant(whole.length === bytes, 'a column of the size that it says');
  return whole.byteOffset % ALIGNED === 0 ? whole : new Uint8Array(whole);
}

function cutTexts(all: string, lengths: Float64Array, texts: (string | null)[]): void {
  let at = 0;
  for (let row = 0; row < lengths.length; row += 1) {
    const length = lengths[row]!;
    texts[row] = Number.isNaN(length) ? null : all.slice(at, at + length);
    if (!Number.isNaN(length)) at += length;
  }
}
