import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import type { Condition, Filter, Query, Sort } from '../../core/fields/views.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { Store } from '../../core/store/store.ts';
import { detailsOf } from '../../core/store/views/details.ts';
import type { ShownRow } from '../../core/store/views/display.ts';
import type { ViewReader } from '../../core/store/views/viewReader.ts';

const folder = mkdtempSync(join(tmpdir(), 'packledger-views-'));
const HEADER = '资源包ID,产品名称,状态,资源类型,总剩余量,总量,生效时间,到期时间,我的备注,周期总数';
/** Numbers beyond two integers, negative ones, equal ones, absent ones; words with what LIKE and JSON treat specially. */
const ROWS = [
  'p-1,云通信,有效,总量递减,10.5,20,2025-01-01 00:00:00,2025-06-01 00:00:00,"a ""b""",3',
  'p-2,实时音视频,有效,总量递减,-0.000000001,20,2025-02-01 00:00:00,2025-07-01 00:00:00,50%,12',
  'p-3,实时音视频,已到期,周期递减,0.12345678901234567,20,2025-02-01 08:00:00,2025-07-01 23:59:59,,2',
  'p-4,Zeta_X,有效,周期递减,123456789012345678901.5,123456789012345678901.5,,2025-08-01 00:00:00,x_y,',
  'p-5,zeta-y,有效,总量递减,-123456789012345678901.25,20.50,2025-03-01 00:00:00,,-,1',
  'p-6,云通信,有效,总量递减,,20,2025-01-01 00:00:00,2025-06-01 12:00:00,note,10',
  'p-7,云通信,有效,总量递减,10.50,20,2025-01-01 00:00:00,2025-06-01 12:00:00,note,10',
  'p-8,云通信,有效,总量递减,0.12345678901234568,20,2025-01-01 00:00:00,2025-06-01 12:00:00,note,10',
];

let store: Store;
let reader: Store;
let views: ViewReader;

async function importText(name: string, text: string): Promise<number> {
  const bytes = new TextEncoder().encode(text);
  const source = { name, size: bytes.length, read: (offset: number, length: number) => bytes.subarray(offset, offset + length) };
  const { id, refused } = await importFiles(store, [{ name, source }], { codecs: nodeCodecs, now: '2025-08-01T00:00:00.000Z' });
  expect(refused).toEqual([]);
  return id;
}

