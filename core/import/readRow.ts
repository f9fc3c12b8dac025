import { CATALOGUES } from '../fields/index.ts';
import type { PrintedScale, UnknownWord } from '../fields/facts.ts';
import { isDecimalKind, type Field, type FieldKind, type FieldValue } from '../fields/field.ts';
import type { RejectReason } from '../fields/facts.ts';
import { cleanText, isAbsent, textOf } from './cellText.ts';
import { columnStep, rejection, type Rejection } from './columnSteps.ts';
import type { Recognition } from './detect.ts';
import { extraColumns } from './extraColumns.ts';
import { gluedUnits } from './gluedUnits.ts';
import { ignorable } from './ignorable.ts';
import { printedScales, unknownWords } from './printed.ts';
import type { SourceRow } from './table.ts';

/** What became of a row: its values are ready, it is no record, or it cannot be read. */
export type RowOutcome = 'row' | 'ignored' | Rejection;

/**
 * Turns the rows of one table into values. `values` and `extra` belong to the row read last: the next one overwrites
 * them.
 */
export interface RowReader {
  /** One value per field of the catalogue, in its order. */
  readonly values: readonly FieldValue[];
  /** The cells of unknown columns as a JSON object; `null` where all are empty. */
  readonly extra: string | null;
  read(row: SourceRow): RowOutcome;
  /** Names, ids, choices and times of the row read last, also of one that was set aside. */
  known(): Readonly<Record<string, string | number>>;
  /** How numbers were printed in the rows that could be read, by field. */
  scales(): Readonly<Record<string, PrintedScale>>;
  unknownWords(): readonly UnknownWord[];
}

export function rowReader({ kind, headers }: Recognition): RowReader {
  const fields: readonly Field[] = CATALOGUES[kind].fields;
  const values: FieldValue[] = fields.map(() => null);
  const printed = printedScales(fields);
  const words = unknownWords(fields);
  const units = gluedUnits(kind, fields);
  const steps = headers.columns.map((column) => columnStep(column, {
    fields,
    isEmpty: (place) => values[place] === null,
    put(place, reading, line) {
      values[place] = reading.value;
      if (reading.scale >= 0) printed.note(place, reading.scale);
      if (reading.unit !== '') units.note(place, reading.unit);
      if (reading.unknownWord) words.note(place, reading.value as string, line);
    },
  }));
  const extras = extraColumns(headers.columns);
  const isIgnorable = ignorable(headers.columns);
  const needs = needsOf(kind, fields);

  function fill({ cells, line }: SourceRow): Rejection | null {
    const width = Math.min(cells.length, steps.length);
    let trouble: Rejection | null = null;
    for (let at = 0; at < width; at += 1) {
      const step = steps[at]!;
      const cell = cells[at]!;
      if (step === null || cell === '' || cell === '-') continue;
      // The rest of a row that is set aside is read all the same: it may tell whose row it is.
      const wrong = step(cell, line);
      trouble ??= wrong;
    }
    if (trouble !== null) return trouble;
    for (let at = steps.length; at < cells.length; at += 1) {
      if (!isAbsent(cleanText(textOf(cells[at]!)))) return rejection('', 'cells', cells.map(textOf).join(' | '));
    }
    return null;
  }

  /** Everything but amounts: those prove nothing where a cell beside them is wrong. */
  const known = (): Record<string, string | number> => Object.fromEntries(fields.flatMap((field, place) => {
    const value = values[place];
    return typeof value === 'string' || (typeof value === 'number' && field.kind === 'time') ? [[field.key, value] as const] : [];
  }));

  let extra: string | null = null;
  return {
    values,
    known,
    get extra() {
      return extra;
    },
    read(row) {
      if (isIgnorable(row.cells)) return 'ignored';
      values.fill(null);
      printed.startRow();
      const trouble = fill(row);
      const contradicts = units.settle(values);
      if (trouble !== null) return trouble;
      if (contradicts >= 0) return rejection(fields[contradicts]!.key, 'unit', textOf(row.cells[columnOf(headers.columns, fields[contradicts]!)] ?? ''));
      const lacking = needs(values);
      if (lacking !== null) return lacking;
      printed.endRow();
      extra = extras === null ? null : extras(row.cells);
      return 'row';
    },
    scales: () => printed.all(),
    unknownWords: () => words.all(),
  };
}

function columnOf(columns: Recognition['headers']['columns'], field: Field): number {
  return columns.find(({ use }) => (use.as === 'field' && use.field === field) || (use.as === 'pair' && (use.first === field || use.second === field)))?.at ?? -1;
}

/**
 * A package and a deduction need their essential cells. A bill line may lack any one cell (lines without owner or product
 * are a finding), but it must say some amount or time: a single stray cell is no line.
 */
function needsOf(kind: Recognition['kind'], fields: readonly Field[]): (values: readonly FieldValue[]) => Rejection | null {
  if (kind === 'bill') {
    const saying = fields.flatMap((field, place) => (isDecimalKind(field.kind) || field.kind === 'time' ? [place] : []));
    return (values) => (saying.some((place) => values[place] !== null) ? null : rejection('', 'id-missing', ''));
  }
  const needs = fields.flatMap((field, place) => (field.essential === true ? [{ field, place }] : []));
  return (values) => {
    for (const { field, place } of needs) if (values[place] === null) return rejection(field.key, absence(field.kind), '');
    return null;
  };
}

function absence(kind: FieldKind): RejectReason {
  if (kind === 'time') return 'time';
  return isDecimalKind(kind) ? 'number' : 'id-missing';
}
