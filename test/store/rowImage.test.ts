import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WIDE, rowLayout, type RowBatch } from '../../core/fields/rowBatch.ts';
import { CATALOGUES } from '../../core/fields/index.ts';
import { Dictionary } from '../../core/store/dictionary.ts';
import { openProject } from '../../core/store/openProject.ts';
import { RecordWriter } from '../../core/store/recordWriter.ts';
import { RowImage } from '../../core/store/rowImage.ts';
import { NUMBER, TEXT, WHOLE, NANO, ID, paramOf, rowPlan, type PlannedColumn } from '../../core/store/rowPlan.ts';
import type { Connection } from '../../core/store/sqlite.ts';
import { WordTable } from '../../core/store/wordTable.ts';
import { batchOf, numbers, temporaryFolder } from '../support/stores.ts';
import { Decimal } from '../../core/base/decimal.ts';
import { isDecimalKind, type FieldValue } from '../../core/fields/field.ts';

let folder: ReturnType<typeof temporaryFolder>;
let db: Connection;

beforeEach(() => {
  folder = temporaryFolder();
  db = openProject(folder.at('p.packledger'));
});

afterEach(() => {
  db.close();
  folder.remove();
});

/** Whole numbers at the edges of every length that SQLite has. */
const EDGES = [0, 1, -1, 2, 127, 128, -128, -129, 255, 32_767, 32_768, -32_768, -32_769, 8_388_607, 8_388_608, -8_388_608, -8_388_609, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 32, 2 ** 47 - 1, 2 ** 47,
  -(2 ** 47), -(2 ** 47) - 1, 2 ** 51, 2 ** 52 - 1, -(2 ** 52)];

function plainBatch(rows: readonly (readonly number[])[], texts: readonly string[] = []): RowBatch {
  const encoded = texts.map((text) => new TextEncoder().encode(text));
  let end = 0;
  return { count: rows.length, numbers: Float64Array.from(rows.flat()), texts: Buffer.concat(encoded), textEnds: Int32Array.from(encoded, (bytes) => (end += bytes.length)), words: [], firstWord: 0 };
}

/** Writes rows into an image of a table of their own and reads them back through SQLite. */
function throughImage(connection: Connection, sql: string, plan: readonly PlannedColumn[], batch: RowBatch, width: number, ids: (row: number) => number): unknown[][] {
  connection.exec(sql);
  const image = new RowImage(connection, 't');
  const writer = new RecordWriter(plan);
  const words = new WordTable(null as unknown as Dictionary);
  for (let row = 0; row < batch.count; row += 1) {
    writer.write({ id: ids(row), file: 1, copy: 0, hashA: 0, hashB: 0 }, batch, row * width, words);
    image.add(ids(row), writer);
  }
  expect(image.finish()).toBe(batch.count > 0);
  const read = new Database(image.path);
  const integrity = read.pragma('integrity_check', { simple: true });
  const rows = read.prepare('SELECT * FROM t').safeIntegers().raw().all() as unknown[][];
  read.close();
  image.remove();
  expect([integrity, existsSync(image.path)]).toEqual(['ok', false]);
  return rows;
}

const ID_COLUMN: PlannedColumn = { name: '"id"', from: ID, slot: 0 };

describe('records', () => {
  test('every length of whole numbers', () => {
    const plan = [ID_COLUMN, { name: '"a"', from: NUMBER, slot: 0 }, { name: '"b"', from: NUMBER, slot: 1 }];
    const rows = throughImage(db, 'CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER)', plan, plainBatch(EDGES.map((edge, index) => [edge, index % 3 === 0 ? Number.NaN : index])), 2, (row) => row + 1);
    expect(rows).toEqual(EDGES.map((edge, index) => [BigInt(index + 1), BigInt(edge), index % 3 === 0 ? null : BigInt(index)]));
  });

  test('texts of any length, wide decimals, and NULLs at the end', () => {
    const texts = ['', 'a', '资源包', 'x'.repeat(57), 'y'.repeat(58), 'z'.repeat(3000), '12345678901234567890.5'];
    const plan = [ID_COLUMN, { name: '"t"', from: TEXT, slot: 0 }, { name: '"w"', from: WHOLE, slot: 1 }, { name: '"n"', from: NANO, slot: 2 }, { name: '"z"', from: NUMBER, slot: 3 }];
    const batch = plainBatch(texts.map((_, index) => [index, index % 2 === 0 ? WIDE : 7, index % 2 === 0 ? 6 : 500_000_000, Number.NaN]), texts);
    expect(throughImage(db, 'CREATE TABLE t (id INTEGER PRIMARY KEY, t TEXT, w INTEGER, n INTEGER, z INTEGER)', plan, batch, 4, (row) => row + 1))
      .toEqual(texts.map((text, index) => [BigInt(index + 1), text, index % 2 === 0 ? '~12345678901234567890.5' : 7n, index % 2 === 0 ? null : 500_000_000n, null]));
  });

  test('many columns make a long header', () => {
    const names = Array.from({ length: 300 }, (_, index) => `c${index}`);
    const plan = [ID_COLUMN, ...names.map((name, slot) => ({ name: `"${name}"`, from: NUMBER, slot }))];
    for (const last of [125, 126, 127, 128, 299]) {
      const batch = plainBatch([names.map((_, index) => (index <= last ? index : Number.NaN))]);
      const rows = throughImage(db, `CREATE TABLE t (id INTEGER PRIMARY KEY, ${names.map((name) => `${name} INTEGER`).join(', ')})`, plan, batch, 300, () => 5);
      expect(rows).toEqual([[5n, ...names.map((_, index) => (index <= last ? BigInt(index) : null))]]);
      db.exec('DROP TABLE t');
    }
  });
});

