import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as XLSX from 'xlsx';
import { AppError } from '../../core/base/errors.ts';
import { formatCivil, parseCivil } from '../../core/base/time.ts';
import { generateDemo, renderCsv, type DemoFile, type DemoOptions } from '../../core/demo/index.ts';
import { wrongDocuments } from '../../core/demo/wrongDocuments.ts';
import { writeZip, type ZipPart } from '../../core/export/zip.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles, type ImportFilesOptions, type ImportProgress, type ImportReport, type SourceFile } from '../../core/host/importFiles.ts';
import type { ByteSource } from '../../core/import/table.ts';
import { Store } from '../../core/store/store.ts';
import { contents } from '../support/stores.ts';
import { BILL_HEADER, DEDUCTION_HEADER, PACKAGE_HEADER, billLine, deduction, packageRow } from '../support/tables.ts';

let store: Store;

beforeEach(() => {
  store = Store.temporary();
});

afterEach(() => store.close());

const WINDOW = '资源包抵扣明细-2025-05-08 00_00_00-2025-07-31 23_59_59_68946048c9d89';
const SNAPSHOT = parseCivil('2025-08-01 00:00:00')!;

function sourceOf(name: string, content: Uint8Array | string, modified?: number): SourceFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const source: ByteSource = { name, size: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) };
  return modified === undefined ? { name, source } : { name, source, modified };
}

function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n');
}

function demoSource(file: DemoFile): SourceFile {
  return sourceOf(file.name, [...renderCsv(file)].join(''));
}