beforeAll(async () => {
  const path = join(folder, 'views.packledger');
  store = Store.open(path);
  reader = Store.open(path);
  views = reader.views();
  await importText('总览.csv', [HEADER, ...ROWS].join('\r\n'));
});
afterAll(() => {
  reader.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const query = (rest: Partial<Query> = {}): Query => ({ view: 'packages', filters: [], quick: '', sort: [], scope: {}, ...rest });
function shown(rest: Partial<Query> = {}): readonly ShownRow[] {
  const { order, total } = views.order(query(rest));
  return views.block(order, 0, total).rows;
}
const ids = (rest: Partial<Query> = {}): string => shown(rest).map(({ values }) => values['packageId']!.slice(2)).join('');
const where = (...filters: Filter[]): string => ids({ filters });
const sorted = (...sort: Sort[]): string => ids({ sort });

describe('conditions', () => {
  test.each<[Condition, string]>([
    [{ op: 'contains', field: 'product', value: 'ZETA' }, '45'],
    [{ op: 'contains', field: 'product', value: '_' }, '4'],
    [{ op: 'notContains', field: 'product', value: '云' }, '2345'],
    [{ op: 'starts', field: 'packageId', value: 'P-1' }, '1'],
    [{ op: 'ends', field: 'product', value: '音视频' }, '23'],
    [{ op: 'equals', field: 'product', value: 'zeta_x' }, '4'],
    [{ op: 'in', field: 'status', values: ['expired'] }, '3'],
    [{ op: 'notIn', field: 'product', values: ['云通信'] }, '2345'],
    [{ op: 'blank', field: 'remaining' }, '6'],
    [{ op: 'in', field: 'remaining', values: [null, '10.5'] }, '167'],
    [{ op: 'equals', field: 'remaining', value: '10.500' }, '17'],
    [{ op: 'less', field: 'remaining', value: '0' }, '25'],
    [{ op: 'atMost', field: 'remaining', value: '-0.000000001' }, '25'],
    [{ op: 'more', field: 'remaining', value: '0.123456789012345670' }, '1478'],
    [{ op: 'atLeast', field: 'remaining', value: '123456789012345678901.5' }, '4'],
    [{ op: 'more', field: 'remaining', value: '123456789012345678901.49' }, '4'],
    [{ op: 'between', field: 'remaining', from: '0', to: '10' }, '38'],
    [{ op: 'equals', field: 'expiry', value: '2025-07-01' }, '23'],
    [{ op: 'more', field: 'expiry', value: '2025-07-01' }, '4'],
    [{ op: 'atMost', field: 'expiry', value: '2025-06-01' }, '1678'],
    [{ op: 'between', field: 'expiry', from: '2025-06-01 12:00:00', to: '2025-07-01' }, '23678'],
    [{ op: 'contains', field: 'expiry', value: '23:59' }, '3'],
    [{ op: 'present', field: 'effective' }, '1235678'],
    [{ op: 'less', field: 'periodsTotal', value: '3' }, '35'],
    [{ op: 'contains', field: 'extra:我的备注', value: '%' }, '2'],
    [{ op: 'equals', field: 'extra:我的备注', value: 'a "b"' }, '1'],
    [{ op: 'blank', field: 'extra:我的备注' }, '35'],
    [{ op: 'in', field: 'extra:我的备注', values: ['note', 'x_y'] }, '4678'],
    [{ op: 'contains', field: 'file', value: '总览' }, '12345678'],
    [{ op: 'atLeast', field: 'line', value: '8' }, '78'],
  ])('%j', (condition, expected) => {
    expect(where(condition)).toBe(expected);
  });

  test('any of several, all of several, and the quick filter', () => {
    expect(where({ any: [{ op: 'equals', field: 'packageId', value: 'p-1' }, { op: 'contains', field: 'product', value: 'zeta' }] })).toBe('145');
    expect(where({ op: 'contains', field: 'product', value: '云' }, { op: 'blank', field: 'remaining' })).toBe('6');
    expect(ids({ quick: '音视频 p-3' })).toBe('3');
    expect(ids({ scope: { from: '2025-08', to: '2025-08' } })).toBe('45');
    expect(ids({ scope: { from: '2025-01', to: '2025-01' } })).toBe('14678');
  });

  test('what is no number, no time and no column is refused', () => {
    for (const condition of [{ op: 'more', field: 'remaining', value: 'x' }, { op: 'more', field: 'expiry', value: '2025-13-01' }, { op: 'blank', field: 'hash_a' }, { op: 'blank', field: '"x' }] as const) {
      expect(() => where(condition)).toThrow('input-invalid');
    }
  });
});

describe('orders', () => {
  test('exact by value, absent ones last in either direction', () => {
    expect(sorted({ field: 'remaining', descending: false })).toBe('52381746');
    expect(sorted({ field: 'remaining', descending: true })).toBe('41783256');
    expect(sorted({ field: 'product', descending: false }, { field: 'packageId', descending: true })).toBe('45876132');
    expect(sorted({ field: 'extra:我的备注', descending: true }).slice(-2)).toBe('35');
  });

  test('decimals are shown as their file prints them, whatever their size', () => {
    const values = shown().map((row) => row.values['remaining']);
    expect(values[3]).toMatch(/^123456789012345678901\.50*$/);
    expect(values[5]).toBeUndefined();
    expect(Decimal.of(values[4]!).toString()).toBe('-123456789012345678901.25');
  });

  test('sums are exact', () => {
    const numbers = shown().flatMap(({ values }) => values['remaining'] ?? []);
    const [sum] = views.sums(query(), ['remaining']);
    expect(sum).toMatchObject({ field: 'remaining', value: numbers.reduce((total, value) => total.plus(Decimal.of(value)), Decimal.zero).toString(), count: 7 });
  });

  test('a row is found by its place and by its words', () => {
    const { order } = views.order(query({ sort: [{ field: 'packageId', descending: true }] }));
    const { rows } = views.block(order, 0, 8);
    for (const { id, at } of rows) expect(views.locate(order, id)).toBe(at);
    expect(views.find(order, 'p-5', -1, false)).toBe(3);
    expect(views.find(order, '实时', 5, false)).toBe(6);
    expect(views.find(order, '实时', 6, false)).toBe(5);
    expect(views.find(order, 'nowhere', -1, false)).toBeNull();
  });

  test('distinct values have their counts', () => {
    expect(views.distinct(query(), { field: 'product', search: '', limit: 10 }).values[0]).toEqual({ value: '云通信', count: 4 });
    expect(views.distinct(query(), { field: 'remaining', search: '10.5', limit: 10 })).toEqual({ values: [{ value: '10.5', count: 2 }], total: 1 });
    expect(views.distinct(query(), { field: 'extra:我的备注', search: '', limit: 10 }).values).toContainEqual({ value: null, count: 2 });
  });

  test('columns, details with the raw row, and what another import changes', async () => {
    expect(views.columns('packages').find(({ key }) => key === 'extra:我的备注')).toEqual({ key: 'extra:我的备注', kind: 'name', header: '我的备注', isPresent: true });
    const first = shown()[0]!;
    const details = detailsOf(views, 'packages', first.id);
    expect(details.raw).toEqual({ headers: HEADER.split(','), cells: ['p-1', '云通信', '有效', '总量递减', '10.5', '20', '2025-01-01 00:00:00', '2025-06-01 00:00:00', 'a "b"', '3'] });
    const before = views.order(query());
    const id = await importText('b.csv', [HEADER.replace('我的备注', '另一列'), 'p-9,新,有效,总量递减,1,2,,,z,1'].join('\r\n'));
    expect(views.block(before.order, 0, 100).total).toBe(9);
    store.removeImport(id);
    expect(views.block(before.order, 0, 100).total).toBe(8);
  });
});
