/** One piece for the compressor: large enough that handing it over costs nothing beside filling it. */
const CHUNK_BYTES = 256 * 1024;

/** A fragment is copied in words of this size, the last of which may reach so far beyond it. */
const WORD_BYTES = 8;

const encoder = new TextEncoder();

/**
 * A file under construction, as bytes. Writers call `reserve` with the most that they may add, then add without
 * further checks; complete pieces wait in `take` for whoever drives the writing.
 */
export class ByteSink {
  /** The piece being filled; bytes before `at` are written. A `reserve` may replace it. */
  bytes: Uint8Array;
  /** The same piece, for `putFragment`. */
  view: DataView;
  at = 0;
  private handedOver = 0;
  private complete: Uint8Array[] = [];
  private readonly pieceBytes: number;
  private readonly held: number;
  /** Pieces that were taken, the oldest first. */
  private readonly taken: Uint8Array[] = [];

  /**
   * `held` is how many pieces the reader may be using at a time, as a compressor on another thread does; an older one is
   * filled anew, which spares a large export most of its garbage. Without it a piece is handed over for good.
   */
  constructor(pieceBytes = CHUNK_BYTES, held = Infinity) {
    this.pieceBytes = pieceBytes;
    this.held = held;
    this.bytes = new Uint8Array(pieceBytes);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for `count` bytes in one piece. */
  reserve(count: number): void {
    if (this.bytes.length - this.at < count + WORD_BYTES) this.startPiece(count + WORD_BYTES);
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
    if (this.held < Infinity) this.taken.push(...pieces);
    return pieces;
  }

  /** All that is left, at the end of the file. */
  takeAll(): readonly Uint8Array[] {
    this.close();
    this.bytes = new Uint8Array(0);
    this.view = new DataView(this.bytes.buffer);
    this.at = 0;
    return this.take();
  }

  private startPiece(count: number): void {
    this.close();
    const old = this.taken.length > this.held ? this.taken.shift()!.buffer : null;
    this.bytes = old !== null && old.byteLength >= count ? new Uint8Array(old) : new Uint8Array(Math.max(this.pieceBytes, count));
    this.view = new DataView(this.bytes.buffer);
    this.at = 0;
  }

  private close(): void {
    if (this.at === 0) return;
    this.complete.push(this.bytes.subarray(0, this.at));
    this.handedOver += this.at;
  }

  /** Text of ours that is written often. */
  put(source: Fragment): void {
    this.reserve(source.length);
    this.at = putFragment(this.view, this.at, source);
  }

  /** Text of ours that needs no escaping. */
  write(text: string): void {
    const bytes = encoder.encode(text);
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }
}

/** Text of ours as a fragment. */
export function fragment(text: string): Fragment {
  return new Fragment(encoder.encode(text));
}

/** The UTF-8 bytes of a text of ours. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * UTF-8 text that is copied millions of times. It is held and copied in words of 64 bits, as numbers: a loop over single
 * bytes takes three times as long, a call of `set` twice. No text has the bits of a NaN, which alone would not survive.
 */
export class Fragment {
  readonly words: Float64Array;
  readonly length: number;

  constructor(text: Uint8Array) {
    this.length = text.length;
    const padded = new Uint8Array(Math.ceil(text.length / WORD_BYTES) * WORD_BYTES);
    padded.set(text);
    const view = new DataView(padded.buffer);
    this.words = Float64Array.from({ length: padded.length / WORD_BYTES }, (_, word) => view.getFloat64(word * WORD_BYTES, true));
  }
}

/** Copies a fragment to `at` and returns the place after it; the caller has reserved the room. */
export function putFragment(view: DataView, at: number, { words, length }: Fragment): number {
  for (let word = 0; word < words.length; word += 1) view.setFloat64(at + word * WORD_BYTES, words[word]!, true);
  return at + length;
}

/** Writes a whole number of at least 0 at `at` and returns the place after it; the caller has reserved the room. */
export function putInteger(bytes: Uint8Array, at: number, value: number): number {
  if (value >= BILLION) {
    const billions = Math.floor(value / BILLION);
    const end = putInteger(bytes, at, billions) + BILLION_DIGITS;
    putDigits(bytes, end - BILLION_DIGITS, end, value - billions * BILLION);
    return end;
  }
  let length = 1;
  for (let limit = 10; value >= limit; limit *= 10) length += 1;
  putDigits(bytes, at, at + length, value);
  return at + length;
}

const BILLION = 1_000_000_000;
const BILLION_DIGITS = 9;

/** Fills the places from `start` to before `end` with the last digits of a number below 10^9, zeros in front. */
export function putDigits(bytes: Uint8Array, start: number, end: number, value: number): void {
  let rest = value;
  for (let place = end - 1; place >= start; place -= 1) {
    const tens = (rest / 10) | 0;
    bytes[place] = 48 + rest - tens * 10;
    rest = tens;
  }
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
