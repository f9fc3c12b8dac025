import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { AppError } from '../../core/base/errors.ts';
import { formatCivil, formatMonth } from '../../core/base/time.ts';
import { RECORD_KINDS } from '../../core/fields/field.ts';
import type { Condition, Filter, Query, Scope, Sort, View } from '../../core/fields/views.ts';
import { ROW_TABLES } from '../../core/store/columns.ts';
import { decimalOf } from '../../core/store/rowDecoder.ts';
import { connect, type Connection } from '../../core/store/sqlite.ts';
import { Store } from '../../core/store/store.ts';
import { addDecimalFunctions } from '../../core/store/views/decimalFunctions.ts';
import { ExactTotal } from '../../core/store/views/exactTotal.ts';
import { Held } from '../../core/store/views/orders/held.ts';
import { sourceOf } from '../../core/store/views/orders/maker.ts';
import { NumberColumn } from '../../core/store/views/orders/numberRanks.ts';
import { ABSENT } from '../../core/store/views/orders/ranks.ts';
import { Scan } from '../../core/store/views/orders/scan.ts';
import { sumsOf } from '../../core/store/views/sums.ts';
import { surveyOf } from '../../core/store/views/survey.ts';
import { viewColumns, type ViewColumn } from '../../core/store/views/viewColumn.ts';
import type { ViewReader } from '../../core/store/views/viewReader.ts';
import { Random } from '../property/random.ts';
import { addWideFunctions, sqlOrder } from '../support/sqlOrder.ts';
import { numbers, temporaryFolder } from '../support/stores.ts';
import { addStrangeRows } from '../support/strangeRows.ts';

const folder = temporaryFolder();
const path = folder.at('strange.packledger');
/** More bill lines than are read in one piece. */
const COUNTS = { packages: 900, deductions: 1500, bill: 36_000 };
let store: Store;
let views: ViewReader;
/** Writes, and answers in plain SQL. */
let plain: Connection;

beforeAll(() => {
  Store.open(path).close();
  plain = connect(path);
  addDecimalFunctions(plain);
  addWideFunctions(plain);
  addStrangeRows(plain, 7, COUNTS);
  store = Store.open(path);
  views = store.views();
});
afterAll(() => {
  store.close();
  plain.close();
  folder.remove();
});

const query = (view: View, rest: Partial<Query> = {}): Query => ({ view, filters: [], quick: '', sort: [], scope: {}, ...rest });
function ordered(asked: Query): number[] {
  const { order, total } = views.order(asked);
  const { rows } = views.block(order, 0, total);
  expect(rows.map(({ at }) => at)).toEqual(rows.map((_, at) => at));
  return rows.map(({ id }) => id);
}
const keys = (view: View): string[] => [...viewColumns(view).map(({ key }) => key), ...(view === 'findings' ? [] : ['extra:备注'])];
const ways = (field: string): Sort[] => [{ field, descending: false }, { field, descending: true }];

describe.each(['packages', 'deductions'] as const)('%s in an order of ours and of SQL', (view) => {
  test('by every column, either way', () => {
    for (const sort of keys(view).flatMap(ways)) expect(ordered(query(view, { sort: [sort] })), JSON.stringify(sort)).toEqual(sqlOrder(plain, query(view, { sort: [sort] })));
  });

  test('by two columns, of all rows and of some', () => {
    const below = numbers(11);
    const filters: Condition[] = [{ op: 'notContains', field: 'product', value: 'a' }, { op: 'present', field: 'product' }, { op: 'atLeast', field: 'line', value: '20' }];
    for (const field of keys(view)) {
      const other = keys(view)[below(keys(view).length)]!;
      const asked = query(view, { sort: [{ field, descending: below(2) === 0 }, { field: other, descending: below(2) === 0 }], filters: filters.slice(0, below(4)), quick: below(3) === 0 ? 'b' : '' });
      expect(ordered(asked), JSON.stringify(asked)).toEqual(sqlOrder(plain, asked));
    }
  });
});

