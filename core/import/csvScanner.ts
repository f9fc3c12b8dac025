import { NO_BYTES } from './bytes.ts';
import { ByteRecords } from './byteRecords.ts';
import { strictText } from './encoding.ts';
import { flatText } from './flatText.ts';
import { readError, type Reading } from './limits.ts';

const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;
const NUL = 0;

/**
 * Cuts windows of UTF-8 into records and cells. Only bytes are looked at, and what is found are places: no cell is decoded
 * before somebody wants it as a text. That the window is well-formed UTF-8 is checked as a whole.
 *
 * The grammar is RFC 4180 and what Excel and Python's csv make of files that break it: a quote inside an unquoted cell
 * is a character, and so is whatever follows a closing quote.
 */
export class CsvScanner {
  private readonly reading: Reading;
  private readonly delimiter: string;
  private readonly separator: number;
  /** No byte above it can end a cell. */
  private readonly highest: number;
  private readonly cellBytes: number;
  private records: ByteRecords;
  private line = 1;

  private bytes = NO_BYTES;
  private at = 0;
  private breaks = 0;

  constructor(reading: Reading, delimiter: string) {
    this.reading = reading;
    this.delimiter = delimiter;
    this.separator = delimiter.charCodeAt(0);
    this.cellBytes = reading.limits.cellBytes;
    this.highest = Math.max(this.separator, RETURN);
    this.records = new ByteRecords(delimiter);
  }

  /** The records of the window scanned last, until the next one is. */
  get taken(): ByteRecords {
    return this.records;
  }

  /** Reads the whole records of a window; answers how many bytes they are. */
  scan(window: Uint8Array, last: boolean): number {
    const end = last ? window.length : lastLineEnd(window);
    this.bytes = window.subarray(0, end);
    if (this.records.isHeld) this.records = new ByteRecords(this.delimiter);
    this.records.start(this.bytes);
    if (end === 0) {
      this.checkLength(window.length);
      return 0;
    }
    if (this.reading.codecs.isUtf8?.(this.bytes) !== true) strictText(this.reading, this.bytes, 'utf-8', this.line);
    this.at = 0;
    let done = 0;
    while (done < end && this.record(last)) done = this.at;
    this.checkLength(end - done);
    return done;
  }

  /** Reads one record; false where a quoted cell runs past the window. */
  private record(last: boolean): boolean {
    const { bytes, separator, highest, records, cellBytes } = this;
    const end = bytes.length;
    const first = records.cells;
    const lastCell = first + this.reading.limits.columns;
    let at = this.at;
    const start = at;
    let cell = first;
    this.breaks = 0;
    for (;;) {
      if (cell === records.from.length) records.growCells();
      if (bytes[at] === QUOTE) {
        this.at = at;
        if (!this.quoted(cell, last)) return false;
        at = this.at;
      } else {
        const from = at;
        for (; at < end; at += 1) {
          const byte = bytes[at]!;
          if (byte > highest) continue;
          if (byte === separator || byte === LINE_FEED || byte === RETURN) break;
          if (byte === NUL) throw readError(this.reading, 'file-is-binary', { line: this.line });
        }
        if (at - from > cellBytes) throw this.cellTooLong();
        records.from[cell] = from;
        records.to[cell] = at;
      }
      if (cell === lastCell) throw readError(this.reading, 'too-many-columns', { line: this.line, limit: this.reading.limits.columns });
      cell += 1;
      if (at === end || bytes[at] !== separator) break;
      at += 1;
    }
    this.at = pastLineEnd(bytes, at);
    this.checkLength(this.at - start);
    records.endRecord(this.line, this.at, cell);
    this.line += this.breaks + 1;
    return true;
  }

  /** A cell that begins with a quote; false where the window ends before the quote is closed. */
  private quoted(cell: number, last: boolean): boolean {
    const { bytes, records } = this;
    const end = bytes.length;
    const from = this.at + 1;
    let at = from;
    let breaks = 0;
    let doubled = false;
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte > QUOTE) continue;
      if (byte === QUOTE) {
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
      if (!last && at - from <= this.cellBytes) return false;
      throw readError(this.reading, 'quote-not-closed', { line: this.line + this.breaks, limit: this.cellBytes });
    }
    this.at = at + 1;
    this.breaks += breaks;
    const next = bytes[this.at];
    const isWhole = next === undefined || next === this.separator || next === LINE_FEED || next === RETURN;
    if (isWhole && !doubled) {
      records.from[cell] = from;
      records.to[cell] = at;
      return true;
    }
    const inner = flatText(bytes, from, at);
    records.from[cell] = -1;
    records.odd.set(cell, (doubled ? inner.replaceAll('""', '"') : inner) + (isWhole ? '' : this.rest()));
    return true;
  }

  /** What follows a closing quote, up to a delimiter or line end. */
  private rest(): string {
    const { bytes, separator } = this;
    const from = this.at;
    let at = from;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at]!;
      if (byte === separator || byte === LINE_FEED || byte === RETURN) break;
      if (byte === NUL) throw readError(this.reading, 'file-is-binary', { line: this.line });
    }
    this.at = at;
    if (at - from > this.cellBytes) throw this.cellTooLong();
    return flatText(bytes, from, at);
  }

  private cellTooLong(): Error {
    return readError(this.reading, 'line-too-long', { line: this.line, limit: this.cellBytes });
  }

  private checkLength(bytes: number): void {
    const { recordBytes } = this.reading.limits;
    if (bytes > recordBytes) throw readError(this.reading, 'line-too-long', { line: this.line, limit: recordBytes });
  }
}

/** The place behind a line end of one or two bytes. */
function pastLineEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === LINE_FEED) return at + 1;
  if (bytes[at] !== RETURN) return at;
  return bytes[at + 1] === LINE_FEED ? at + 2 : at + 1;
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
