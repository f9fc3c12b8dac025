import type { Decimal } from '../../../base/decimal.ts';
import type { Condition } from '../../../fields/views.ts';
import type { Columns, DecimalColumn } from '../../segments/columns.ts';
import { decimalIn, numberIn, timeBound, timesIn, type Comparison } from '../condition.ts';
import type { ViewColumn } from '../viewColumn.ts';
import { allOf, anyOf, isAbsent, not, type RowTest } from './rowTests.ts';

/** How a value may be held against another; what is not equal may also be absent. */
type Order = Exclude<Comparison, 'notEqual'>;

/** What a value of a field must be; an absent one is never it. */
interface NumberTest {
  readonly field: string;
  readonly op: Order;
  readonly to: Decimal | number;
}

/** A condition on a column of decimals, times, months or counts; `null` where it is no question of numbers, and where what is written is none. */
export function numberTest(column: ViewColumn, condition: Condition): RowTest | null {
  const { field } = condition;
  switch (condition.op) {
    case 'blank':
      return isAbsent(field);
    case 'present':
      return not(isAbsent(field));
    case 'in':
    case 'notIn': {
      const tests = condition.values.map((value) => (value === null ? isAbsent(field) : ordered(column, { op: 'equals', field, value })));
      if (!tests.every((test) => test !== null)) return null;
      return condition.op === 'in' ? anyOf(tests) : not(anyOf(tests));
    }
    case 'notEqual': {
      const equal = ordered(column, { op: 'equals', field, value: condition.value });
      return equal === null ? null : not(equal);
    }
    default:
      return ordered(column, condition);
  }
}

function ordered(column: ViewColumn, condition: Condition): RowTest | null {
  const tests = testsOf(column, condition);
  return tests === null ? null : allOf(tests.map((test) => ({ keys: [test.field], on: (columns) => passing(columns, test) })));
}

function testsOf(column: ViewColumn, condition: Condition): readonly NumberTest[] | null {
  if (condition.op === 'between') {
    const from = testsOf(column, { op: 'atLeast', field: condition.field, value: condition.from });
    const to = testsOf(column, { op: 'atMost', field: condition.field, value: condition.to });
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
