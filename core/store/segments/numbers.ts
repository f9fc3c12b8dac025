/**
 * Whole numbers of one column of a segment, as few bytes each as their range needs. Absent ones are `NaN` outside and code 0 inside;
 * any other number is `base + (code - 1) * step`.
 */
export interface NumberShape {
  /** Bytes per number. 0: all are `base`, or absent where that is `null`. 8: doubles as they are, because they lie too far apart. */
  readonly width: 0 | 1 | 2 | 4 | 8;
  readonly base: number | null;
  readonly step: number;
}

const NOTHING: NumberShape = { width: 0, base: null, step: 1 };

/** The first `count` numbers as bytes; `step` is a number that divides all of them, counted from 0. */
export function encodeNumbers(numbers: Float64Array, count: number, step = 1): { readonly shape: NumberShape; readonly bytes: Uint8Array } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let absent = 0;
  for (let at = 0; at < count; at += 1) {
    const value = numbers[at]!;
    if (value < least) least = value;
    if (value > most) most = value;
    if (Number.isNaN(value)) absent += 1;
  }
  if (absent === count) return { shape: NOTHING, bytes: new Uint8Array(0) };
  if (least === most && absent === 0) return { shape: { width: 0, base: least, step }, bytes: new Uint8Array(0) };
  const codes = (most - least) / step + 1;
  const width = codes <= 0xff ? 1 : codes <= 0xffff ? 2 : codes <= 0xffff_ffff ? 4 : 8;
  if (width === 8) return { shape: { width, base: 0, step: 1 }, bytes: new Uint8Array(numbers.slice(0, count).buffer) };
  const target = width === 1 ? new Uint8Array(count) : width === 2 ? new Uint16Array(count) : new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    const value = numbers[at]!;
    if (!Number.isNaN(value)) target[at] = (value - least) / step + 1;
  }
  return { shape: { width, base: least, step }, bytes: new Uint8Array(target.buffer) };
}

/** How many bytes `count` numbers of that shape take. */
export function bytesOf({ width }: NumberShape, count: number): number {
  return width * count;
}

/** Puts `count` numbers into the beginning of `target`; absent ones become `absent`. `bytes` begin at a multiple of 8 of their buffer. */
export function decodeNumbers(shape: NumberShape, bytes: Uint8Array, count: number, target: Float64Array | Int32Array, absent: number): void {
  const { width, base, step } = shape;
  if (width === 0) {
    target.fill(base ?? absent, 0, count);
    return;
  }
  if (width === 8) {
    const doubles = new Float64Array(bytes.buffer, bytes.byteOffset, count);
    for (let at = 0; at < count; at += 1) target[at] = Number.isNaN(doubles[at]!) ? absent : doubles[at]!;
    return;
  }
  const before = base! - step;
  if (width === 1) spread(bytes, count, target, before, step, absent);
  else if (width === 2) spread2(new Uint16Array(bytes.buffer, bytes.byteOffset, count), count, target, before, step, absent);
  else spread4(new Uint32Array(bytes.buffer, bytes.byteOffset, count), count, target, before, step, absent);
}

// One function for each width: a loop that meets arrays of several kinds is several times slower.

function spread(codes: Uint8Array, count: number, target: Float64Array | Int32Array, before: number, step: number, absent: number): void {
  for (let at = 0; at < count; at += 1) target[at] = codes[at] === 0 ? absent : before + codes[at]! * step;
}

function spread2(codes: Uint16Array, count: number, target: Float64Array | Int32Array, before: number, step: number, absent: number): void {
  for (let at = 0; at < count; at += 1) target[at] = codes[at] === 0 ? absent : before + codes[at]! * step;
}

function spread4(codes: Uint32Array, count: number, target: Float64Array | Int32Array, before: number, step: number, absent: number): void {
  for (let at = 0; at < count; at += 1) target[at] = codes[at] === 0 ? absent : before + codes[at]! * step;
}