describe.each(['deductions', 'bill'] as const)('conditions on numbers of %s choose what SQL chooses', (view) => {
  const written = ({ kind, storage }: ViewColumn, whole: number | string, nano: number | null): string => {
    if (storage === 'decimal') return decimalOf(whole, nano)!.toString();
    return kind === 'time' ? formatCivil(whole as number) : kind === 'month' ? formatMonth(whole as number) : String(whole);
  };
  /** Some values that rows have, as they would be typed, and some that few have. */
  const valuesOf = (one: ViewColumn): string[] => {
    const { sql, nano, storage, kind, key } = one;
    const rows = plain.prepare(`SELECT ${sql} AS whole, ${storage === 'decimal' ? nano : 'NULL'} AS nano FROM ${ROW_TABLES[view]} AS r WHERE ${sql} IS NOT NULL ORDER BY r.id LIMIT 40`).all() as { whole: number | string; nano: number | null }[];
    const some = rows.filter((_, at) => at % 13 === key.length % 13).map(({ whole, nano: billionths }) => written(one, whole, billionths));
    if (storage === 'decimal') return [...some, '0', '-0.000000001', '10', '1,000.5', '123456789012345678901234567890.5', '-4503599627370497', '0.0000000001'];
    return kind === 'time' ? [...some, ...some.map((time) => time.slice(0, 10)), '2025-05-10'] : some;
  };
  // All columns of the few rows; of the many lines, which SQL sorts for every condition, one of each kind.
  const numeric = (): ViewColumn[] => viewColumns(view).filter(({ key, storage }) => (view === 'bill' ? ['usage', 'usageStart', 'billMonth'].includes(key) : storage === 'decimal' || storage === 'integer'));
  const asked = (filters: readonly Filter[]): Query => query(view, { filters, scope: { accounts: [] } });
  /** How many rows, and the first of them. */
  const ours = (filters: readonly Filter[]): number[] => {
    const { order, total } = views.order(asked(filters));
    return [total, ...views.block(order, 0, 40).rows.map(({ id }) => id)];
  };
  const ofSql = (filters: readonly Filter[]): number[] => {
    const all = sqlOrder(plain, asked(filters));
    return [all.length, ...all.slice(0, 40)];
  };

  test.each(['less', 'atMost', 'more', 'atLeast', 'equals', 'notEqual'] as const)('%s', (op) => {
    const all = numeric().flatMap((one) => valuesOf(one).map((value): Filter[] => [{ op, field: one.key, value }]));
    expect(all.map(ours)).toEqual(all.map(ofSql));
  });

  test('between, several at once, and beside others', () => {
    for (const one of numeric()) {
      const values = valuesOf(one);
      if (values.length < 2) continue;
      const between: Condition = { op: 'between', field: one.key, from: values[0]!, to: values[1]! };
      const other = view === 'bill' ? 'usage' : 'deducted';
      const all: Filter[][] = [[between], [between, { op: 'atLeast', field: other, value: '1' }], [between, { op: 'present', field: 'product' }], [{ any: [between, { op: 'less', field: other, value: '0' }] }]];
      expect(all.map(ours), one.key).toEqual(all.map(ofSql));
    }
  });

  test('what is no number is refused', () => {
    for (const { key } of numeric()) expect(() => views.order(query(view, { filters: [{ op: 'more', field: key, value: 'many' }] }))).toThrow(AppError);
  });
});

