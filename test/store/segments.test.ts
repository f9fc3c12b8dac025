import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { ExactSum } from '../../core/base/exactSum.ts';
import { DecimalColumn, IntegerColumn, RefColumn, TextColumn, type Column, type Stored } from '../../core/store/segments/columns.ts';
import { decodeColumn, encodeColumn } from '../../core/store/segments/columnBody.ts';
import { decodeNumbers, encodeNumbers } from '../../core/store/segments/numbers.ts';
import { Store } from '../../core/store/store.ts';
import { addFile, importAll, numbers, temporaryFolder, type TestFile } from '../support/stores.ts';
import { BILL_HEADER, DEDUCTION_HEADER, billLine, deduction } from '../support/tables.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(() => {
  folder = temporaryFolder();
  store = Store.open(folder.at('p.packledger'));
});

afterEach(() => {
  store.close();
  folder.remove();
});

function shown(rows: Iterable<object>): string[] {
  return [...rows].map((row) => JSON.stringify(row));
}

/** Everything that is read in bulk. */
function streams(): Record<string, string[]> {
  const data = store.dataset();
  return {
    deductions: shown(data.deductions()), bill: shown(data.bill()), prepaid: shown(data.prepaid()), totals: shown(data.billTotals()),
    some: [...data.billFields(['transactionId', 'usage'])].map(({ transactionId, usage }) => `${transactionId} ${usage?.toString()}`),
  };
}

