import { isKnownChoice, choiceCode } from '../fields/choices.ts';
import type { RejectReason } from '../fields/facts.ts';
import { isDecimalKind, type Field, type FieldValue } from '../fields/field.ts';
import { cleanText, halfWidth, isAbsent, ownText, textOf } from './cellText.ts';
import { decimalReader } from './readAmount.ts';
import { newReading, readNumber } from './readNumber.ts';
import { readMonth, readSerial, readTime } from './readTime.ts';
import type { Cell } from './table.ts';

/** What one cell says: a value, perhaps with the unit that was glued to it, or the reason why it cannot be read. */
export interface CellReading {
  value: FieldValue;
  /** The glued unit, or an empty text. */
  unit: string;
  /** Printed decimals of a decimal value, or -1. */
  scale: number;
  /** Whether a word of a closed list is unknown to us. */
  unknownWord: boolean;
}

/** Reads a cell into `out`; answers why it cannot, or `null`. */
export type CellReader = (cell: Cell, out: CellReading) => RejectReason | null;

export function newCellReading(): CellReading {
  return { value: null, unit: '', scale: -1, unknownWord: false };
}

/** Distinct texts remembered per column, so that repeated ones are cleaned once and kept once. */
const MAX_KEPT = 20_000;

/** The reader of one column. Each call makes its own caches, so a reader belongs to one column of one table. */
export function cellReader(field: Field): CellReader {
  const read = readerOf(field);
  return (cell, out) => {
    out.value = null;
    out.unit = '';
    out.scale = -1;
    out.unknownWord = false;
    return read(cell, out);
  };
}

function readerOf(field: Field): CellReader {
  if (isDecimalKind(field.kind)) return decimalReader(field);
  if (field.kind === 'time') return timeReader();
  if (field.kind === 'month') return monthReader();
  if (field.kind === 'count') return countReader();
  if (field.kind === 'choice') return choiceReader(field);
  return field.identifier === true ? identifierReader(field) : nameReader(field);
}

/** `\r\n` inside a cell means the same as `\n`. */
function oneLineBreak(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function nameReader(field: Field): CellReader {
  const kept = new Map<string, string | null>();
  const many = field.kind === 'id';
  let lastText = '';
  let lastValue: string | null = null;
  return (cell, out) => {
    const text = textOf(cell);
    if (many) {
      const plain = oneLineBreak(cleanText(text));
      out.value = isAbsent(plain) ? null : plain;
      return null;
    }
    if (text === lastText) {
      out.value = lastValue;
      return null;
    }
    let value = kept.get(text);
    if (value === undefined) {
      const own = ownText(text);
      const plain = oneLineBreak(cleanText(own));
      value = isAbsent(plain) ? null : plain;
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(own, value);
    }
    lastText = text;
    lastValue = value;
    out.value = value;
    return null;
  };
}

/**
 * What a spreadsheet makes of a long number: `1.00012E+11`. A single digit before a bare `E` counts too; more digits
 * without a sign, as in `1234e567`, may be a real identifier.
 */
const DAMAGED = /^(?:\d+\.\d+E\+?|\d+E\+|\dE)\d+$/i;
/** What a program makes of it that takes numbers for floats: exact as long as a float holds all digits. */
const FLOAT = /^(\d+)\.0$/;
const SAFE_DIGITS = 15;

function identifierReader(field: Field): CellReader {
  const readName = nameReader(field);
  return (cell, out) => {
    if (typeof cell !== 'string') {
      if (!/^\d+$/.test(cell.number) || cell.number.length > SAFE_DIGITS) {
        return isAbsent(cell.number) ? null : 'id-damaged';
      }
      out.value = cell.number;
      return null;
    }
    const trouble = readName(cell, out);
    const text = out.value;
    if (typeof text !== 'string' || !couldBeDamaged(text)) return trouble;
    if (DAMAGED.test(halfWidth(text))) return 'id-damaged';
    const float = FLOAT.exec(text);
    if (float === null) return trouble;
    if (float[1]!.length > SAFE_DIGITS) return 'id-damaged';
    out.value = float[1]!;
    return null;
  };
}

function couldBeDamaged(text: string): boolean {
  return text.length < 32 && (text.includes('E') || text.includes('e') || text.includes('\uFF25') || text.endsWith('.0'));
}

function timeReader(): CellReader {
  let lastText = '';
  let lastTime: number | null = null;
  return (cell, out) => {
    if (typeof cell !== 'string') {
      const time = readSerial(cell.number);
      out.value = time ?? null;
      return time === undefined ? 'time' : null;
    }
    if (cell === lastText) {
      out.value = lastTime;
      return null;
    }
    const text = cleanText(cell);
    let time: number | null | undefined = null;
    if (!isAbsent(text)) time = readTime(text);
    if (time === undefined) return 'time';
    lastText = cell;
    lastTime = time;
    out.value = time;
    return null;
  };
}

function monthReader(): CellReader {
  return (cell, out) => {
    const text = cleanText(textOf(cell));
    if (isAbsent(text)) return null;
    const month = readMonth(text);
    out.value = month ?? null;
    return month === undefined ? 'month' : null;
  };
}

function countReader(): CellReader {
  const reading = newReading();
  return (cell, out) => {
    const text = cleanText(textOf(cell));
    if (isAbsent(text)) return null;
    if (readNumber(text, reading, typeof cell !== 'string') !== null || /^[%\uFF05]/.test(reading.suffix)) return 'count';
    const { value } = reading;
    if (!value.isNarrow || value.nano !== 0) return 'count';
    out.value = value.whole;
    return null;
  };
}

function choiceReader(field: Field): CellReader {
  const kept = new Map<string, { readonly value: string | null; readonly unknown: boolean }>();
  return (cell, out) => {
    const text = textOf(cell);
    let known = kept.get(text);
    if (known === undefined) {
      const own = ownText(text);
      const word = oneLineBreak(cleanText(own));
      if (isAbsent(word)) known = { value: null, unknown: false };
      else {
        const code = choiceCode(field.choices!, word);
        known = { value: code ?? word, unknown: code === null && !isKnownChoice(field.choices!, word) };
      }
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(own, known);
    }
    out.value = known.value;
    out.unknownWord = known.unknown;
    return null;
  };
}
