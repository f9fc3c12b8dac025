import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { amountOf, AMOUNT_FIELDS } from '../../core/fields/facts.ts';
import type { Field, FieldValue, Provenance, RecordKind } from '../../core/fields/field.ts';
import { CATALOGUES } from '../../core/fields/index.ts';
import { RECORD_KINDS, isDecimalKind } from '../../core/fields/field.ts';
import { Store } from '../../core/store/store.ts';
import { batchOf, contents, importAll, numbers } from '../support/stores.ts';
import { BILL_HEADER, DEDUCTION_HEADER, PACKAGE_HEADER, billLine, deduction, packageRow } from '../support/tables.ts';

let store: Store;

beforeEach(() => {
  store = Store.temporary();
});

afterEach(() => store.close());

function rowsOf(kind: RecordKind): Iterable<Provenance> {
  const dataset = store.dataset();
  if (kind === 'packages') return dataset.packages();
  return kind === 'deductions' ? dataset.deductions() : dataset.bill();
}

/** Values of a kind of record that no rounding, sign or encoding leaves as they are by chance. */
function valuesOf(fields: readonly Field[], seed: number): FieldValue[] {
  const next = numbers(seed);
  const decimals = ['0', '-0.000000001', '10000000000000.123456789', '-10000000000000.123456789', '4503599627370495.999999999', '-4503599627370496', '2251799813685248.5',
    '123456789012345678901234567890.123', '0.12345678901234567', '-99999999999999999999', '0.3'];
  return fields.map((field): FieldValue => {
    if (field.essential !== true && next(5) === 0) return null;
    if (isDecimalKind(field.kind)) return Decimal.of(decimals[next(decimals.length)]!);
    if (field.kind === 'time') return 1_746_662_400 + next(1000);
    if (field.kind === 'month') return 24_304 + next(12);
    if (field.kind === 'count') return next(1_000_000);
    return ['20250508000000007534', '文本/内容"安全"', "O'Brien; DROP TABLE", ' ', '🙂 a\nb', '\u0000x', '00012', '-'][next(8)]!;
  });
}

describe.each(RECORD_KINDS)('%s', (kind) => {
  const fields: readonly Field[] = CATALOGUES[kind].fields;

  test('every value of every field comes back as it went in', () => {
    const rows = Array.from({ length: 60 }, (_, index) => valuesOf(fields, index + 1));
    const session = store.startImport('2025-08-01T00:00:00Z');
    const writer = session.startFile({
      name: 'all', sheet: null, kind, layout: 'x', format: 'csv', encoding: null, headerLine: 1, columns: fields.map((field) => field.key), missing: [], unknownHeaders: [],
      snapshot: null, snapshotAssumed: false,
    });
    writer.add(batchOf(kind, fields.map((field) => field.key), rows, 2, (index) => `{"x":"${index}"}`));
    session.commit();
    const byLine = [...rowsOf(kind)].sort((a, b) => a.line - b.line);
    const back = byLine.map((row) => fields.map((field) => (row as unknown as Record<string, FieldValue>)[field.key]!));
    const shown = (values: readonly FieldValue[]): unknown[] => values.map((value) => (value instanceof Decimal ? `decimal ${value.toString()} ${value.isNarrow}` : value));
    expect(back.map(shown)).toEqual(rows.map(shown));
    expect(Object.keys(byLine[0]!)).toEqual(['row', 'file', 'line', 'copy', ...fields.map((field) => field.key)]);
  });
});

test('half of a surrogate pair is stored once, as what it can be stored as', async () => {
  const cells = ['a\uD800b', 'a\uDC00b', 'a\uFFFDb'].map((item) => deduction({ item }));
  expect(await importAll(store, { name: '1', cells: [DEDUCTION_HEADER, ...cells] })).toMatchObject([{ stored: 3 }]);
  expect([...store.dataset().deductions()].map((row) => row.billingItem)).toEqual(['a\uFFFDb', 'a\uFFFDb', 'a\uFFFDb']);
});

