import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseCivil } from '../../core/base/time.ts';
import { CATALOGUES } from '../../core/fields/index.ts';
import { generateDemo, renderCsv } from '../../core/demo/index.ts';
import { writeWorkbook } from '../../core/export/xlsx.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { openFileSource } from '../../core/host/fileSource.ts';
import { importFiles, type ImportFilesOptions, type ImportReport } from '../../core/host/importFiles.ts';
import { ROW_TABLES, storedFields } from '../../core/store/columns.ts';
import { recordsOf } from '../../core/store/rawChunks.ts';
import { Store } from '../../core/store/store.ts';
import { gb18030, utf16, utf8 } from '../support/bytes.ts';
import { temporaryFolder } from '../support/stores.ts';
import { BILL_HEADER, DEDUCTION_HEADER, PACKAGE_HEADER, billLine, deduction, packageRow } from '../support/tables.ts';

/** Files that are read in a thread of their own leave the same project behind as files that are read here. */

const OPTIONS = { codecs: nodeCodecs, now: '2025-08-01T00:00:00Z', snapshot: parseCivil('2025-08-01 00:00:00')! };

let folder: ReturnType<typeof temporaryFolder>;
let empty: string;

beforeEach(() => {
  folder = temporaryFolder();
  empty = folder.at('empty.packledger');
  Store.open(empty).close();
});

afterEach(() => folder.remove());

function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n');
}

async function imported(project: string, paths: readonly string[], options: Partial<ImportFilesOptions>): Promise<ImportReport> {
  const store = Store.open(project);
  const sources = paths.map((path) => openFileSource(path));
  try {
    return await importFiles(store, sources.map((source) => ({ name: source.name, source, modified: 1_750_000_000 })), { ...OPTIONS, ...options });
  } finally {
    for (const source of sources) source.close();
    store.close();
  }
}

/** All that a project holds, with texts in place of their numbers, but for the key of its hashes. */
function dump(project: string): unknown {
  const db = new Database(project, { readonly: true });
  const all = (sql: string): unknown[] => db.prepare(sql).safeIntegers().raw().all();
  const tables = Object.values(CATALOGUES).map(({ kind }) => {
    const columns = storedFields(kind).flatMap(({ storage, columns: names }) => (storage === 'ref' ? [`(SELECT value FROM text WHERE id = ${names[0]})`] : names));
    return all(`SELECT id, file, line, copy, hash_a, hash_b, (SELECT value FROM text WHERE id = extra), ${columns.join(', ')} FROM ${ROW_TABLES[kind]} ORDER BY id`);
  });
  const raw = (db.prepare('SELECT file, body FROM raw_chunk ORDER BY file, first_line').raw().all() as [number, Uint8Array][]).flatMap(([file, body]) => recordsOf(body).map((record) => [file, record]));
  const rest = ['import', 'file', 'sighting', 'rejected_row', 'refused_file'].map((table) => all(`SELECT * FROM ${table} ORDER BY rowid`));
  const integrity = db.pragma('integrity_check', { simple: true });
  db.close();
  return { tables, raw, rest, integrity };
}

/** Imports the files into two copies of one empty project, here and elsewhere; answers both reports. */
async function both(paths: readonly string[]): Promise<[ImportReport, ImportReport]> {
  const projects = ['here', 'elsewhere'].map((name) => folder.at(`${name}.packledger`));
  const reports: ImportReport[] = [];
  for (const [index, project] of projects.entries()) {
    writeFileSync(project, readFileSync(empty));
    reports.push(await imported(project, paths, { readElsewhere: index === 1 }));
  }
  expect(dump(projects[1]!)).toEqual(dump(projects[0]!));
  return [reports[0]!, reports[1]!];
}

function written(name: string, content: Uint8Array | string): string {
  writeFileSync(folder.at(name), content);
  return folder.at(name);
}

