import { Decimal } from '../base/decimal.ts';
import type { Say } from '../base/text.ts';
import { formatCivil, formatMonth } from '../base/time.ts';
import { isDecimalKind, type Field, type FieldValue } from '../fields/field.ts';
import type { OutCell } from './cell.ts';
import type { SheetSpec } from './xlsx.ts';

export type OutColumn = SheetSpec['columns'][number];

/**
 * How the fields of a record become columns of a spreadsheet. A decimal takes two: its exact text, and the same number
 * as a number cell, so that sums work; every other field takes one text column, ids among them.
 */
export interface FieldColumns {
  readonly columns: readonly OutColumn[];
  cells(values: Readonly<Record<string, FieldValue>>, scaleOf: (field: string) => number): OutCell[];
}

export function fieldColumns(fields: readonly Field[], kind: string, say: Say): FieldColumns {
  const columns: OutColumn[] = [];
  for (const field of fields) {
    const header = say(`field.${kind}.${field.key}`);
    columns.push({ header, kind: 'text' });
    if (isDecimalKind(field.kind)) columns.push({ header: say('report.number', { label: header }), kind: 'number' });
  }
  return {
    columns,
    cells: (values, scaleOf) => fields.flatMap((field) => cellsOf(field, values[field.key] ?? null, scaleOf, say)),
  };
}

function cellsOf(field: Field, value: FieldValue, scaleOf: (field: string) => number, say: Say): OutCell[] {
  if (isDecimalKind(field.kind)) {
    if (!(value instanceof Decimal)) return [null, null];
    return [value.toFixed(scaleOf(field.key)), { number: value.toString() }];
  }
  return [shownValue(field, value, say)];
}

/** A value as text: times as the vendor prints them, choices by their name. */
export function shownValue(field: Field, value: FieldValue, say: Say): string | null {
  if (value === null) return null;
  if (value instanceof Decimal) return value.toString();
  if (field.kind === 'time') return formatCivil(value as number);
  if (field.kind === 'month') return formatMonth(value as number);
  if (field.kind === 'choice') return choiceName(field, String(value), say);
  return String(value);
}

function choiceName(field: Field, code: string, say: Say): string {
  const id = `${field.choices}.${code}`;
  const name = say(id);
  return name === id ? code : name;
}