describe.each(['deductions', 'bill'] as const)('conditions on words of %s, and scopes, choose what SQL chooses', (view) => {
  // Of the many lines, which SQL sorts for every condition, one of each kind.
  const worded = (): ViewColumn[] => viewColumns(view).filter(({ key, storage }) => storage === 'file' || (storage === 'ref' && (view === 'deductions' || ['product', 'currency'].includes(key))));
  const valuesOf = ({ sql, storage }: ViewColumn): string[] => (storage === 'file'
    ? plain.prepare("SELECT name || coalesce(' › ' || sheet, '') FROM file").pluck().all() as string[]
    : plain.prepare(`SELECT DISTINCT value FROM text WHERE id IN (SELECT ${sql} FROM ${ROW_TABLES[view]} AS r LIMIT 500) ORDER BY value LIMIT 3`).pluck().all() as string[]);

  test('by what they hold', () => {
    let some = 0;
    for (const one of worded()) {
      const values = valuesOf(one);
      const value = values.at(-1) ?? 'none';
      const field = one.key;
      const conditions: Filter[] = [
        ...(['contains', 'notContains', 'starts', 'ends'] as const).map((op) => ({ op, field, value: op === 'ends' ? value.slice(-1) : value.slice(0, 2).toUpperCase() })),
        ...(['equals', 'notEqual', 'less', 'atMost', 'more', 'atLeast'] as const).map((op) => ({ op, field, value })),
        { op: 'in', field, values: [...values.slice(0, 2), 'none of them'] }, { op: 'in', field, values: [null, value] }, { op: 'notIn', field, values: [value] }, { op: 'notIn', field, values: [null] }, { op: 'in', field, values: [] },
        { op: 'blank', field }, { op: 'present', field }, { op: 'contains', field, value: '%' },
        { any: [{ op: 'equals', field, value }, { op: 'blank', field: view === 'bill' ? 'usage' : 'deducted' }] },
      ];
      for (const condition of conditions) {
        const asked = query(view, { filters: [condition] });
        const rows = ordered(asked);
        expect(rows, JSON.stringify(condition)).toEqual(sqlOrder(plain, asked));
        if (rows.length > 0 && rows.length < COUNTS[view]) some += 1;
      }
    }
    expect(some).toBeGreaterThan(10);
  });

  test('by numbers that are listed, absent or there', () => {
    const field = view === 'bill' ? 'usage' : 'deducted';
    const value = views.distinct(query(view), { field, search: '', limit: 5 }).values.find((one) => one.value !== null)!.value!;
    const filters: Filter[] = [{ op: 'in', field, values: [value, '7'] }, { op: 'in', field, values: [value, null] }, { op: 'notIn', field, values: [value] }, { op: 'blank', field: 'usageStart' }, { op: 'present', field }];
    for (const filter of filters) expect(ordered(query(view, { filters: [filter] })), JSON.stringify(filter)).toEqual(sqlOrder(plain, query(view, { filters: [filter] })));
  });

  test('by scope', () => {
    const survey = surveyOf(views);
    const [accounts, currencies] = [[...survey.accounts], [...survey.currencies]];
    const scopes: Scope[] = [{ accounts: accounts.slice(0, 2) }, { accounts: ['nobody'] }, { currencies: currencies.slice(0, 1) }, { currencies: ['CNY'] }, { from: '2025-03', to: '2025-04' }, { from: '2025-06' }, { to: '2025-02', accounts: accounts.slice(1, 2), currencies: ['CNY', 'USD'] }];
    for (const scope of scopes) {
      const asked = query(view, { scope, filters: [{ op: 'present', field: 'product' }] });
      expect(ordered(asked), JSON.stringify(scope)).toEqual(sqlOrder(plain, asked));
    }
  });

  test('and add up and are counted as SQL adds and counts them', () => {
    const fields = viewColumns(view).filter(({ storage }) => storage === 'decimal').map(({ key }) => key);
    const scan = new Scan(plain);
    for (const asked of [query(view), query(view, { filters: [{ op: 'present', field: 'product' }] }), query(view, { quick: 'a' }), query(view, { filters: [{ op: 'in', field: 'product', values: [] }] })]) {
      const where = sourceOf(asked);
      expect(views.sums(asked, fields), JSON.stringify(asked)).toEqual(sumsOf(scan, { texts: views.texts, files: views.files() }, view, where, fields));
      for (const { key, sql, storage } of worded()) {
        const value = storage === 'file' ? `(SELECT name || coalesce(' › ' || sheet, '') FROM file WHERE id = r.file)` : `(SELECT value FROM text WHERE id = ${sql})`;
        const counted = new Map(plain.prepare(`SELECT ${value}, count(*) FROM ${where.table} AS r ${where.where} GROUP BY 1`).raw().all(...where.bound) as [string | null, number][]);
        const { values, total } = views.distinct(asked, { field: key, search: '', limit: 1_000_000 });
        expect(total).toBe(counted.size);
        expect(new Map(values.map(({ value: name, count }) => [name, count])), key).toEqual(counted);
      }
    }
  });
});

