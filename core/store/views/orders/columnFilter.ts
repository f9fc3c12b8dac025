import type { Condition, Query } from '../../../fields/views.ts';
import type { Connection } from '../../sqlite.ts';
import { FILE_TITLES, wordTest } from '../condition.ts';
import { eachWindow, isSegmentKind, type SegmentKind } from '../eachWindow.ts';
import { columnOf, type ViewColumn } from '../viewColumn.ts';
import { numberTest } from './numberTests.ts';
import type { Numbers } from './ranks.ts';
import { markedNumbers, type Span } from './rowNumbers.ts';
import { allOf, anyOf, fileAmong, isAbsent, not, NumberSet, textAmong, type RowTest } from './rowTests.ts';
import type { Scan } from './scan.ts';
import { scopeTests } from './scopeTests.ts';

/** Which rows of a kind are wanted. */
export interface ColumnFilter {
  readonly kind: SegmentKind;
  readonly test: RowTest;
}

/**
 * A query whose rows are chosen by columns alone: going through these takes a fraction of what SQLite needs to look at every row. `null` for
 * one that asks for verbatim cells or running text, and for one that is wrong, so that it is refused where all are.
 */
export function columnFilter(db: Connection, { view, filters, quick, scope }: Query): ColumnFilter | null {
  if (!isSegmentKind(view) || quick.trim() !== '') return null;
  const tests = filters.map((filter) => {
    if (!('any' in filter)) return conditionTest(db, view, filter);
    const some = filter.any.map((condition) => conditionTest(db, view, condition));
    return some.every((test) => test !== null) ? anyOf(some) : null;
  });
  if (!tests.every((test) => test !== null)) return null;
  return { kind: view, test: allOf([...tests, ...scopeTests(db, view, scope)]) };
}

function conditionTest(db: Connection, kind: SegmentKind, condition: Condition): RowTest | null {
  const column = columnOf(kind, condition.field);
  switch (column.storage) {
    case 'decimal':
    case 'integer':
      // Where a row stands in its file lies elsewhere.
      return column.sql === `r."${condition.field}"` ? numberTest(column, condition) : null;
    case 'ref':
    case 'file':
      return namedTest(db, column, condition);
    default:
      return null;
  }
}

/** A condition on what a number stands for: the dictionary, or the list of files, is asked once. */
function namedTest(db: Connection, column: ViewColumn, condition: Condition): RowTest | null {
  const { field, op } = condition;
  const absent: RowTest = column.storage === 'file' ? { keys: [], on: () => () => false } : isAbsent(field);
  if (op === 'blank') return absent;
  if (op === 'present') return not(absent);
  const asked = wordTest(condition);
  if (asked === null) return null;
  const table = column.storage === 'file' ? FILE_TITLES : 'text';
  const numbers = new NumberSet(db.prepare(`SELECT id FROM ${table} WHERE ${asked.sql}`).pluck().all(...asked.bound) as number[]);
  const among = column.storage === 'file' ? fileAmong(numbers) : textAmong(field, numbers);
  const chosen = (op === 'in' || op === 'notIn') && condition.values.includes(null) ? anyOf([among, absent]) : among;
  return op === 'notContains' || op === 'notEqual' || op === 'notIn' ? not(chosen) : chosen;
}

/** The numbers of the rows that pass, ascending. */
export function rowsPassing(reader: { readonly db: Connection; readonly scan: Scan }, { kind, test }: ColumnFilter, span: Span): Numbers {
  const marks = new Uint8Array(span.length);
  eachWindow(reader, kind, test.keys, (columns, rows) => {
    const places = columns.rows.values;
    const passes = test.on(columns);
    for (let at = 0; at < rows; at += 1) if (passes(at)) marks[places[at]! - span.first] = 1;
  });
  return markedNumbers(marks, span.first);
}