describe('orders', () => {
  test('deductions by package in the order of their characters, time, usage, content', async () => {
    const cells = [
      deduction({ id: 'b-10', at: '2025-05-09 00:00:00' }), deduction({ id: 'b-9', at: '2025-05-08 00:00:00' }), deduction({ id: 'B-9', at: '2025-05-10 00:00:00' }),
      deduction({ id: 'b-10', at: '2025-05-08 00:00:00', start: '2025-05-07 01:00:00', before: '3' }), deduction({ id: 'b-10', at: '2025-05-08 00:00:00', start: '2025-05-07 00:00:00', before: '2' }),
      deduction({ id: 'b-10', at: '2025-05-08 00:00:00', start: '2025-05-07 01:00:00', before: '1' }), deduction({ id: 'b-10', at: '2025-05-08 00:00:00', start: '-', before: '9' }),
    ];
    await importAll(store, { name: '1', cells: [DEDUCTION_HEADER, ...cells] });
    expect([...store.dataset().deductions()].map((row) => `${row.packageId} ${row.before?.toString()}`)).toEqual(['B-9 20000', 'b-10 9', 'b-10 2', 'b-10 1', 'b-10 3', 'b-10 20000', 'b-9 20000']);
  });

  test('a bill in the order of contents and lines, wherever its files came first', async () => {
    const files = ['f3', 'f1', 'f2'].map((name) => ({ name, cells: [BILL_HEADER, billLine({ transaction: `${name}-2` }), billLine({ transaction: `${name}-1` })] }));
    await importAll(store, ...files);
    expect([...store.dataset().bill()].map((row) => row.transactionId)).toEqual(['f1-2', 'f1-1', 'f2-2', 'f2-1', 'f3-2', 'f3-1']);
  });

  test('overviews by package, then moment', async () => {
    const cells = [PACKAGE_HEADER, packageRow({ id: 'b-1' }), packageRow({ id: 'a-1', remaining: '5' }), packageRow({ id: 'a-1', remaining: '4' })];
    await importAll(store, { name: 'late', cells, snapshot: 2000 }, { name: 'early', cells, snapshot: 1000 });
    const names = new Map(store.dataset().files.map((file) => [file.id, file.name]));
    expect([...store.dataset().packages()].map((row) => `${row.packageId} ${names.get(row.file)} ${row.remaining?.toString()}`)).toEqual([
      'a-1 early 4', 'a-1 early 5', 'a-1 late 4', 'a-1 late 5', 'b-1 early 0', 'b-1 late 0',
    ]);
  });
});

test('streams may be read again, side by side, and left early', async () => {
  await importAll(store, { name: '1', cells: [DEDUCTION_HEADER, ...Array.from({ length: 50 }, (_, index) => deduction({ id: `pkg-${index % 7}`, deducted: `${index}.5` }))] });
  const dataset = store.dataset();
  const all = contents(dataset.deductions());
  let seen = 0;
  for (const row of dataset.deductions()) {
    seen += 1;
    const [first] = dataset.deductions();
    expect([row.row > 0, first!.packageId]).toEqual([true, 'pkg-0']);
    if (seen === 20) break;
  }
  expect(contents(dataset.deductions())).toEqual(all);
  expect(await importAll(store, { name: '2', cells: [DEDUCTION_HEADER, deduction()] })).toMatchObject([{ stored: 1 }]);
});