describe('the same project', () => {
  test('from whole cases', async () => {
    const cases = new URL('../fixtures/cases/', import.meta.url).pathname;
    const paths = readdirSync(cases).filter((name) => name.endsWith('.zip')).map((name) => join(cases, name));
    const [here, elsewhere] = await both(paths);
    expect(elsewhere).toEqual(here);
    expect(here.files.length).toBeGreaterThan(5);
  }, 120_000);

  test.each([{ layout: 'cn' }, { layout: 'intl', locale: 'en', paired: false }, { layout: 'reseller', pairSeparator: '/' }] as const)('from a made one: %j', async (options) => {
    const demo = generateDemo({ seed: 3, rows: 3000, ...options });
    const paths = demo.files.map((file, index) => {
      const text = [...renderCsv(file)].join('');
      return written(`${index} ${file.name}`, [utf8(`\uFEFF${text}`), utf16(text, 'le'), utf8(text)][index % 3]!);
    });
    const [here, elsewhere] = await both(paths);
    expect([elsewhere, here.refused]).toEqual([here, []]);
  }, 120_000);

  test('with rows set aside, known, repeated, foreign columns, refused tables and many pieces', async () => {
    const rows = Array.from({ length: 12_000 }, (_, index) => deduction({ id: `pkg-${index % 50}`, deducted: `${index}.5`, ...(index % 997 === 0 ? { at: 'bad' } : {}) }));
    const paths = [
      written('a.csv', csvOf([['标题'], [...DEDUCTION_HEADER, '别的'], ...rows.map((row, index) => [...row, `x"${index % 3}`]), ['合计', '', '', '5']])),
      written('b.csv', gb18030(csvOf([DEDUCTION_HEADER, ...rows.slice(100, 3000), ...rows.slice(100, 200)]))),
      written('broken.csv', `${csvOf([DEDUCTION_HEADER, ...rows.slice(0, 9000)])}\r\n"never closed`),
      written('c.csv', csvOf([DEDUCTION_HEADER, ...rows.slice(0, 200)])),
      written('letter.txt', '亲爱的,你好\n1,2\n'),
      written('empty.csv', ''),
      written('packages.csv', csvOf([PACKAGE_HEADER, packageRow(), packageRow({ id: 'other-1' })])),
      written('bill.csv', csvOf([BILL_HEADER, ...Array.from({ length: 2000 }, (_, index) => billLine({ transaction: index % 100 === 0 ? `号码 ${index}` : String(index), amount: index % 50 === 0 ? '123456789012345678901.5' : `${index}.25` }))])),
    ];
    const pieces: Uint8Array[] = [];
    const columns = DEDUCTION_HEADER.map((header) => ({ header, kind: 'text' as const }));
    for await (const piece of writeWorkbook([{ name: '明细', columns, rows: rows.slice(0, 2500) }, { name: '说明', columns: columns.slice(0, 1), rows: [['仅供参考']] }], nodeCodecs)) pieces.push(piece);
    const [here, elsewhere] = await both([...paths, written('book.xlsx', Buffer.concat(pieces))]);
    expect(elsewhere).toEqual(here);
    expect(here.files.map(({ name, counts }) => [name, counts.stored, counts.known, counts.rejected])).toEqual([
      ['a.csv', 11_987, 0, 13], ['b.csv', 2997, 0, 3], ['c.csv', 99, 100, 1], ['packages.csv', 2, 0, 0], ['bill.csv', 2000, 0, 0], ['book.xlsx', 0, 2497, 3],
    ]);
    expect(here.refused.map(({ name, refusal }) => [name, refusal.code])).toEqual([['broken.csv', 'quote-not-closed'], ['letter.txt', 'wrong-document'], ['empty.csv', 'file-empty']]);
  }, 120_000);
});

describe('there or not at all', () => {
  const large = csvOf([DEDUCTION_HEADER, ...Array.from({ length: 20_000 }, (_, index) => deduction({ deducted: `${index}.5` }))]);

  test('cancelled in the middle', async () => {
    const path = written('large.csv', large);
    let asked = 0;
    const project = folder.at('p.packledger');
    await expect(imported(project, [path], { readElsewhere: true, shouldStop: () => (asked += 1) > 5 })).rejects.toMatchObject({ code: 'cancelled' });
    expect((await imported(project, [path], { readElsewhere: true })).files.map(({ counts }) => counts.stored)).toEqual([20_000]);
  }, 60_000);

  test('only looked at', async () => {
    const path = written('large.csv', large);
    const project = folder.at('p.packledger');
    expect((await imported(project, [path], { readElsewhere: true, dryRun: true })).files.map(({ counts }) => counts.stored)).toEqual([20_000]);
    expect((dump(project) as { tables: unknown[][] }).tables).toEqual([[], [], []]);
  }, 60_000);

  test('a file that becomes unreadable is refused', async () => {
    const source = openFileSource(written('gone.csv', large));
    source.close();
    const store = Store.open(folder.at('p.packledger'));
    const report = await importFiles(store, [{ name: 'gone.csv', source: { ...source, descriptor: 1_000_000 } as typeof source }], { ...OPTIONS, readElsewhere: true });
    expect(report.refused).toMatchObject([{ name: 'gone.csv', refusal: { code: 'file-unreadable' } }]);
    store.close();
  }, 60_000);
});