test('what was deducted is in its own unit, else in that of the package', () => {
  const counted = new Map(plain.prepare(`SELECT (SELECT value FROM text WHERE id = coalesce(r."deductedUnit", r."packageUnit")), count(*) FROM deduction_row AS r WHERE r."deducted" IS NOT NULL GROUP BY 1`).raw().all() as [string | null, number][]);
  expect(new Map(views.sums(query('deductions'), ['deducted']).map(({ unit, count }) => [unit, count]))).toEqual(counted);
});

test('texts, numbers and names of many rows', () => {
  for (const field of ['transactionId', 'totalCost', 'usage', 'instanceId', 'transactionTime', 'file']) {
    const asked = query('bill', { sort: [{ field, descending: field > 't' }] });
    const { order, total } = views.order(asked);
    const expected = sqlOrder(plain, asked);
    expect(total).toBe(expected.length);
    for (let start = 0; start < total; start += 7000) expect(views.block(order, start, start + 50).rows.map(({ id }) => id), field).toEqual(expected.slice(start, start + 50));
    for (const place of [0, 1234, total - 1]) expect(views.locate(order, expected[place]!)).toBe(place);
    expect(views.locate(order, 50)).toBeNull();
  }
});

test('without a sort rows stand by their numbers, with or without gaps', () => {
  for (const view of RECORD_KINDS) {
    const { order, total, all } = views.order(query(view));
    const expected = sqlOrder(plain, query(view));
    expect([total, all]).toEqual([expected.length, expected.length]);
    expect(views.block(order, 30, 60).rows.map(({ id }) => id)).toEqual(expected.slice(30, 60));
    for (const place of [0, 36, 37, 38, total - 1]) expect(views.locate(order, expected[place]!)).toBe(place);
    expect(views.locate(order, 50)).toBeNull();
  }
});