async function zipOf(...entries: readonly (readonly [string, string])[]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const parts = async function* parts(): AsyncGenerator<ZipPart> {
    for (const [name, content] of entries) yield { name, content: [new TextEncoder().encode(content)] };
  };
  for await (const piece of writeZip(parts(), nodeCodecs)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function run(files: readonly SourceFile[], options: Partial<ImportFilesOptions> = {}): Promise<ImportReport> {
  return importFiles(store, files, { codecs: nodeCodecs, now: '2025-08-01T00:00:00Z', snapshot: SNAPSHOT, ...options });
}

function summary({ files, refused, skipped }: ImportReport): string[] {
  return [
    ...files.map(({ kind, name, sheet, counts }) => `${kind} ${name}${sheet === null ? '' : `#${sheet}`} ${counts.stored}+${counts.known}/${counts.read}`),
    ...refused.map(({ name, refusal }) => `refused ${name}: ${refusal.code}`),
    ...skipped.map(({ name, refusal }) => `skipped ${name}: ${refusal.code}`),
  ];
}

const DEDUCTIONS = csvOf([DEDUCTION_HEADER, deduction(), deduction({ item: 'b' })]);
const BILL = csvOf([BILL_HEADER, billLine(), billLine({ transaction: '2' })]);
const PACKAGES = csvOf([PACKAGE_HEADER, packageRow()]);

describe('whole cases', () => {
  test.each(['cn-clean', 'reseller-faults'])('%s', async (name) => {
    const expected = JSON.parse(readFileSync(new URL(`../fixtures/cases/${name}.expected.json`, import.meta.url), 'utf8')) as Record<string, number>;
    const zip = readFileSync(new URL(`../fixtures/cases/${name}.zip`, import.meta.url));
    const first = await run([sourceOf(`${name}.zip`, zip)]);
    expect(Object.fromEntries(first.files.map((file) => [file.kind, file.counts]))).toEqual(Object.fromEntries(['packages', 'deductions', 'bill'].map((kind) => {
      const rows = expected[kind]!;
      return [kind, { read: rows, stored: rows, known: 0, ignored: 0, rejected: 0 }];
    })));
    expect([first.refused, first.skipped, first.files.flatMap((file) => [...file.missing, ...file.unknownWords])]).toEqual([[], [], []]);
    const deductions = first.files.find((file) => file.kind === 'deductions')!;
    expect([formatCivil(deductions.window!.start), formatCivil(deductions.window!.end), deductions.windowFromName]).toEqual(['2025-05-08 00:00:00', '2025-07-31 23:59:59', true]);
    const before = contents(store.dataset().deductions());
    const again = await run([sourceOf('copy.zip', zip)]);
    expect(again.files.map(({ counts }) => [counts.stored, counts.known === counts.read])).toEqual([[0, true], [0, true], [0, true]]);
    expect(contents(store.dataset().deductions())).toEqual(before);
    expect(store.dataset().files).toEqual(first.files.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)));
  }, 60_000);

  const layouts: DemoOptions[] = [
    { seed: 1, layout: 'cn' }, { seed: 2, layout: 'intl', locale: 'en', paired: false }, { seed: 3, layout: 'reseller', pairSeparator: '/' }, { seed: 4, layout: 'intl', paired: true, gluedUnits: false, grouping: true },
    { seed: 5, layout: 'reseller', locale: 'en', pairSeparator: '/', gluedUnits: true }, { seed: 6, layout: 'cn', locale: 'en', paired: false, gluedUnits: true, splitDeductions: 5 },
  ];

  test.each(layouts)('a made one: %j', async (options) => {
    const demo = generateDemo({ ...options, rows: 1500 });
    const report = await run(demo.files.map(demoSource));
    expect([report.refused, report.files.flatMap((file) => [...file.unknownWords])]).toEqual([[], []]);
    expect(report.files.every((file) => file.counts.rejected === 0 && file.counts.ignored === 0)).toBe(true);
    const stored = (kind: string): number => report.files.filter((file) => file.kind === kind).reduce((sum, file) => sum + file.counts.stored, 0);
    expect({ packages: stored('packages'), deductions: stored('deductions'), bill: stored('bill') }).toEqual(demo.counts);
    expect(report.files.find((file) => file.kind === 'bill')!.layout).toBe(options.layout);
  });

  test('the order of files makes no difference, also where they overlap', async () => {
    const demo = generateDemo({ seed: 9, rows: 1200, splitDeductions: 3 });
    const files = demo.files.map(demoSource);
    await run(files);
    const dataset = store.dataset();
    const other = Store.temporary();
    for (const file of files.toReversed()) await importFiles(other, [file], { codecs: nodeCodecs, now: '2025-08-02T00:00:00Z', snapshot: SNAPSHOT });
    const reversed = other.dataset();
    expect(contents(reversed.deductions())).toEqual(contents(dataset.deductions()));
    expect(contents(reversed.packages())).toEqual(contents(dataset.packages()));
    expect(contents(reversed.bill())).toEqual(contents(dataset.bill()));
    expect([...reversed.billTotals()].map(String)).toEqual([...dataset.billTotals()].map(String));
    expect(reversed.files.map((file) => file.name)).toEqual(dataset.files.map((file) => file.name));
    other.close();
  });
});

describe('what a file holds', () => {
  test('every encoding and a workbook say the same', async () => {
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${DEDUCTIONS}`, 'utf16le'));
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['资源包抵扣明细'], [...DEDUCTION_HEADER], deduction(), deduction({ item: 'b' })]), '明细');
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['说明'], ['本表仅供参考']]), '说明');
    const xlsx = new Uint8Array(XLSX.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
    const report = await run([sourceOf('a.csv', DEDUCTIONS), sourceOf('b.csv', `\uFEFF${DEDUCTIONS}`), sourceOf('c.csv', utf16), sourceOf('d.xlsx', xlsx)]);
    expect(summary(report)).toEqual(['deductions a.csv 2+0/2', 'deductions b.csv 0+2/2', 'deductions c.csv 0+2/2', 'deductions d.xlsx#明细 0+2/2', 'skipped d.xlsx › 说明: header-missing']);
    expect(report.files.map((file) => file.encoding)).toEqual(['utf-8', 'utf-8-bom', 'utf-16le', null]);
  });

  test('archives: entries have their names, and what lies beside is skipped', async () => {
    const pack = await zipOf(['100012345678-202507-L0.pdf', '%PDF-1.4 …'], ['明细/L3.csv', BILL], ['L1.csv', csvOf([['产品名称', '原价(元)', '优惠后总价(元)', '现金支付(元)'], ['a', '1', '1', '1']])], [`${WINDOW}.csv`, DEDUCTIONS]);
    const report = await run([sourceOf('bill_pack.zip', pack)]);
    expect(summary(report)).toEqual([
      'bill bill_pack.zip › 明细/L3.csv 2+0/2', `deductions bill_pack.zip › ${WINDOW}.csv 2+0/2`, 'skipped bill_pack.zip › 100012345678-202507-L0.pdf: file-is-pdf', 'skipped bill_pack.zip › L1.csv: wrong-document-l1',
    ]);
    expect(report.files[1]).toMatchObject({ windowFromName: true, window: { start: parseCivil('2025-05-08 00:00:00'), end: parseCivil('2025-07-31 23:59:59') } });
  });

  test('alone, the same things are refused', async () => {
    const empty = await zipOf(['a.pdf', '%PDF-1.4 …']);
    expect(summary(await run([sourceOf('only.zip', empty), sourceOf('b.csv', BILL)]))).toEqual(['bill b.csv 2+0/2', 'refused only.zip › a.pdf: file-is-pdf']);
    expect(store.dataset().refused).toMatchObject([{ name: 'only.zip › a.pdf', refusal: { code: 'file-is-pdf', values: { file: expect.any(String) as string } } }]);
  });

  test('without a window in its name a deduction file covers what its rows cover', async () => {
    const report = await run([sourceOf('a.csv', DEDUCTIONS), sourceOf(`${WINDOW}.csv`, DEDUCTIONS), sourceOf('b.csv', BILL)]);
    expect(report.files.map(({ window, windowFromName }) => [window === null ? null : formatCivil(window.end), windowFromName])).toEqual([['2025-05-08 01:59:59', false], ['2025-07-31 23:59:59', true], [null, false]]);
  });
});

describe('refusals', () => {
  const codes: Record<string, string> = {
    消耗账单: 'wrong-document-consumption', 账单汇总: 'wrong-document-l1', 'L2-bill': 'wrong-document-l2', 分账报表: 'wrong-document-allocation', 用量明细: 'wrong-document-usage',
    FOCUS: 'wrong-document-focus', 'aws-cur': 'wrong-document-other-cloud', 'aliyun-bill': 'wrong-document-other-cloud',
  };

  test.each(wrongDocuments('2025-07'))('$name', async ({ name, header, rows }) => {
    const report = await run([sourceOf(name, csvOf([header, ...rows]))]);
    expect(summary(report)).toEqual([`refused ${name}: ${codes[Object.keys(codes).find((key) => name.includes(key))!]}`]);
    expect(report.refused[0]!.refusal.values).toMatchObject({ file: name });
  });

  test('one refused file does not stop the others', async () => {
    const broken = `${csvOf([DEDUCTION_HEADER, ...Array.from({ length: 3000 }, (_, index) => deduction({ deducted: `${index}.5` }))])}\r\n"never closed`;
    const report = await run([sourceOf('letter.csv', '亲爱的,你好\n1,2\n'), sourceOf('broken.csv', broken), sourceOf('empty.csv', ''), sourceOf('head.csv', DEDUCTION_HEADER.join(',')), sourceOf('good.csv', DEDUCTIONS)]);
    expect(summary(report)).toEqual([
      'deductions good.csv 2+0/2', 'refused letter.csv: wrong-document', 'refused broken.csv: quote-not-closed', 'refused empty.csv: file-empty', 'refused head.csv: header-without-rows',
    ]);
    expect(contents(store.dataset().deductions())).toHaveLength(2);
    expect(store.dataset().files.map((file) => file.name)).toEqual(['good.csv']);
  });

  test('a file that cannot be read any more', async () => {
    const bad: SourceFile = { name: 'gone.csv', source: { name: 'gone.csv', size: 10, read: () => { throw new AppError('file-unreadable', { reason: 'EIO' }); } } };
    expect(summary(await run([bad, sourceOf('good.csv', DEDUCTIONS)]))).toEqual(['deductions good.csv 2+0/2', 'refused gone.csv: file-unreadable']);
  });
});

describe('when an overview was taken', () => {
  const moments = (): unknown[] => store.dataset().files.map(({ snapshot, snapshotAssumed }) => [snapshot === null ? null : formatCivil(snapshot), snapshotAssumed]);
  const noon = parseCivil('2025-08-02 12:00:00')!;

  test('stated, else assumed from the file', async () => {
    await run([sourceOf('a.csv', PACKAGES, noon)]);
    expect(moments()).toEqual([['2025-08-01 00:00:00', false]]);
    await importFiles(store, [sourceOf('b.csv', csvOf([PACKAGE_HEADER, packageRow({ id: 'b-1' })]), noon), sourceOf('c.csv', csvOf([PACKAGE_HEADER, packageRow({ id: 'c-1' })]))], { codecs: nodeCodecs, now: '' });
    expect(moments()).toEqual([['2025-08-01 00:00:00', false], ['2025-08-02 12:00:00', true], [null, true]]);
  });

  test('a copy of a file keeps its moment, and a stated one replaces an assumed one', async () => {
    const options = { codecs: nodeCodecs, now: '' };
    await importFiles(store, [sourceOf('a.csv', PACKAGES, noon)], options);
    expect(summary(await importFiles(store, [sourceOf('copy.csv', PACKAGES, noon + 5)], options))).toEqual(['packages copy.csv 0+1/1']);
    expect(moments()).toEqual([['2025-08-02 12:00:00', true]]);
    expect(summary(await run([sourceOf('again.csv', PACKAGES)]))).toEqual(['packages again.csv 1+0/1']);
    expect(moments()).toEqual([['2025-08-01 00:00:00', false]]);
    await importFiles(store, [sourceOf('late.csv', PACKAGES, noon)], options);
    expect([moments(), contents(store.dataset().packages())]).toEqual([[['2025-08-01 00:00:00', false]], [expect.any(String)]]);
  });
});

describe('there or not at all', () => {
  const large = csvOf([DEDUCTION_HEADER, ...Array.from({ length: 20_000 }, (_, index) => deduction({ deducted: `${index}.5` }))]);

  test('cancelled in the middle, nothing is there and the next import works', async () => {
    await run([sourceOf('first.csv', BILL)]);
    let asked = 0;
    const shouldStop = (): boolean => (asked += 1) > 10;
    await expect(run([sourceOf('a.csv', DEDUCTIONS), sourceOf('b.csv', large)], { shouldStop })).rejects.toMatchObject({ code: 'cancelled' } satisfies Partial<AppError>);
    expect([contents(store.dataset().deductions()), store.dataset().files.map((file) => file.name)]).toEqual([[], ['first.csv']]);
    expect(summary(await run([sourceOf('b.csv', large)]))).toEqual(['deductions b.csv 20000+0/20000']);
  });

  test('a defect in the middle', async () => {
    const source = sourceOf('b.csv', large);
    let reads = 0;
    const failing: SourceFile = { ...source, source: { ...source.source, read: (offset, length) => {
      reads += 1;
      if (reads > 5) throw new TypeError('ours');
      return source.source.read(offset, length);
    } } };
    await expect(run([sourceOf('a.csv', DEDUCTIONS), failing])).rejects.toThrow('ours');
    expect([contents(store.dataset().deductions()), store.imports()]).toEqual([[], []]);
  });

  test('progress goes forward to the end', async () => {
    const seen: ImportProgress[] = [];
    await run([sourceOf('a.csv', DEDUCTIONS), sourceOf('b.csv', large)], { onProgress: (progress) => void seen.push(progress) });
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.every(({ bytes }, index) => index === 0 || seen[index - 1]!.bytes <= bytes)).toBe(true);
    expect(seen.at(-1)).toMatchObject({ name: 'b.csv', rows: 20_000 });
    expect(seen.at(-1)!.bytes).toBe(seen.at(-1)!.totalBytes);
  });
});
