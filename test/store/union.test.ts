import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Store } from '../../core/store/store.ts';
import { addFile, batchOf, contents, importAll, numbers, temporaryFolder, type TestFile } from '../support/stores.ts';
import { DEDUCTION_HEADER, PACKAGE_HEADER, deduction, packageRow } from '../support/tables.ts';

let store: Store;

beforeEach(() => {
  store = Store.temporary();
});

afterEach(() => store.close());

function file(name: string, ...cells: readonly (readonly string[])[]): TestFile {
  return { name, cells: [DEDUCTION_HEADER, ...cells] };
}

const a = deduction({ item: 'a' });
const b = deduction({ item: 'b' });
const c = deduction({ item: 'c' });

async function counts(...files: readonly TestFile[]): Promise<string[]> {
  return (await importAll(store, ...files)).map(({ stored, known }) => `${stored}+${known}`);
}

describe('bag union', () => {
  test('within one file every copy counts', async () => {
    expect(await counts(file('1', a, a, b, a))).toEqual(['4+0']);
    expect([...store.dataset().deductions()].map((row) => [row.billingItem, row.copy, row.line])).toEqual([['a', 0, 2], ['a', 1, 3], ['a', 2, 5], ['b', 0, 4]]);
  });

  test('the same file twice, in one import or two', async () => {
    expect(await counts(file('1', a, a, b), file('1', a, a, b))).toEqual(['3+0', '0+3']);
    expect(await counts(file('1', a, a, b))).toEqual(['0+3']);
    expect(contents(store.dataset().deductions())).toHaveLength(3);
  });

  test('across files the larger number counts', async () => {
    expect(await counts(file('1', a, b), file('2', a, a, c), file('3', a, a, a))).toEqual(['2+0', '2+1', '1+2']);
    expect(await counts(file('4', a, a, a, a, b, b))).toEqual(['2+4']);
  });

  test('equal by value, whatever was printed', async () => {
    const printed = deduction({ before: '20000', deducted: '0.2933333330', after: '19999.706666667000', at: '2025/05/08 02:05:11' });
    expect(await counts(file('1', deduction()), file('2', printed))).toEqual(['1+0', '0+1']);
  });

  test('columns that a layout lacks are as good as empty ones', async () => {
    const short = { name: 's', cells: [['资源包ID', '抵扣时间', '实际抵扣量'], ['p', '2025-05-08', '1']] };
    const long = { name: 'l', cells: [['实际抵扣量', '资源包名称', '资源包ID', '抵扣时间', '抵扣前包剩余量'], ['1', '-', 'p', '2025-05-08 00:00:00', '']] };
    expect(await counts(short, long)).toEqual(['1+0', '0+1']);
  });

  test.each([
    ['absent and zero', { before: '-' }, { before: '0' }],
    ['two columns', { before: '5', after: '-' }, { before: '-', after: '5' }],
    ['the ninth decimal', { before: '1.000000001' }, { before: '1.000000002' }],
    ['the seventeenth decimal', { before: '0.00000000000000001' }, { before: '0.00000000000000002' }],
    ['wide numbers', { before: '123456789012345678901' }, { before: '123456789012345678902' }],
    ['a sign', { deducted: '0.5' }, { deducted: '-0.5' }],
    ['a second', { at: '2025-05-08 02:05:11' }, { at: '2025-05-08 02:05:12' }],
    ['a text', { item: 'ab' }, { item: 'ba' }],
  ])('different in %s', async (_, left, right) => {
    expect(await counts(file('1', deduction(left), deduction(right)), file('2', deduction(right), deduction(left)))).toEqual(['2+0', '0+2']);
  });

  test('unknown columns tell rows apart', async () => {
    const header = [...DEDUCTION_HEADER, '神秘列'];
    expect(await counts({ name: '1', cells: [header, [...a, '1'], [...a, '2'], [...a, '-']] }, file('2', a))).toEqual(['3+0', '0+1']);
  });

  test('overviews are of their moment', async () => {
    const overview = { name: 'o', cells: [PACKAGE_HEADER, packageRow(), packageRow({ id: 'other-1' })] };
    expect(await counts({ ...overview, snapshot: 1000 }, { ...overview, snapshot: 2000 }, { ...overview, snapshot: 1000 })).toEqual(['2+0', '2+0', '0+2']);
    expect([...store.dataset().packages()].map((row) => row.packageId)).toEqual(['other-1', 'other-1', 'textpkg-1b01', 'textpkg-1b01']);
  });

  test('thousands of identical rows', async () => {
    const many = Array.from({ length: 20_000 }, () => a);
    expect(await counts(file('1', ...many))).toEqual(['20000+0']);
    expect(await counts(file('2', ...many, a))).toEqual(['1+20000']);
  });
});

