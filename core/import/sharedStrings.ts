import { windows } from './bytes.ts';
import { spells } from './flatText.ts';
import { readError, type Reading } from './limits.ts';
import type { Chunks } from './table.ts';
import { LISTEN, XmlScanner } from './xml.ts';
import { unescaped } from './xmlText.ts';

const ITEM = 1;
const RUN = 2;
const TEXT = LISTEN + 3;
const LETTER_R = 114;
const LETTER_T = 116;

/**
 * Reads the list of texts that cells refer to by number (ECMA-376 part 1, 18.4.8). The runs of a rich text are put
 * together; the phonetic guides of Japanese (`rPh`) are no part of a text. Every text is a string of its own, so that
 * the list holds on to nothing else.
 */
class SharedStringScanner extends XmlScanner {
  readonly strings: string[] = [];
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
      if (this.strings.length === limit) throw readError(this.reading, 'workbook-too-large', { entry: this.entry, limit });
      this.strings.push(this.item);
      this.item = '';
    }
  }

  protected override text(from: number, to: number, isCdata: boolean): void {
    const piece = this.decoded(from, to, isCdata);
    this.pieces = this.pieces === '' ? piece : this.pieces + piece;
  }
}

/** Throws `workbook-damaged` and `workbook-too-large`. */
export async function readSharedStrings(reading: Reading, entry: string, chunks: Chunks): Promise<readonly string[]> {
  const scanner = new SharedStringScanner(reading, entry);
  for await (const _ of windows(chunks, reading.limits.windowBytes, (window, last) => scanner.scan(window, last))) {
    // The scanner keeps the strings.
  }
  return scanner.strings;
}
