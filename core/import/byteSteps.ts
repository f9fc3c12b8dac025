import type { Field } from '../fields/field.ts';
import { isDecimalKind } from '../fields/field.ts';
import { storageOf } from '../fields/rowBatch.ts';
import { CellMemo } from './cellMemo.ts';
import type { ColumnStep, Rejection } from './columnSteps.ts';
import type { ByteRecords } from './byteRecords.ts';
import type { Column } from './mapHeaders.ts';
import { NumberBytes } from './numberBytes.ts';
import { NO_WORD, type RowInMaking, type Said } from './rowInMaking.ts';
import { TimeBytes } from './timeBytes.ts';

/** Reads a cell into the row; the same as the column's step does with the cell as a text or a number. */
export type ByteStep = (records: ByteRecords, cell: number, line: number) => Rejection | null;

/** The step of a column, and how to make it forget the words that it remembers. */
export interface ByteColumn {
  readonly step: ByteStep;
  readonly forget: () => void;
}

const NOTHING = (): void => {};

/**
 * Reads cells from their bytes where that is certain to say the same as reading their text: numbers and times in the one
 * form that exports print, plain codes, and whatever was read before. Anything else goes to `step` as text.
 */
export function byteColumn({ use }: Column, step: ColumnStep, row: RowInMaking): ByteColumn {
  if (use.as === 'pair') return remembering(step, row);
  if (use.as !== 'field') return { step: (records, cell, line) => step(records.cell(cell), line), forget: NOTHING };
  const { field, unit } = use;
  if (isDecimalKind(field.kind)) return decimals(field, unit, step, row);
  if (field.kind === 'time') return { step: times(field, step, row), forget: NOTHING };
  return storageOf(field.kind) === 'text' ? { step: codes(field, step, row), forget: NOTHING } : remembering(step, row);
}

/** A cell that was seen before says what it said then. */
function remembering(step: ColumnStep, row: RowInMaking): ByteColumn {
  const memo = new CellMemo<readonly Said[]>();
  return {
    forget: () => memo.clear(),
    step(records, cell, line) {
      const from = records.from[cell]!;
      if (from < 0 || records.isNumber[cell] === 1) return step(records.cell(cell), line);
      const to = records.to[cell]!;
      const known = memo.find(records, from, to);
      if (known !== undefined) {
        row.repeat(known, line);
        return null;
      }
      row.listen();
      const trouble = step(records.cell(cell), line);
      const said = row.heard();
      if (trouble === null && said !== null) memo.keep(records, from, to, said);
      return trouble;
    },
  };
}

const LETTER_E = 0x45;
const SMALL_E = 0x65;

/** Digits, and behind them nothing or a unit that was read before. */
function decimals(field: Field, headerUnit: string, step: ColumnStep, row: RowInMaking): ByteColumn {
  const place = row.fields.indexOf(field);
  const number = new NumberBytes();
  const units = new CellMemo<number>();
  const { batch, scales, units: glued } = row;
  const mayHaveUnit = field.kind !== 'rate';
  return {
    forget: () => units.clear(),
    step(records, cell, line) {
      const from = records.from[cell]!;
      const to = records.to[cell]!;
      if (from < 0 || !number.read(records.bytes, from, to)) return step(records.cell(cell), line);
      const { whole, nano, scale, end } = number;
      let unit = NO_WORD;
      if (end < to) {
        const known = mayHaveUnit ? units.find(records, end, to) : undefined;
        if (known === undefined) {
          row.listen();
          const trouble = step(records.cell(cell), line);
          const [said, ...others] = row.heard() ?? [];
          // What follows the digits is a unit for any number, unless it is part of this one, as an exponent is.
          const isUnit = said !== undefined && others.length === 0 && said.first === whole && said.second === nano && said.scale === scale;
          const begin = records.bytes[end]!;
          if (trouble === null && isUnit && mayHaveUnit && begin !== LETTER_E && begin !== SMALL_E) units.keep(records, end, to, said.unit);
          return trouble;
        }
        unit = known;
      } else if (headerUnit !== '') {
        unit = batch.words.numberOf(headerUnit);
      }
      batch.setDecimal(place, whole, nano);
      scales.note(place, scale);
      if (unit !== NO_WORD) glued.note(place, unit);
      return null;
    },
  };
}

function times(field: Field, step: ColumnStep, row: RowInMaking): ByteStep {
  const place = row.fields.indexOf(field);
  const times19 = new TimeBytes();
  return (records, cell, line) => {
    const from = records.from[cell]!;
    const time = from < 0 ? Number.NaN : times19.read(records.bytes, records.view, from, records.to[cell]!);
    if (Number.isNaN(time)) return step(records.cell(cell), line);
    row.batch.setNumber(place, time);
    return null;
  };
}

/** Shorter ones may be a word for "nothing". */
const SAFE_LENGTH = 7;
/** Longer ones are no numbers that a spreadsheet has damaged. */
const DAMAGED_LENGTH = 32;

/** Codes of plain letters and digits, which no cleaning changes. */
function codes(field: Field, step: ColumnStep, row: RowInMaking): ByteStep {
  const place = row.fields.indexOf(field);
  const mayBeDamaged = field.identifier === true;
  return (records, cell, line) => {
    const from = records.from[cell]!;
    const to = records.to[cell]!;
    if (from < 0 || records.isNumber[cell] === 1 || !isPlainCode(records.bytes, from, to, mayBeDamaged)) return step(records.cell(cell), line);
    row.batch.setText(place, records.bytes, from, to);
    return null;
  };
}

function isPlainCode(bytes: Uint8Array, from: number, to: number, mayBeDamaged: boolean): boolean {
  let digits = 0;
  let hasE = false;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte >= 48 && byte <= 57) digits += 1;
    else {
      const letter = byte & 0xdf;
      if (letter < 65 || letter > 90 || byte > 122) {
        if ((byte !== 45 && byte !== 95) || at === from || at === to - 1) return false;
      } else if (letter === LETTER_E) hasE = true;
    }
  }
  const length = to - from;
  return digits === length || (length >= SAFE_LENGTH && !(hasE && mayBeDamaged && length < DAMAGED_LENGTH));
}