describe('numbers as they are stored', () => {
  const column = viewColumns('packages').find(({ key }) => key === 'remaining')!;
  const stored = (where = ''): { product: string | null; unit: string | null; remaining: Decimal }[] => (plain.prepare(`SELECT (SELECT value FROM text WHERE id = r."product") AS product,
    (SELECT value FROM text WHERE id = r."unit") AS unit, ${column.sql} AS whole, ${column.nano} AS nano FROM package_row AS r WHERE ${column.sql} IS NOT NULL ${where}`).all() as
    { product: string | null; unit: string | null; whole: number | string; nano: number | null }[]).map(({ product, unit, whole, nano }) => ({ product, unit, remaining: decimalOf(whole, nano)! }));

  test('add up exactly, unit by unit', () => {
    const expected = Array.from(Map.groupBy(stored(), ({ unit }) => unit), ([unit, rows]) =>
      ({ field: 'remaining', unit, value: rows.reduce((sum, row) => sum.plus(row.remaining), Decimal.zero).toString(), count: rows.length }));
    const sums = views.sums(query('packages'), ['remaining', 'product']);
    expect(sums.map(({ unit }) => unit)).toHaveLength(new Set(sums.map(({ unit }) => unit)).size);
    expect(new Set(sums.map((sum) => JSON.stringify(sum)))).toEqual(new Set(expected.map((sum) => JSON.stringify(sum))));
    expect(views.sums(query('packages', { filters: [{ op: 'blank', field: 'remaining' }] }), ['remaining'])).toEqual([]);
  });

  test('add up beyond the exact integers of a double', () => {
    const total = new ExactTotal();
    for (let at = 0; at < 9; at += 1) total.add(2 ** 52 - 1, 999_999_999);
    for (let at = 0; at < 5; at += 1) total.add(-(2 ** 52) + 1, 1);
    total.add('~0.00000000000000000001', null);
    expect(total.value.toString()).toBe(((2n ** 52n - 1n) * 4n + 8n).toString() + '.99999999600000000001');
    expect(total.count).toBe(15);
  });

  test('are in their exact order however large they are', () => {
    const numbersIn = ['~-123456789012345678901234567891', '~-123456789012345678901234567890.5', '~-123456789012345678901234567890', '~-4503599627370497', '~4503599627370497', '~4503599627370497.00000000000000001', '~123456789012345678901234567890', '~123456789012345678901234567891'];
    const ranked = new NumberColumn(numbersIn.length + 2, true);
    const places = [5, 0, 7, 2, 9, 3, 6, 1];
    numbersIn.forEach((number, at) => ranked.putWide(places[at]!, number));
    ranked.put(8, 0, 0);
    const { of, most } = ranked.ranks(1);
    expect([...places.slice(0, 4), 8, ...places.slice(4)].map((place) => of[place])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect([of[4], most]).toEqual([ABSENT, 8]);
  });

  test('near and far from the least one have the ranks that comparing gives them', () => {
    const random = new Random(11);
    for (const least of ['0', '-5000000000', '4503599627000000']) {
      const values = Array.from({ length: 4000 }, () => {
        const whole = BigInt(least) + BigInt(Math.floor(random.next() ** 4 * 10 ** (1 + random.between(0, 12))));
        return Decimal.ofUnits(whole, 0).plus(Decimal.ofUnits(BigInt(random.chance(1 / 3) ? random.between(0, 999_999_999) : random.between(0, 3)), 9));
      }).concat(Decimal.of(least));
      const ranked = new NumberColumn(values.length + 1, true);
      values.forEach((value, at) => (value.isNarrow ? ranked.put(at, value.whole, value.nano) : ranked.putWide(at, `~${value.toString()}`)));
      const { of, most } = ranked.ranks(1);
      const sorted = [...new Set(values.map(String))].map((text) => Decimal.of(text)).sort((a, b) => a.compare(b));
      const rankOf = new Map(sorted.map((value, at) => [value.toString(), at]));
      expect([...of]).toEqual([...values.map((value) => rankOf.get(value.toString())!), ABSENT]);
      expect(most).toBe(sorted.length - 1);
    }
  });

  test('are counted value by value', () => {
    const { values, total } = views.distinct(query('packages'), { field: 'remaining', search: '', limit: 1000 });
    const expected = Map.groupBy(stored(), ({ remaining }) => remaining.toString());
    expect(total).toBe(expected.size + 1);
    expect(new Map(values.filter(({ value }) => value !== null).map(({ value, count }) => [value, count]))).toEqual(new Map(Array.from(expected, ([value, rows]) => [value, rows.length])));
    expect(values.map(({ count }) => count)).toEqual(values.map(({ count }) => count).sort((a, b) => b - a));
  });
});

test.each(['product', 'file', 'extra:备注'])('values of %s are counted as SQL counts them', (field) => {
  const sql = { product: '(SELECT value FROM text WHERE id = r."product")', file: "(SELECT name || coalesce(' › ' || sheet, '') FROM file WHERE id = r.file)", 'extra:备注': `(SELECT cell.value FROM text, json_each(text.value) AS cell WHERE text.id = r.extra AND cell.key = '备注')` }[field];
  const expected = plain.prepare(`SELECT ${sql} AS value, count(*) AS count FROM deduction_row AS r GROUP BY 1`).raw().all() as [string | null, number][];
  const { values, total } = views.distinct(query('deductions'), { field, search: '', limit: 5000 });
  expect(new Map(values.map(({ value, count }) => [value, count]))).toEqual(new Map(expected));
  expect(total).toBe(expected.length);
  const some = views.distinct(query('deductions'), { field, search: 'A', limit: 2 });
  expect(some.total).toBe(expected.filter(([value]) => value?.toLowerCase().includes('a')).length);
  expect(some.values).toHaveLength(Math.min(2, some.total));
});

test('months, accounts and currencies are those of the rows', () => {
  const month = (time: string): string => `strftime('%Y-%m', ${time}, 'unixepoch')`;
  const prepaid = `"billingMode" = (SELECT id FROM text WHERE value = 'prepaid')`;
  const expected = (sql: string): Map<string, number> => new Map(plain.prepare(sql).raw().all() as [string, number][]);
  const { deductions, bill, accounts, currencies } = surveyOf(views);
  expect(named(deductions)).toEqual(expected(`SELECT ${month('"usageStart"')}, count(*) FROM deduction_row WHERE "usageStart" IS NOT NULL GROUP BY 1`));
  const own = `CASE WHEN "billMonth" IS NOT NULL THEN printf('%04d-%02d', "billMonth" / 12, "billMonth" % 12 + 1) ELSE ${month(`CASE WHEN ${prepaid} THEN coalesce("transactionTime", "usageStart") ELSE coalesce("usageStart", "transactionTime") END`)} END`;
  expect(named(bill)).toEqual(expected(`SELECT ${own} AS month, count(*) FROM bill_row WHERE month IS NOT NULL GROUP BY 1`));
  for (const scope of [{ from: '2025-03', to: '2025-04' }, { from: '2026-08' }, { to: '2024-02' }]) {
    const ids = plain.prepare(`SELECT id FROM bill_row WHERE ${own} BETWEEN ? AND ? ORDER BY id`).pluck().all(scope.from ?? '0000-00', scope.to ?? '9999-99');
    expect(ordered(query('bill', { scope })), JSON.stringify(scope)).toEqual(ids);
  }
  expect([...accounts].sort()).toEqual((plain.prepare(`SELECT value FROM text WHERE id IN (SELECT "usageOwner" FROM deduction_row UNION SELECT "packageOwner" FROM deduction_row UNION SELECT "owner" FROM bill_row
    UNION SELECT "payer" FROM bill_row UNION SELECT "packageOwner" FROM package_row)`).pluck().all() as string[]).sort());
  expect([...currencies].sort()).toEqual((plain.prepare('SELECT value FROM text WHERE id IN (SELECT "currency" FROM bill_row)').pluck().all() as string[]).sort());
});

function named(months: ReadonlyMap<number, number>): Map<string, number> {
  return new Map(Array.from(months, ([month, count]) => [formatMonth(month), count]));
}

test('what takes long can be stopped, and is made in full when it is asked for again', () => {
  const asked = query('bill', { sort: [{ field: 'recordId', descending: false }] });
  let looks = 0;
  expect(() => views.pausing(() => {
    looks += 1;
    if (looks === 2) throw new AppError('cancelled');
  }, () => views.order(asked))).toThrow('cancelled');
  expect(ordered(asked)).toEqual(sqlOrder(plain, asked));
  expect(looks).toBe(2);
});

test('only what was used last is kept, and only for the data that it was made of', () => {
  const held = new Held<string>(100, 3);
  for (const name of ['a', 'b']) held.put(name, '1', name, 40);
  expect(held.get('a', '1')).toBe('a');
  held.put('c', '1', 'c', 40);
  expect([held.get('b', '1'), held.get('a', '1'), held.get('c', '1')]).toEqual([undefined, 'a', 'c']);
  expect(held.get('a', '2')).toBeUndefined();
  expect(held.get('a', '1')).toBeUndefined();
  held.put('large', '1', 'large', 1000);
  expect([held.get('c', '1'), held.get('large', '1')]).toEqual([undefined, 'large']);
  for (const name of ['d', 'e', 'f', 'g']) held.put(name, '1', name, 0);
  expect(['d', 'e', 'f', 'g'].map((name) => held.get(name, '1'))).toEqual([undefined, 'e', 'f', 'g']);
});
