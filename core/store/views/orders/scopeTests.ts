import { monthOf } from '../../../base/time.ts';
import type { Scope } from '../../../fields/views.ts';
import type { Connection } from '../../sqlite.ts';
import type { SegmentKind } from '../eachWindow.ts';
import { BILLING_FIELDS, billingTimes } from '../billingTime.ts';
import { ACCOUNT_FIELDS, momentsOf } from '../viewQuery.ts';
import { allOf, anyOf, fileAmong, isAbsent, NumberSet, textAmong, type RowTest } from './rowTests.ts';

/** The scope as questions to columns: what `scopePieces` asks of the table. */
export function scopeTests(db: Connection, kind: SegmentKind, scope: Scope): RowTest[] {
  const { accounts = [], currencies = [] } = scope;
  const { start, end } = momentsOf(scope);
  const tests: RowTest[] = [];
  if (start !== null) tests.push(periodTest(db, kind, { side: 'from', moment: start }));
  if (end !== null) tests.push(periodTest(db, kind, { side: 'before', moment: end }));
  if (accounts.length > 0) {
    const texts = textsOf(db, accounts);
    tests.push(anyOf(ACCOUNT_FIELDS[kind].map((field) => textAmong(field, texts))));
  }
  if (kind === 'bill' && currencies.length > 0) tests.push(currencyTest(db, currencies));
  return tests;
}

function textsOf(db: Connection, values: readonly string[]): NumberSet {
  return new NumberSet(db.prepare('SELECT id FROM text WHERE value IN (SELECT atom FROM json_each(?))').pluck().all(JSON.stringify(values)) as number[]);
}

function currencyTest(db: Connection, currencies: readonly string[]): RowTest {
  const printed = textAmong('currency', textsOf(db, currencies));
  if (!currencies.includes('CNY')) return printed;
  const china = new NumberSet(db.prepare("SELECT id FROM file WHERE layout = 'cn'").pluck().all() as number[]);
  return anyOf([printed, allOf([isAbsent('currency'), fileAmong(china)])]);
}

/** From a moment on, or before it. */
interface Bound {
  readonly side: 'from' | 'before';
  readonly moment: number;
}

function periodTest(db: Connection, kind: SegmentKind, { side, moment }: Bound): RowTest {
  // What is not known compares as neither.
  const holds = side === 'from' ? (value: number, bound: number) => value >= bound : (value: number, bound: number) => value < bound;
  if (kind === 'deductions') {
    return {
      keys: ['usageStart', 'deductedAt'],
      on: (columns) => {
        const [used, posted] = [columns.integers('usageStart').values, columns.integers('deductedAt').values];
        return (at) => holds(Number.isNaN(used[at]!) ? posted[at]! : used[at]!, moment);
      },
    };
  }
  const timesIn = billingTimes(db);
  const month = monthOf(moment);
  return {
    keys: BILLING_FIELDS,
    on: (columns) => {
      const { months, timeOf } = timesIn(columns);
      return (at) => (Number.isNaN(months[at]!) ? holds(timeOf(at), moment) : holds(months[at]!, month));
    },
  };
}