function direct<T>(work: (db: Database.Database) => T): T {
  const db = new Database(folder.at('p.packledger'));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function segmentCount(): number {
  return direct((db) => db.prepare('SELECT count(*) FROM segment').pluck().get() as number);
}

function dropSegments(): void {
  direct((db) => db.exec('DELETE FROM segment_column; DELETE FROM segment'));
}

/** Files that overlap, so that taking one back hands rows over to another. */
function someFiles(seed: number): TestFile[] {
  const next = numbers(seed);
  const cellsOf = (): string[][] => Array.from({ length: 20 + next(40) }, () => deduction({ id: `pkg-${next(4)}`, item: `item ${next(3)}`, deducted: `${next(5)}.${next(3)}`, at: `2025-05-0${1 + next(5)} 0${next(3)}:00:00`, before: next(6) === 0 ? '123456789012345678901.5' : '100' }));
  const linesOf = (): string[][] => Array.from({ length: 20 + next(40) }, () => billLine({ transaction: `t${next(30)}`, type: ['包年包月新购', '按量计费小时结', 'Refund'][next(3)]! }));
  return Array.from({ length: 2 + next(3) }, (_, index): TestFile => (next(2) === 0 ? { name: `${seed}-d${index}`, cells: [DEDUCTION_HEADER, ...cellsOf()] } : { name: `${seed}-b${index}`, cells: [BILL_HEADER, ...linesOf()] }));
}

describe('rows out of segments', () => {
  test.each(Array.from({ length: 12 }, (_, index) => 100 + index * 7))('are the rows of the table, whatever was imported and taken back (seed %i)', async (seed) => {
    const next = numbers(seed * 3);
    for (let step = 0; step < 6; step += 1) {
      const imports = store.imports();
      if (imports.length > 1 && next(3) === 0) store.removeImport(imports[next(imports.length)]!.id);
      else await importAll(store, ...someFiles(seed + step % 3));
      const withSegments = streams();
      store.completeSegments();
      expect(streams()).toEqual(withSegments);
      if (next(2) === 0) dropSegments();
      expect(streams()).toEqual(withSegments);
      const places = Int32Array.from([...withSegments['bill']!.keys()].filter(() => next(3) === 0));
      const data = store.dataset();
      const standing = [...places].map((place) => [...data.bill()][place]!);
      expect(shown(data.bill(places))).toEqual(shown(standing));
      expect([...data.billFields(['usage'], places)].map(({ row }) => row)).toEqual(standing.map(({ row }) => row));
    }
  });

  test('an import brings its segments along, and a run completes those that are missing', async () => {
    await importAll(store, { name: 'd', cells: [DEDUCTION_HEADER, deduction(), deduction({ item: 'b' })] }, { name: 'b', cells: [BILL_HEADER, billLine({})] });
    expect(segmentCount()).toBe(2);
    dropSegments();
    store.completeSegments();
    expect(segmentCount()).toBe(2);
  });

  test('a table that was refused leaves no segment', async () => {
    const session = store.startImport('2025-08-01T00:00:00Z');
    await addFile(session, { name: 'good', cells: [DEDUCTION_HEADER, deduction()] });
    const writer = session.startFile({
      name: 'bad', sheet: null, kind: 'deductions', layout: 'x', format: 'csv', encoding: null, headerLine: 1, columns: ['packageId'], missing: [], unknownHeaders: [], snapshot: null, snapshotAssumed: false,
    });
    writer.discard();
    await addFile(session, { name: 'next', cells: [DEDUCTION_HEADER, deduction({ item: 'x' })] });
    session.commit();
    expect([segmentCount(), store.dataset().files.length]).toEqual([2, 2]);
    expect(new Set([...store.dataset().deductions()].map((row) => row.line))).toEqual(new Set([2]));
  });
});

describe('a column', () => {
  const COUNT = 500;
  const texts = [null, '', 'abc', '文本🙂', '\u0000', 'a\nb', 'é'];
  const decimals = ['0', '-0.000000001', '4503599627370495.999999999', '0.3', '12345678901234567890.5', '100', '7.25'];

  function parts(digits: string): [Stored, Stored] {
    const value = Decimal.of(digits);
    return value.isNarrow ? [value.whole, value.nano] : [`~${value.toString()}`, null];
  }

  function valuesOf(column: Column): unknown[] {
    return Array.from({ length: COUNT }, (_, at) => (column instanceof RefColumn ? column.ids[at] : column instanceof TextColumn ? column.texts[at] : (column as IntegerColumn | DecimalColumn).at(at)?.toString() ?? null));
  }

  test.each([1, 2, 3, 4, 5])('comes back as it went in (seed %i)', (seed) => {
    const next = numbers(seed);
    const make: [() => Column, () => [Stored, Stored]][] = [
      [() => new RefColumn(COUNT), () => [next(4) === 0 ? null : 1 + next(70_000), null]],
      [() => new IntegerColumn(COUNT), () => [next(4) === 0 ? null : next(2) * 5_000_000_000 - next(1000), null]],
      [() => new DecimalColumn(COUNT), () => (next(4) === 0 ? [null, null] : parts(decimals[next(decimals.length)]!))],
      [() => new TextColumn(COUNT), () => [texts[next(seed === 1 ? 3 : texts.length)]!, null]],
    ];
    for (const [column, value] of make) {
      const from = column();
      for (let at = 0; at < COUNT; at += 1) from.put(at, ...value());
      const back = column();
      for (let at = 0; at < COUNT; at += 1) back.put(at, ...value());
      decodeColumn(encodeColumn(from, COUNT)!, back, COUNT);
      expect(valuesOf(back)).toEqual(valuesOf(from));
    }
  });

  test('that is absent in every row is nothing', () => {
    for (const column of [new RefColumn(3), new IntegerColumn(3), new DecimalColumn(3), new TextColumn(3)]) {
      column.clear(3);
      expect(encodeColumn(column, 3)).toBeNull();
    }
  });

  test.each([[[5, 5, 5]], [[Number.NaN, 0]], [[0, 254]], [[0, 255]], [[-3, 65_533]], [[0, 65_535]], [[1, 4_294_967_295]], [[0, 4_294_967_296]], [[-(2 ** 52), 2 ** 52]], [[Number.NaN, -1, 2 ** 40]]])('of numbers %j', (given) => {
    const values = Float64Array.from(given);
    const { shape, bytes } = encodeNumbers(values, values.length);
    const back = new Float64Array(values.length);
    decodeNumbers(shape, new Uint8Array(bytes), values.length, back, Number.NaN);
    expect([...back]).toEqual([...values]);
  });
});

test('an exact sum of anything is the sum of its decimals', () => {
  const next = numbers(77);
  const digits = ['0.1', '-0.2', '4503599627370495.999999999', '-4503599627370496', '123456789012345678901234567890.123', '0.000000001', '-7.5', '9007199254740993'];
  const sum = new ExactSum();
  const sums: [string, string][] = [];
  let expected = Decimal.zero;
  for (let count = 0; count < 5000; count += 1) {
    const value = Decimal.of(digits[next(digits.length)]!);
    sum.add(value);
    expected = expected.plus(value);
    sums.push([sum.value.toString(), expected.toString()]);
  }
  expect(sums.map(([sumOf]) => sumOf)).toEqual(sums.map(([, expectedOf]) => expectedOf));
});
