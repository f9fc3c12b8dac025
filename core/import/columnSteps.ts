import type { RejectReason } from '../fields/facts.ts';
import type { Field } from '../fields/field.ts';
import { textOf } from './cellText.ts';
import { cellReader, newCellReading, type CellReading } from './readCell.ts';
import { newPairReading, pairReader } from './readPair.ts';
import type { Column } from './mapHeaders.ts';
import type { Cell } from './table.ts';

/** Why a row is set aside, and which cell it is about. An empty `field` means the row as a whole. */
export interface Rejection {
  readonly field: string;
  readonly reason: RejectReason;
  readonly cell: string;
}

const MAX_CELL = 200;

export function rejection(field: string, reason: RejectReason, cell: string): Rejection {
  return { field, reason, cell: cell.slice(0, MAX_CELL) };
}

/** Reads one cell into the row; answers what is wrong, or `null`. */
export type ColumnStep = (cell: Cell, line: number) => Rejection | null;

/** The row that the steps read into. `place` is the place of a field in the catalogue. */
export interface StepContext {
  readonly fields: readonly Field[];
  /** Takes what a cell says into the row. */
  put(place: number, reading: CellReading, line: number): void;
  /** The same where the row has no value yet for the field. */
  putIfEmpty(place: number, reading: CellReading, line: number): void;
  isEmpty(place: number): boolean;
}

/** How a column is read; `null` for one that is only kept. */
export function columnStep({ use }: Column, context: StepContext): ColumnStep | null {
  if (use.as === 'field') return fieldStep(use.field, use.unit, context);
  if (use.as === 'pair') return pairStep(use.first, use.second, context);
  if (use.as !== 'unknown' || use.again === null) return null;
  const place = context.fields.indexOf(use.again);
  const step = fieldStep(use.again, '', context);
  return (cell, line) => (context.isEmpty(place) ? step(cell, line) : null);
}

function fieldStep(field: Field, headerUnit: string, context: StepContext): ColumnStep {
  const place = context.fields.indexOf(field);
  const read = cellReader(field);
  const reading = newCellReading();
  return (cell, line) => {
    const reason = read(cell, reading);
    if (reason !== null) return rejection(field.key, reason, textOf(cell));
    if (reading.value === null) return null;
    if (headerUnit !== '' && reading.unit === '') reading.unit = headerUnit;
    context.put(place, reading, line);
    return null;
  };
}

function pairStep(first: Field, second: Field, context: StepContext): ColumnStep {
  const firstPlace = context.fields.indexOf(first);
  const secondPlace = context.fields.indexOf(second);
  const read = pairReader(first, second, cellReader(first), cellReader(second));
  const reading = newPairReading();
  return (cell, line) => {
    const trouble = read(cell, reading);
    if (trouble !== null) return rejection(trouble.half === 'first' ? first.key : second.key, trouble.reason, textOf(cell));
    if (reading.first.value !== null) context.putIfEmpty(firstPlace, reading.first, line);
    if (reading.second.value !== null) context.putIfEmpty(secondPlace, reading.second, line);
    return null;
  };
}
