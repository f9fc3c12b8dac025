import type { RowBatch } from '../fields/rowBatch.ts';
import type { StoredRows } from './readPieces.ts';

/** Pieces that may be on their way between two threads, and the bytes of each that lie in the memory that they share. */
export const SLOTS = 8;
const SLOT_BYTES = 4 * 1024 * 1024;
const DOUBLE = 8;
const WORD = 4;

/** A piece of rows without its arrays, of which only the lengths remain: what is sent as a message. */
export interface PackedRows extends Omit<StoredRows, 'is' | 'batch'> {
  readonly is: 'packed';
  readonly batch: Pick<RowBatch, 'count' | 'words' | 'firstWord'> & { readonly numbers: number; readonly textEnds: number; readonly texts: number };
}

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
  pack({ batch, ...rest }: StoredRows, slot: number): PackedRows | null {
    const { count, words, firstWord, numbers, textEnds, texts } = batch;
    if (numbers.byteLength + textEnds.byteLength + texts.byteLength > SLOT_BYTES) return null;
    const lengths = { numbers: numbers.length, textEnds: textEnds.length, texts: texts.length };
    const arrays = this.arrays(lengths, slot);
    arrays.numbers.set(numbers);
    arrays.textEnds.set(textEnds);
    arrays.texts.set(texts);
    return { ...rest, is: 'packed', batch: { count, words, firstWord, ...lengths } };
  }

  /** The piece that lies in a slot; its arrays are valid until the slot is used again. */
  unpack({ batch, ...rest }: PackedRows, slot: number): StoredRows {
    const { count, words, firstWord } = batch;
    return { ...rest, is: 'rows', batch: { count, words, firstWord, ...this.arrays(batch, slot) } };
  }

  /** One behind the other, those of larger elements first, so that each lies where its elements may begin. */
  private arrays({ numbers, textEnds, texts }: PackedRows['batch'] | Pick<PackedRows['batch'], 'numbers' | 'textEnds' | 'texts'>, slot: number): Pick<RowBatch, 'numbers' | 'textEnds' | 'texts'> {
    const at = slot * SLOT_BYTES;
    const endsAt = at + numbers * DOUBLE;
    return {
      numbers: new Float64Array(this.shared, at, numbers),
      textEnds: new Int32Array(this.shared, endsAt, textEnds),
      texts: new Uint8Array(this.shared, endsAt + textEnds * WORD, texts),
    };
  }
}
