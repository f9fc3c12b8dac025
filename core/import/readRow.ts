import type { PrintedScale, RejectReason, UnknownWord } from '../fields/facts.ts';
import { isDecimalKind, type Field, type FieldKind, type FieldValue } from '../fields/field.ts';
import { rowLayout } from '../fields/rowBatch.ts';
import type { BatchBuilder } from './batchBuilder.ts';
import { byteColumn } from './byteSteps.ts';
import { cleanText, isAbsent, textOf } from './cellText.ts';
import { columnStep, rejection, type Rejection } from './columnSteps.ts';
import type { ByteRecords } from './byteRecords.ts';
import type { Recognition } from './detect.ts';
import { extraColumns } from './extraColumns.ts';
import { ignorable } from './ignorable.ts';
import { RowInMaking } from './rowInMaking.ts';
import type { Cell } from './table.ts';

/** What became of a row: its values are ready, it is no record (but perhaps the sum of them all), or it cannot be read. */
export type RowOutcome = 'row' | 'ignored' | 'total' | Rejection;

/**
 * Turns the rows of one table into values, in `batch`; whoever asks for a row keeps it there before the next one or lets
 * it be overwritten.
 */
export interface RowReader {
  readonly batch: BatchBuilder;
  /** The values of the row read last, one per field of the catalogue, in its order. */
  readonly values: readonly FieldValue[];
  /** The cells of its unknown columns as a JSON object; `null` where all are empty. */
  readonly extra: string | null;
  read(records: ByteRecords, record: number): RowOutcome;
  /** What a row prints under columns of money, by field. */
  amountsIn(records: ByteRecords, record: number): Readonly<Record<string, string>>;
  /** Names, ids, choices and times of the row read last, also of one that was set aside. */
  known(): Readonly<Record<string, string | number>>;
  /** How numbers were printed in the rows that could be read, by field. */
  scales(): Readonly<Record<string, PrintedScale>>;
  unknownWords(): readonly UnknownWord[];
  /** Begins the words of the batch anew; between two batches, where there are too many. */
  forgetWords(): void;
}

const MINUS = 45;
/** Of what a totals row prints in one cell. */
const LONGEST_AMOUNT = 100;

export function rowReader({ kind, headers }: Recognition): RowReader {
  const { columns } = headers;
  const row = new RowInMaking(kind, rowLayout(kind, headers.matched));
  const { batch, fields } = row;
  const steps = columns.map((column) => columnStep(column, row));
  const byteColumns = columns.map((column, at) => (steps[at] === null ? null : byteColumn(column, steps[at]!, row)));
  const byteSteps = byteColumns.map((column) => column?.step ?? null);
  const extras = extraColumns(columns);
  const isIgnorable = ignorable(columns);
  const needs = needsOf(kind, batch);

  function fill(records: ByteRecords, record: number, line: number): Rejection | null {
    const { bytes, from, to } = records;
    const first = records.first[record]!;
    const count = records.first[record + 1]! - first;
    const width = Math.min(count, byteSteps.length);
    let trouble: Rejection | null = null;
    for (let at = 0, cell = first; at < width; at += 1, cell += 1) {
      const step = byteSteps[at]!;
      const start = from[cell]!;
      const length = to[cell]! - start;
      // The rest of a row that is set aside is read all the same: it may tell whose row it is.
      if (step === null || (start >= 0 && (length === 0 || (length === 1 && bytes[start] === MINUS)))) continue;
      const wrong = step(records, cell, line);
      trouble ??= wrong;
    }
    return trouble ?? (count > byteSteps.length ? strayCell(records.row(record).cells, byteSteps.length) : null);
  }

  /** What becomes of a row whose cells are read; `cellOf` gives the text of the cell in a column. */
  function outcomeOf(trouble: Rejection | null, cellOf: (at: number) => string): 'row' | Rejection {
    const contradicts = row.units.settle();
    if (trouble !== null) return trouble;
    if (contradicts >= 0) return rejection(fields[contradicts]!.key, 'unit', cellOf(columnOf(columns, fields[contradicts]!)));
    const lacking = needs();
    if (lacking !== null) return lacking;
    row.scales.endRow();
    return 'row';
  }

  let extra: string | null = null;
  return {
    batch,
    get values() {
      return fields.map((_, place) => batch.value(place));
    },
    get extra() {
      return extra;
    },
    read(records, record) {
      const other = isIgnorable(records, record);
      if (other !== null) return other === 'total' ? 'total' : 'ignored';
      const line = records.lines[record]!;
      row.start(line);
      const outcome = outcomeOf(fill(records, record, line), (at) => textOf(records.row(record).cells[at] ?? ''));
      if (outcome === 'row') extra = extras === null ? null : extras(records, record);
      return outcome;
    },
    amountsIn(records, record) {
      const { cells } = records.row(record);
      return Object.fromEntries(columns.flatMap(({ at, use }) => {
        const text = use.as === 'field' && use.field.kind === 'money' ? cleanText(textOf(cells[at] ?? '')) : '';
        return use.as !== 'field' || isAbsent(text) ? [] : [[use.field.key, text.slice(0, LONGEST_AMOUNT)] as const];
      }));
    },
    /** Everything but amounts: those prove nothing where a cell beside them is wrong. */
    known: () => Object.fromEntries(fields.flatMap((field, place) => {
      const value = batch.value(place);
      return typeof value === 'string' || (typeof value === 'number' && field.kind === 'time') ? [[field.key, value] as const] : [];
    })),
    scales: () => row.scales.all(),
    unknownWords: () => row.unknown.all(),
    forgetWords() {
      batch.words.forget();
      for (const column of byteColumns) column?.forget();
    },
  };
}

/** A cell beside the columns is no row of this table; absent ones may be there. */
function strayCell(cells: readonly Cell[], from: number): Rejection | null {
  const stray = cells.slice(from).some((cell) => !isAbsent(cleanText(textOf(cell))));
  return stray ? rejection('', 'cells', cells.map(textOf).join(' | ')) : null;
}

function columnOf(columns: Recognition['headers']['columns'], field: Field): number {
  return columns.find(({ use }) => (use.as === 'field' && use.field === field) || (use.as === 'pair' && (use.first === field || use.second === field)))?.at ?? -1;
}

/**
 * A package and a deduction need their essential cells. A bill line may lack any one cell (lines without owner or product
 * are a finding), but it must say some amount or time: a single stray cell is no line.
 */
function needsOf(kind: Recognition['kind'], batch: BatchBuilder): () => Rejection | null {
  const fields = batch.fields.flatMap((field, place) => (batch.slots[place]! < 0 ? [] : [{ field, place }]));
  if (kind === 'bill') {
    const saying = fields.flatMap(({ field, place }) => (isDecimalKind(field.kind) || field.kind === 'time' ? [place] : []));
    return () => (saying.some((place) => !batch.isEmpty(place)) ? null : rejection('', 'id-missing', ''));
  }
  const needs = fields.filter(({ field }) => field.essential === true);
  return () => {
    for (const { field, place } of needs) if (batch.isEmpty(place)) return rejection(field.key, absence(field.kind), '');
    return null;
  };
}

function absence(kind: FieldKind): RejectReason {
  if (kind === 'time') return 'time';
  return isDecimalKind(kind) ? 'number' : 'id-missing';
}
