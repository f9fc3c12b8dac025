import { windows } from './bytes.ts';
import { flatText, spells } from './flatText.ts';
import { readError, type Reading } from './limits.ts';
import type { Chunks } from './table.ts';
import { LISTEN, XmlScanner } from './xml.ts';
import { unescaped } from './xmlText.ts';

const ITEM = 1;
const RUN = 2;
const TEXT = LISTEN + 3;
const LETTER_R = 114;
const LETTER_T = 116;

const FIRST_TEXTS = 1024;
const FIRST_BYTES = 64 * 1024;
const BYTES_PER_CHARACTER = 3;

const encoder = new TextEncoder();

/** The texts that the cells of a workbook refer to by number, as UTF-8: millions of strings would be as many objects. */
export class SharedTexts {
  count = 0;
  bytes = new Uint8Array(FIRST_BYTES);
  /** By text: the byte behind it. */
  ends = new Int32Array(FIRST_TEXTS);

  add(text: string): void {
    const from = this.end(this.count - 1);
    const most = from + text.length * BYTES_PER_CHARACTER;
    if (most > this.bytes.length) {
      const larger = new Uint8Array(Math.max(most, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, from));
      this.bytes = larger;
    }
    if (this.count === this.ends.length) {
      const larger = new Int32Array(this.count * 2);
      larger.set(this.ends);
      this.ends = larger;
    }
    this.ends[this.count] = from + encoder.encodeInto(text, this.bytes.subarray(from)).written;
    this.count += 1;
  }

  /** The byte behind a text; 0 for the one before the first. */
  end(index: number): number {
    return index < 0 ? 0 : this.ends[index]!;
  }

  /** `null` where there is none of that number. */
  text(index: number): string | null {
    return index < this.count ? flatText(this.bytes, this.end(index - 1), this.end(index)) : null;
  }
}

/**
 * Reads the list of texts that cells refer to by number (ECMA-376 part 1, 18.4.8). The runs of a rich text are put
 * together; the phonetic guides of Japanese (`rPh`) are no part of a text.
 */
class SharedStringScanner extends XmlScanner {
  readonly texts = new SharedTexts();
  private item = '';
  private pieces = '';

  protected override opened(from: number, to: number): number {
    if (to - from === 1) {
      if (this.home === ITEM && this.bytes[from] === LETTER_R) return RUN;
      return (this.home === ITEM || this.home === RUN) && this.bytes[from] === LETTER_T ? TEXT : 0;
    }
    return this.depth === 1 && spells(this.bytes, from, to, 'si') ? ITEM : 0;
  }

  protected override closed(code: number): void {
    if (code === TEXT) {
      this.item = this.item === '' ? unescaped(this.pieces) : this.item + unescaped(this.pieces);
      this.pieces = '';
    } else if (code === ITEM) {
      const limit = this.reading.limits.sharedStrings;
      if (this.texts.count === limit) throw readError(this.reading, 'workbook-too-large', { entry: this.entry, limit });
      this.texts.add(this.item);
      this.item = '';
    }
  }

  protected override text(from: number, to: number, isCdata: boolean): void {
    const piece = this.decoded(from, to, isCdata);
    this.pieces = this.pieces === '' ? piece : this.pieces + piece;
  }
}

/** Throws `workbook-damaged` and `workbook-too-large`. */
export async function readSharedStrings(reading: Reading, entry: string, chunks: Chunks): Promise<SharedTexts> {
  const scanner = new SharedStringScanner(reading, entry);
  for await (const _ of windows(chunks, reading.limits.windowBytes, (window, last) => scanner.scan(window, last))) {
    // The scanner keeps the strings.
  }
  return scanner.texts;
}