describe('pages', () => {
  test.each([0, 1, 2, 60, 3000, 40_000])('%d rows, in small pages that need several levels', (count) => {
    const small = new Database(':memory:');
    small.pragma('page_size = 512');
    const plan = [ID_COLUMN, { name: '"a"', from: NUMBER, slot: 0 }];
    const rows = throughImage(small, 'CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)', plan, plainBatch(Array.from({ length: count }, (_, row) => [row * 7919])), 1, (row) => row * 3 + 200_000_000_000);
    expect(rows).toEqual(Array.from({ length: count }, (_, row) => [BigInt(row * 3 + 200_000_000_000), BigInt(row * 7919)]));
    small.close();
  });

  test('what was added since a mark can be taken away again', () => {
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)');
    const image = new RowImage(db, 't');
    const writer = new RecordWriter([ID_COLUMN, { name: '"a"', from: NUMBER, slot: 0 }]);
    const add = (from: number, to: number): void => {
      for (let row = from; row < to; row += 1) {
        writer.write({ id: row, file: 1, copy: 0, hashA: 0, hashB: 0 }, plainBatch([[row]]), 0, new WordTable(null as unknown as Dictionary));
        image.add(row, writer);
      }
    };
    const first = image.mark();
    add(1, 90_000);
    image.cut(first);
    add(1, 1000);
    const second = image.mark();
    add(1000, 5000);
    image.cut(second);
    add(1000, 1100);
    image.finish();
    db.prepare('ATTACH ? AS image').run(image.path);
    db.exec('INSERT INTO main.t SELECT * FROM image.t');
    db.exec('DETACH image');
    image.remove();
    expect(db.prepare('SELECT count(*), min(id), max(id), sum(a = id) FROM t').raw().get()).toEqual([1099, 1, 1099, 1099]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

test.each(['packages', 'deductions', 'bill'] as const)('%s: a record says what bound values say', (kind) => {
  const { fields } = CATALOGUES[kind];
  const next = numbers(kind.length);
  const keys = fields.map((field) => field.key).filter(() => next(4) > 0);
  const layout = rowLayout(kind, keys);
  const decimals = ['0', '-0.000000001', '4503599627370495.999999999', '-4503599627370496', '2251799813685248.5', '123456789012345678901234567890.123', '0.3'];
  const values = Array.from({ length: 300 }, () => fields.map((field, place): FieldValue => {
    if (layout.slots[place]! < 0 || next(3) === 0) return null;
    if (isDecimalKind(field.kind)) return Decimal.of(decimals[next(decimals.length)]!);
    return field.kind === 'time' || field.kind === 'month' || field.kind === 'count' ? next(2_000_000_000) : `text ${next(20)} 文`;
  }));
  const batch = batchOf(kind, keys, values, 2, (index) => (index % 7 === 0 ? `{"x":"${index}"}` : null));
  const words = new WordTable(new Dictionary(db, '0123456789abcdeffedcba9876543210'));
  words.take(batch);
  const plan = rowPlan(db, kind, layout);
  const table = { packages: 'package_row', deductions: 'deduction_row', bill: 'bill_row' }[kind];
  const insert = db.prepare(`INSERT INTO ${table} VALUES (${plan.map(() => '?').join(', ')})`);
  const image = new RowImage(db, table);
  const writer = new RecordWriter(plan);
  for (let index = 0; index < batch.count; index += 1) {
    const row = { id: index + 1, file: 3, copy: index % 2, hashA: 2 ** 32 - 1 - index, hashB: 2 ** 51 - 1 - index };
    insert.run(plan.map((column) => paramOf(column, row, batch, index * layout.width, words)));
    writer.write(row, batch, index * layout.width, words);
    image.add(row.id, writer);
  }
  image.finish();
  db.prepare('ATTACH ? AS image').run(image.path);
  const all = (schema: string): unknown => db.prepare(`SELECT *, typeof(id) FROM ${schema}.${table} ORDER BY id`).safeIntegers().raw().all();
  expect(all('image')).toEqual(all('main'));
  db.exec('DETACH image');
  image.remove();
});
