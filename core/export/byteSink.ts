/** One piece for the compressor: large enough that handing it over costs nothing beside filling it. */
const CHUNK_BYTES = 256 * 1024;

const encoder = new TextEncoder();

/**
 * A file under construction, as bytes. Writers call `reserve` with the most that they may add, then add without
 * further checks; complete pieces wait in `take` for whoever drives the writing. A piece is handed over for good
 * and never reused, since a compressor on another thread may still be reading it.
 */
export class ByteSink {
  /** The piece being filled; bytes before `at` are written. A `reserve` may replace it. */
  bytes: Uint8Array;
  at = 0;
  private handedOver = 0;
  private complete: Uint8Array[] = [];

  constructor(firstPieceBytes = CHUNK_BYTES) {
    this.bytes = new Uint8Array(firstPieceBytes);
  }

  /** Makes room for `count` bytes in one piece. */
  reserve(count: number): void {
    if (this.bytes.length - this.at >= count) return;
    this.close();
    this.bytes = new Uint8Array(Math.max(CHUNK_BYTES, count));
    this.at = 0;
  }

  /** Bytes written so far, in all pieces. */
  get total(): number {
    return this.handedOver + this.at;
  }

  get hasComplete(): boolean {
    return this.complete.length > 0;
  }

  /** The pieces that are full. */
  take(): readonly Uint8Array[] {
    const pieces = this.complete;
    this.complete = [];
    return pieces;
  }

  /** All that is left, at the end of the file. */
  takeAll(): readonly Uint8Array[] {
    this.close();
    this.bytes = this.bytes.subarray(this.at);
    this.at = 0;
    return this.take();
  }

  private close(): void {
    if (this.at === 0) return;
    this.complete.push(this.bytes.subarray(0, this.at));
    this.handedOver += this.at;
  }

  /** A constant piece. */
  put(source: Uint8Array): void {
    this.reserve(source.length);
    this.at = putBytes(this.bytes, this.at, source);
  }

  /** Text of ours that needs no escaping. */
  write(text: string): void {
    this.put(encoder.encode(text));
  }
}

/** The UTF-8 bytes of a text of ours. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * Copies a short constant piece to `at` and returns the place after it; the caller has reserved the room. A loop,
 * since a call of `set` alone costs more than copying the 20 bytes that such a piece has.
 */
export function putBytes(bytes: Uint8Array, at: number, source: Uint8Array): number {
  const length = source.length;
  for (let index = 0; index < length; index += 1) bytes[at + index] = source[index]!;
  return at + length;
}

/** Writes a whole number of at least 0 at `at` and returns the place after it; the caller has reserved the room. */
export function putInteger(bytes: Uint8Array, at: number, value: number): number {
  let length = 1;
  for (let limit = 10; value >= limit; limit *= 10) length += 1;
  let rest = value;
  for (let place = at + length - 1; place >= at; place -= 1) {
    const tens = Math.floor(rest / 10);
    bytes[place] = 48 + rest - tens * 10;
    rest = tens;
  }
  return at + length;
}

/** Writes a code point of at least U+0080 as UTF-8 and returns the place after it; the caller has reserved the room. */
export function putCodePoint(bytes: Uint8Array, at: number, point: number): number {
  if (point < 0x800) {
    bytes[at] = 0xc0 | (point >> 6);
    bytes[at + 1] = 0x80 | (point & 0x3f);
    return at + 2;
  }
  if (point < 0x10000) {
    bytes[at] = 0xe0 | (point >> 12);
    bytes[at + 1] = 0x80 | ((point >> 6) & 0x3f);
    bytes[at + 2] = 0x80 | (point & 0x3f);
    return at + 3;
  }
  bytes[at] = 0xf0 | (point >> 18);
  bytes[at + 1] = 0x80 | ((point >> 12) & 0x3f);
  bytes[at + 2] = 0x80 | ((point >> 6) & 0x3f);
  bytes[at + 3] = 0x80 | (point & 0x3f);
  return at + 4;
}