describe('bill', () => {
  test('prepaid lines are the ones that buy, renew, change or refund', async () => {
    const cells = [
      billLine({ transaction: 't1', type: '包年包月新购', mode: '包年包月' }), billLine({ transaction: 't2' }), billLine({ transaction: 't3', type: 'Refund', mode: '包年包月' }),
      billLine({ transaction: 't4', type: '从未见过', mode: '包年包月' }), billLine({ transaction: 't5', type: '从未见过', mode: '按量计费' }), billLine({ transaction: 't6', type: '-', mode: '包年包月' }),
      billLine({ transaction: 't7', type: '包年包月续费', mode: '-' }), billLine({ transaction: 't8', type: 'Upgrade', mode: '-' }), billLine({ transaction: 't9', type: '调账补偿', mode: '包年包月' }),
    ];
    await importAll(store, { name: 'bill', cells: [BILL_HEADER, ...cells] });
    expect([...store.dataset().prepaid()].map((row) => row.transactionId)).toEqual(['t1', 't3', 't4', 't6', 't7', 't8']);
  });

  test('no bill, no totals', () => {
    const dataset = store.dataset();
    expect([[...dataset.prepaid()], [...dataset.billTotals()], [...dataset.bill()]]).toEqual([[], [], []]);
  });

  test('totals are exact and those of the lines', async () => {
    const next = numbers(7);
    const amounts = ['0.1', '0.2', '-0.00000285', '4503599627370495.99999999', '-4503599627370496.00000001', '123456789012345678901.5', '0.12345678901', '-', '33.335'];
    const header = [...BILL_HEADER.slice(0, -1), '币种', '折后总价', '税前金额'];
    const cells = Array.from({ length: 400 }, () => [
      ...billLine({ product: `p${next(3)}`, owner: next(4) === 0 ? '-' : `10000000000${next(5)}`, amount: amounts[next(amounts.length)]!, type: next(2) === 0 ? '退款' : '日结' }).slice(0, -1),
      ['CNY', 'USD', '-'][next(3)]!, amounts[next(amounts.length)]!, amounts[next(amounts.length)]!,
    ]);
    await importAll(store, { name: 'bill', cells: [header, ...cells] });
    const sums = new Map<string, { amount: Decimal; lines: number }>();
    for (const line of store.dataset().bill()) {
      const amount = amountOf(line);
      if (amount === null) continue;
      const key = line.currency ?? '';
      const sum = sums.get(key) ?? { amount: Decimal.zero, lines: 0 };
      sums.set(key, { amount: sum.amount.plus(amount), lines: sum.lines + 1 });
    }
    const totals = [...store.dataset().billTotals()];
    expect(totals).toHaveLength(15);
    for (const { currency, amount, lines } of totals) {
      const sum = sums.get(currency ?? '')!;
      expect([currency, amount.toString(), lines]).toEqual([currency, sum.amount.toString(), sum.lines]);
    }
    expect(AMOUNT_FIELDS[0]).toBe('totalCost');
  });
});

describe('files', () => {
  test('facts come back', async () => {
    await importAll(store, { name: 'd › 内.csv', cells: [[...DEDUCTION_HEADER.slice(0, -1), '别的'], ['x', ...deduction().slice(1, 5), '新', ...deduction().slice(6)], deduction({ deducted: 'NaN' }), []], sha256: 'abc' });
    const { files } = store.dataset();
    expect(files).toMatchObject([{
      name: 'd › 内.csv', sheet: null, kind: 'deductions', layout: 'separate', encoding: 'utf-8', sha256: 'abc', counts: { read: 3, stored: 1, known: 0, ignored: 1, rejected: 1 },
      missing: ['usageEnd'], scales: { deducted: { least: 9, most: 9 } }, window: null, windowFromName: false, products: ['实时音视频'], snapshot: null, snapshotAssumed: false,
      unknownWords: [{ field: 'packageType', word: '新', count: 1, firstLine: 2 }],
    }]);
    expect([...store.dataset().rejected()]).toMatchObject([{ file: files[0]!.id, line: 3, field: 'deducted', reason: 'number', cell: 'NaN', known: { packageId: expect.any(String), product: '实时音视频', deductedAt: expect.any(Number) } }]);
  });

  test('a file that came twice is one, and so are its rejected rows', async () => {
    const cells = [DEDUCTION_HEADER, deduction(), deduction({ at: 'bad' })];
    await importAll(store, { name: 'b.csv', cells, sha256: 's' }, { name: 'a.csv', cells, sha256: 's' }, { name: 'z.csv', cells, sha256: 't' });
    expect(store.dataset().files.map((file) => file.name)).toEqual(['b.csv', 'z.csv']);
    expect([...store.dataset().rejected()]).toHaveLength(2);
  });

  test('refusals are those of the last import', async () => {
    for (const name of ['old.csv', 'new.csv']) {
      const session = store.startImport('2025-08-01T00:00:00Z');
      session.refuse(name, { code: 'wrong-document', values: { columns: 'a, b', number: 5 } });
      session.commit();
    }
    expect(store.dataset().refused).toEqual([{ name: 'new.csv', refusal: { code: 'wrong-document', values: { columns: 'a, b', number: 5 } } }]);
    store.removeImport(store.imports()[0]!.id);
    expect(store.dataset().refused.map((one) => one.name)).toEqual(['old.csv']);
  });
});