describe('large imports take another path and end the same', () => {
  const rows = (from: number, to: number): string[][] => Array.from({ length: to - from }, (_, index) => deduction({ id: `pkg-${(from + index) % 97}`, deducted: `${from + index}.5` }));

  test('more rows than are asked for one by one', async () => {
    expect(await counts(file('1', ...rows(0, 25_000)))).toEqual(['25000+0']);
    // The table is no longer small: now rows are looked up, until there are too many of them.
    expect(await counts(file('2', ...rows(24_000, 24_100), ...rows(25_000, 25_100), ...rows(0, 1)), file('3', ...rows(20_000, 90_000)))).toEqual(['100+101', '64900+5100']);
    expect(await counts(file('4', ...rows(0, 90_001)))).toEqual(['1+90000']);
    const ids = [...store.dataset().deductions()].map((row) => row.packageId);
    expect(ids).toHaveLength(90_001);
    expect(ids.every((id, index) => index === 0 || ids[index - 1]! <= id!)).toBe(true);
  }, 60_000);

  test('a refused table after many rows takes only its own rows away', async () => {
    const session = store.startImport('2025-08-01T00:00:00Z');
    await addFile(session, file('1', ...rows(0, 60_000)));
    const writer = session.startFile({
      name: 'bad', sheet: null, kind: 'deductions', layout: 'separate', format: 'csv', encoding: null, headerLine: 1, columns: ['packageId', 'deductedAt', 'deducted'], missing: [],
      unknownHeaders: [], snapshot: null, snapshotAssumed: false,
    });
    const values = Array.from({ length: 22 }, () => null);
    writer.add(batchOf('deductions', ['packageId', 'deductedAt', 'deducted'], Array.from({ length: 40 }, (_, line) => values.with(6, line as never)), 0));
    writer.setAside({ line: 99, field: 'before', reason: 'number', cell: 'x', cells: ['x'], known: {} });
    writer.discard();
    expect((await addFile(session, file('2', ...rows(59_000, 61_000)))).counts).toMatchObject({ stored: 1000, known: 1000 });
    session.commit();
    expect([...store.dataset().deductions()]).toHaveLength(61_000);
    expect(store.dataset().files.map((one) => one.name)).toEqual(['1', '2']);
    expect([...store.dataset().rejected()]).toEqual([]);
  }, 60_000);
});

describe('there or not at all', () => {
  test('an error in the middle leaves nothing, and the next import works', async () => {
    await importAll(store, file('0', c));
    const session = store.startImport('2025-08-01T00:00:00Z');
    await addFile(session, file('1', a, b));
    session.refuse('x', { code: 'file-empty', values: {} });
    session.rollback();
    session.rollback();
    expect(contents(store.dataset().deductions())).toHaveLength(1);
    expect(store.dataset().files.map((one) => one.name)).toEqual(['0']);
    expect(store.dataset().refused).toEqual([]);
    expect(await counts(file('1', a, b))).toEqual(['2+0']);
  });

  test('another connection sees an import only when it is whole', async () => {
    const folder = temporaryFolder();
    const writer = Store.open(folder.at('p.packledger'));
    const reader = Store.open(folder.at('p.packledger'));
    const session = writer.startImport('2025-08-01T00:00:00Z');
    await addFile(session, file('1', a, b));
    expect(contents(reader.dataset().deductions())).toEqual([]);
    session.commit();
    expect(contents(reader.dataset().deductions())).toHaveLength(2);
    writer.close();
    reader.close();
    folder.remove();
  });
});

describe('taking an import back', () => {
  test('what others hold stays, cited from them', async () => {
    await importAll(store, file('1', a, a, b));
    await importAll(store, file('2', b, a, c));
    await importAll(store, file('3', c, b));
    const [last, middle, first] = store.imports().map((one) => one.id) as [number, number, number];
    store.removeImport(first);
    const fileNames = new Map(store.dataset().files.map((one) => [one.id, one.name]));
    expect([...store.dataset().deductions()].map((row) => [row.billingItem, fileNames.get(row.file), row.line])).toEqual([['a', '2', 3], ['b', '2', 2], ['c', '2', 4]]);
    store.removeImport(middle);
    expect([...store.dataset().deductions()].map((row) => [row.billingItem, row.line])).toEqual([['b', 3], ['c', 2]]);
    store.removeImport(last);
    store.removeImport(last);
    expect([contents(store.dataset().deductions()), store.dataset().files, store.imports()]).toEqual([[], [], []]);
    expect(await counts(file('1', a, a, b))).toEqual(['3+0']);
  });

  test('the same set of files remains whatever was taken back', async () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const next = numbers(seed);
      const pool = Array.from({ length: 6 }, (_, index) => deduction({ item: `item ${index}` }));
      const files = Array.from({ length: 5 }, (_, index) => file(`f${index}`, ...Array.from({ length: next(12) + 1 }, () => pool[next(pool.length)]!)));
      const some = Store.temporary();
      for (const one of files) await importAll(some, one);
      some.removeImport(some.imports().at(-1 - next(5))!.id);
      const names = some.dataset().files.map((one) => one.name);
      const kept = files.filter((one) => names.includes(one.name));
      expect(kept).toHaveLength(4);
      const whole = Store.temporary();
      await importAll(whole, ...kept);
      expect([seed, contents(some.dataset().deductions())]).toEqual([seed, contents(whole.dataset().deductions())]);
      some.close();
      whole.close();
    }
  });
});

test('the order of imports makes no difference', async () => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const next = numbers(seed);
    const row = (): string[] => deduction({
      id: `pkg-${next(3)}`, at: `2025-05-08 02:05:1${next(2)}`, item: `item ${next(4)}`, before: `${next(3)}.5`, start: next(2) === 0 ? '2025-05-08 01:00:00' : '2025-05-08 00:00:00',
    });
    const files = ['x', 'y', 'z'].map((name) => file(name, ...Array.from({ length: 60 }, row)));
    const streams: string[][] = [];
    for (const order of [[0, 1, 2], [2, 1, 0], [1, 0, 2]]) {
      const one = Store.temporary();
      await importAll(one, ...order.slice(0, 2).map((index) => files[index]!));
      await importAll(one, files[order[2]!]!);
      streams.push(contents(one.dataset().deductions()));
      one.close();
    }
    expect([seed, streams[1]]).toEqual([seed, streams[0]]);
    expect([seed, streams[2]]).toEqual([seed, streams[0]]);
  }
});
