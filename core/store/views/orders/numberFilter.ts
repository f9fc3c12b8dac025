import type { Decimal } from '../../../base/decimal.ts';
import type { Condition, Query, Scope } from '../../../fields/views.ts';
import type { Columns, DecimalColumn } from '../../segments/columns.ts';
import type { Connection } from '../../sqlite.ts';
import { decimalIn, numberIn, timeBound, timesIn, type Comparison } from '../condition.ts';
import { eachWindow, type SegmentKind } from '../eachWindow.ts';
import { columnOf } from '../viewColumn.ts';
import type { Numbers } from './ranks.ts';
import { markedNumbers, type Span } from './rowNumbers.ts';
import type { Scan } from './scan.ts';

/** How a value may be held against another; what is not equal may also be absent. */
type Order = Exclude<Comparison, 'notEqual'>;

/** What a value of a field must be; an absent one is never it. */
interface NumberTest {
  readonly field: string;
  readonly op: Order;
  readonly to: Decimal | number;
}

/** All that rows of a kind must be. */
export interface NumberFilter {
  readonly kind: SegmentKind;
  readonly tests: readonly NumberTest[];
}

/**
 * What a query asks of numbers and times, where it asks for nothing else and its rows lie in columns: going through these takes a fraction of what SQLite needs
 * to look at every row. `null` for any other query, also for one that is wrong, so that it is refused where all are.
 */
export function numberFilter({ view, filters, quick, scope }: Query): NumberFilter | null {
  if ((view !== 'deductions' && view !== 'bill') || filters.length === 0 || quick.trim() !== '' || !isEverything(scope)) return null;
  const tests = filters.map((filter) => ('any' in filter ? null : testsOf(view, filter)));
  return tests.every((some) => some !== null) ? { kind: view, tests: tests.flat() } : null;
}

function isEverything(scope: Scope): boolean {
  return Object.values(scope).every((part: unknown) => part === undefined || (Array.isArray(part) && part.length === 0));
}

function testsOf(view: SegmentKind, condition: Condition): readonly NumberTest[] | null {
  const column = columnOf(view, condition.field);
  // The file and verbatim columns are no numbers; where a row stands in its file lies elsewhere.
  if ((column.storage !== 'decimal' && column.storage !== 'integer') || column.sql !== `r."${condition.field}"`) return null;
  if (condition.op === 'between') {
    const from = testsOf(view, { op: 'atLeast', field: condition.field, value: condition.from });
    const to = testsOf(view, { op: 'atMost', field: condition.field, value: condition.to });
    return from === null || to === null ? null : [...from, ...to];
  }
  if (!('value' in condition) || !isOrder(condition.op)) return null;
  const { field, op, value } = condition;
  if (column.storage === 'decimal') {
    const to = decimalIn(value);
    return to === null ? null : [{ field, op, to }];
  }
  if (column.kind === 'time') {
    const times = timesIn(value);
    if (times === null) return null;
    if (op === 'equals') return [{ field, op: 'atLeast', to: times.first }, { field, op: 'atMost', to: times.last }];
    return [{ field, op, to: timeBound(op, times) }];
  }
  const to = numberIn(column, value);
  return to === null ? null : [{ field, op, to }];
}

function isOrder(op: string): op is Order {
  return op in HOLDS;
}

/** The numbers of the rows that pass, ascending. */
export function rowsPassing(reader: { readonly db: Connection; readonly scan: Scan }, { kind, tests }: NumberFilter, span: Span): Numbers {
  const marks = new Uint8Array(span.length);
  eachWindow(reader, kind, tests.map(({ field }) => field), (columns, rows) => {
    const places = columns.rows.values;
    const pass = tests.map((test) => passing(columns, test));
    for (let at = 0; at < rows; at += 1) if (pass.every((holds) => holds(at))) marks[places[at]! - span.first] = 1;
  });
  return markedNumbers(marks, span.first);
}

/** Whether the value at a place passes. */
function passing(columns: Columns, { field, op, to }: NumberTest): (at: number) => boolean {
  const holds = HOLDS[op];
  if (typeof to === 'number') {
    const { values } = columns.integers(field);
    return (at) => !Number.isNaN(values[at]!) && holds(values[at]! - to);
  }
  const column = columns.decimals(field);
  const { wholes, nanos } = column;
  const { whole, nano, isNarrow } = to;
  return (at) => {
    if (!isNarrow || Number.isNaN(wholes[at]!)) return holdsWide(column, at, to, holds);
    return holds(wholes[at]! - whole || nanos[at]! - nano);
  };
}

function holdsWide(column: DecimalColumn, at: number, to: Decimal, holds: (order: number) => boolean): boolean {
  const value = column.at(at);
  return value !== null && holds(value.compare(to));
}

/** By whether a value is below, at or above what it is held against. */
const HOLDS: Readonly<Record<Order, (order: number) => boolean>> = {
  less: (order) => order < 0, atMost: (order) => order <= 0, more: (order) => order > 0, atLeast: (order) => order >= 0, equals: (order) => order === 0,
};
