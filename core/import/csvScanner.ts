import { NO_BYTES } from './bytes.ts';
import { strictText } from './encoding.ts';
import { readError, type Reading } from './limits.ts';
import type { SourceRow } from './table.ts';

const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;
const NUL = 0;

/**
 * Cuts windows of UTF-8 into records and cells.
 *
 * Delimiters are looked for in the bytes, which is about twice as fast as in a string; the window is decoded once, and
 * each cell is a slice of that text. A slice of 13 characters or more keeps its whole window (64 KiB) alive, so whoever
 * keeps cells for long must intern or copy them. To know where a byte is in the text, the scan counts by how many
 * units the text is behind: one for each continuation byte, less one for each character beyond U+FFFF.
 *
 * The grammar is RFC 4180 and what Excel and Python's csv make of files that break it: a quote inside an unquoted cell
 * is a character, and so is whatever follows a closing quote.
 */
export class CsvScanner {
  private readonly reading: Reading;
  private readonly delimiter: number;
  /** No byte above it can end a cell. */
  private readonly highest: number;
  private readonly cellBytes: number;
  private rows: SourceRow[] = [];
  private line = 1;
  private readonly cells: string[] = [];

  private bytes = NO_BYTES;
  private text = '';
  private at = 0;
  private behind = 0;
  private breaks = 0;

  constructor(reading: Reading, delimiter: string) {
    this.reading = reading;
    this.delimiter = delimiter.charCodeAt(0);
    this.cellBytes = reading.limits.cellBytes;
    this.highest = Math.max(this.delimiter, RETURN);
  }

  /** The records since the last call. */
  taken(): readonly SourceRow[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  /** Reads the whole records of a window; answers how many bytes they are. */
  scan(window: Uint8Array, last: boolean): number {
    const end = last ? window.length : lastLineEnd(window);
    if (end === 0) {
      this.checkLength(window.length);
      return 0;
    }
    this.bytes = window.subarray(0, end);
    this.text = strictText(this.reading, this.bytes, 'utf-8', this.line);
    this.at = 0;
    this.behind = 0;
    let done = 0;
    while (done < end && this.record(last)) done = this.at;
    this.checkLength(end - done);
    return done;
  }

  /** Reads one record; false where a quoted cell runs past the window. */
  private record(last: boolean): boolean {
    const { bytes, delimiter, cells } = this;
    const { columns } = this.reading.limits;
    const end = bytes.length;
    const from = this.at;
    let width = 0;
    this.breaks = 0;
    for (;;) {
      const cell = bytes[this.at] === QUOTE ? this.quoted(last) : this.plain();
      if (cell === null) return false;
      if (width === columns) throw readError(this.reading, 'too-many-columns', { line: this.line, limit: columns });
      cells[width] = cell;
      width += 1;
      if (this.at < end && bytes[this.at] === delimiter) {
        this.at += 1;
        continue;
      }
      this.pastLineEnd();
      this.checkLength(this.at - from);
      this.rows.push({ line: this.line, cells: cells.slice(0, width) });
      this.line += this.breaks + 1;
      return true;
    }
  }

  private pastLineEnd(): void {
    if (this.bytes[this.at] === RETURN) this.at += 1;
    else if (this.bytes[this.at] !== LINE_FEED) return;
    else {
      this.at += 1;
      return;
    }
    if (this.bytes[this.at] === LINE_FEED) this.at += 1;
  }

  /** An unquoted cell, up to a delimiter or line end. */
  private plain(): string {
    const { bytes, delimiter, highest } = this;
    const end = bytes.length;
    const from = this.at;
    const textFrom = from - this.behind;
    let at = from;
    let behind = this.behind;
    while (at < end) {
      const byte = bytes[at]!;
      if (byte > highest) {
        if (byte > 0x7f) {
          if (byte < 0xc0) behind += 1;
          else if (byte >= 0xf0) behind -= 1;
        }
      } else if (byte === delimiter || byte === LINE_FEED || byte === RETURN) {
        break;
      } else if (byte === NUL) {
        throw readError(this.reading, 'file-is-binary', { line: this.line });
      }
      at += 1;
    }
    this.at = at;
    this.behind = behind;
    if (at - from > this.cellBytes) throw readError(this.reading, 'line-too-long', { line: this.line, limit: this.cellBytes });
    return this.text.slice(textFrom, at - behind);
  }

  /** A cell that begins with a quote; `null` where the window ends before the quote is closed. */
  private quoted(last: boolean): string | null {
    const { bytes } = this;
    const end = bytes.length;
    const from = this.at + 1;
    const textFrom = from - this.behind;
    let at = from;
    let behind = this.behind;
    let breaks = 0;
    let doubled = false;
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte > QUOTE) {
        if (byte > 0x7f) {
          if (byte < 0xc0) behind += 1;
          else if (byte >= 0xf0) behind -= 1;
        }
      } else if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE) break;
        doubled = true;
        at += 1;
      } else if (byte === LINE_FEED || (byte === RETURN && bytes[at + 1] !== LINE_FEED)) {
        breaks += 1;
      } else if (byte === NUL) {
        throw readError(this.reading, 'file-is-binary', { line: this.line + this.breaks + breaks });
      }
    }
    if (at >= end || at - from > this.cellBytes) {
      if (!last && at - from <= this.cellBytes) return null;
      throw readError(this.reading, 'quote-not-closed', { line: this.line + this.breaks, limit: this.cellBytes });
    }
    const inner = this.text.slice(textFrom, at - behind);
    this.at = at + 1;
    this.behind = behind;
    this.breaks += breaks;
    const cell = doubled ? inner.replaceAll('""', '"') : inner;
    const next = bytes[this.at];
    if (next === undefined || next === this.delimiter || next === LINE_FEED || next === RETURN) return cell;
    return cell + this.plain();
  }

  private checkLength(bytes: number): void {
    const { recordBytes } = this.reading.limits;
    if (bytes > recordBytes) throw readError(this.reading, 'line-too-long', { line: this.line, limit: recordBytes });
  }
}

/**
 * The end of the last line that is whole for certain: after a line feed, or, in a file without any, after a carriage
 * return that something follows; 0 where there is none.
 */
function lastLineEnd(window: Uint8Array): number {
  const feed = window.lastIndexOf(LINE_FEED);
  if (feed >= 0) return feed + 1;
  return window.length < 2 ? 0 : window.lastIndexOf(RETURN, window.length - 2) + 1;
}
