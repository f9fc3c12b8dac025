import { CellCache } from './cellCache.ts';
import { asciiText } from './flatText.ts';
import { numberCell } from './numberCell.ts';
import { dateCell, dateText } from './serialDate.ts';
import type { Cell } from './table.ts';
import { unescaped } from './xmlText.ts';

/** How the value of a cell is to be understood (ST_CellType, with the style's word on dates). */
export const NUMBER = 0;
export const DATE = 1;
export const SHARED = 2;
export const PLAIN = 3;
export const BOOLEAN = 4;
export const ISO_DATE = 5;

/** What the cells of a sheet refer to. */
export interface SheetContext {
  /** The shared strings; `null` while one only wants to know whether there are cells at all. */
  readonly strings: readonly string[] | null;
  /** For each cell style whether it shows dates: 1 or 0. */
  readonly dateStyles: Uint8Array;
  readonly is1904: boolean;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?)?$/;

/** Makes cells of the values of a sheet. What cannot be a value throws the error that `damaged` makes. */
export class CellValues {
  private readonly context: SheetContext;
  private readonly decoded: (from: number, to: number) => string;
  private readonly damaged: () => Error;
  private readonly numbers: CellCache<Cell>;
  private readonly dates: CellCache<Cell>;
  private readonly texts: CellCache<Cell>;

  /** `decoded` turns the bytes between two places into text, with references resolved. */
  constructor(context: SheetContext, decoded: (from: number, to: number) => string, damaged: () => Error) {
    this.context = context;
    this.decoded = decoded;
    this.damaged = damaged;
    const textOf = (bytes: Uint8Array, from: number, to: number) => isPlain(bytes, from, to) ? asciiText(bytes, from, to) : decoded(from, to);
    this.numbers = new CellCache((bytes, from, to) => this.ofText(textOf(bytes, from, to), NUMBER));
    this.dates = new CellCache((bytes, from, to) => this.ofText(textOf(bytes, from, to), DATE));
    this.texts = new CellCache((_, from, to) => this.ofText(decoded(from, to), PLAIN));
  }

  /** The cell that stands between two places, whose bytes have been `hashed`. */
  ofBytes(bytes: Uint8Array, from: number, to: number, type: number, hash: number): Cell {
    switch (type) {
      case SHARED: return this.shared(bytes, from, to);
      case NUMBER: return this.numbers.get(bytes, from, to, hash);
      case DATE: return this.dates.get(bytes, from, to, hash);
      case PLAIN: return this.texts.get(bytes, from, to, hash);
      default: return this.ofText(this.decoded(from, to), type);
    }
  }

  ofText(text: string, type: number): Cell {
    switch (type) {
      case SHARED: return this.string(/^\s*\d{1,9}\s*$/.test(text) ? Number(text) : -1);
      case NUMBER: return numberCell(text.trim());
      case DATE: return dateText(text, this.context.is1904) ?? dateCell(numberCell(text.trim()), this.context.is1904);
      case BOOLEAN: return text === '1' || text === 'true' ? 'TRUE' : 'FALSE';
      case ISO_DATE: return text.replace(ISO, (_, day: string, time?: string) => `${day} ${time ?? '00:00:00'}`);
      default: return unescaped(text);
    }
  }

  isDateStyle(style: number): boolean {
    return this.context.dateStyles[style] === 1;
  }

  private shared(bytes: Uint8Array, from: number, to: number): string {
    let index = 0;
    for (let at = from; at < to; at += 1) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) return this.ofText(this.decoded(from, to), SHARED) as string;
      index = index * 10 + digit;
    }
    return this.string(index);
  }

  /** The shared string of that number. */
  string(index: number): string {
    const { strings } = this.context;
    if (strings === null) return '?';
    const text = strings[index];
    if (text === undefined) throw this.damaged();
    return text;
  }
}

/** Whether there are only digits, points and signs, which need no decoding. */
function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte > 57 || byte < 43) return false;
  }
  return true;
}
