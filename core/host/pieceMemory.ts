import type { RawPiece, RowBatch } from '../fields/rowBatch.ts';
import type { RowsPiece } from '../import/importTable.ts';

/** Pieces that may be on their way between two threads, and the bytes of each that lie in the memory that they share. */
export const SLOTS = 8;
const SLOT_BYTES = 4 * 1024 * 1024;
const DOUBLE = 8;
const WORD = 4;

/** A piece of rows without its arrays, of which only the lengths remain: what is sent as a message. */
export interface PackedRows {
  readonly is: 'packed';
  readonly read: number;
  readonly setAside: RowsPiece['setAside'];
  readonly batch: Pick<RowBatch, 'count' | 'words' | 'firstWord'> & { readonly numbers: number; readonly textEnds: number; readonly texts: number };
  readonly raw: readonly PackedRaw[];
}

type PackedRaw = { readonly firstLine: number; readonly lastLine: number } & ({ readonly delimiter: string; readonly records: number; readonly bytes: number } | { readonly json: string });

/**
 * Memory that two threads share. Arrays are copied into it on one side and read where they lie on the other: handing over
 * their own memory would mean new arrays for every piece, and garbage collectors that have nothing else to do.
 */
export class PieceMemory {
  readonly shared: SharedArrayBuffer;

  constructor(shared = new SharedArrayBuffer(SLOTS * SLOT_BYTES)) {
    this.shared = shared;
  }

  /** Copies the arrays of a piece into a slot; `null` where they do not fit. */
  pack(piece: RowsPiece, slot: number): PackedRows | null {
    const { batch, raw } = piece;
    let bytes = batch.numbers.byteLength + batch.textEnds.byteLength + batch.texts.byteLength;
    for (const one of raw) if (!('json' in one)) bytes += one.bytes.byteLength + one.lines.byteLength * 2;
    if (bytes > SLOT_BYTES) return null;
    const place = new SlotPlace(this.shared, slot);
    place.doubles(batch.numbers.length).set(batch.numbers);
    place.words(batch.textEnds.length).set(batch.textEnds);
    for (const one of raw) {
      if ('json' in one) continue;
      place.words(one.lines.length).set(one.lines);
      place.words(one.lengths.length).set(one.lengths);
    }
    place.bytes(batch.texts.length).set(batch.texts);
    for (const one of raw) if (!('json' in one)) place.bytes(one.bytes.length).set(one.bytes);
    const { count, words, firstWord } = batch;
    return {
      is: 'packed',
      read: piece.read,
      setAside: piece.setAside,
      batch: { count, words, firstWord, numbers: batch.numbers.length, textEnds: batch.textEnds.length, texts: batch.texts.length },
      raw: raw.map(({ firstLine, lastLine, ...one }) => ('json' in one ? { firstLine, lastLine, json: one.json } : { firstLine, lastLine, delimiter: one.delimiter, records: one.lines.length, bytes: one.bytes.length })),
    };
  }

  /** The piece that lies in a slot; its arrays are valid until the slot is used again. */
  unpack({ read, setAside, batch, raw }: PackedRows, slot: number): RowsPiece {
    const place = new SlotPlace(this.shared, slot);
    const numbers = place.doubles(batch.numbers);
    const textEnds = place.words(batch.textEnds);
    const places = raw.map((one) => ('json' in one ? null : { lines: place.words(one.records), lengths: place.words(one.records) }));
    const texts = place.bytes(batch.texts);
    return {
      is: 'rows',
      read,
      setAside,
      batch: { count: batch.count, words: batch.words, firstWord: batch.firstWord, numbers, textEnds, texts },
      raw: raw.map((one, index): RawPiece => {
        const { firstLine, lastLine } = one;
        return 'json' in one ? { firstLine, lastLine, json: one.json } : { firstLine, lastLine, delimiter: one.delimiter, bytes: place.bytes(one.bytes), ...places[index]! };
      }),
    };
  }
}

/** Lays arrays one behind the other; those of larger elements first, so that each lies where its elements may begin. */
class SlotPlace {
  private at: number;
  private readonly shared: SharedArrayBuffer;

  constructor(shared: SharedArrayBuffer, slot: number) {
    this.shared = shared;
    this.at = slot * SLOT_BYTES;
  }

  doubles(length: number): Float64Array<SharedArrayBuffer> {
    const from = this.at;
    this.at += length * DOUBLE;
    return new Float64Array(this.shared, from, length);
  }

  words(length: number): Int32Array<SharedArrayBuffer> {
    const from = this.at;
    this.at += length * WORD;
    return new Int32Array(this.shared, from, length);
  }

  bytes(length: number): Uint8Array<SharedArrayBuffer> {
    const from = this.at;
    this.at += length;
    return new Uint8Array(this.shared, from, length);
  }
}
