import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as XLSX from 'xlsx';
import type { Locale } from '../../core/base/text.ts';
import type { Query } from '../../core/fields/views.ts';
import { writeExport } from '../../core/host/worker/exportWork.ts';
import { WorkContext } from '../../core/host/worker/workContext.ts';
import { fillExportProject } from '../support/exportProject.ts';
import { temporaryFolder } from '../support/stores.ts';

/**
 * What exports hold, cell by cell, as SheetJS reads it: value, kind and number format of every cell, names and columns of
 * every sheet. The hashes were taken before exports were made fast, and no change of speed may change one of them.
 * `UPDATE_GOLDEN=1 npx vitest run test/host/exportContent.test.ts` writes them anew, for a change of what is exported.
 */
const GOLDEN = resolve(import.meta.dirname, 'exportContent.json');

const folder = temporaryFolder();
const context = new WorkContext(() => {});
const found: Record<string, string> = {};
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';
const golden = isUpdate ? found : (JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, string>);

beforeAll(async () => {
  await fillExportProject(folder.at('project.packledger'));
  context.open(folder.at('project.packledger'));
});
afterAll(() => {
  context.close();
  folder.remove();
  if (isUpdate) writeFileSync(GOLDEN, `${JSON.stringify(found, null, 2)}\n`);
});

interface Case {
  readonly name: string;
  readonly query: Partial<Query> & { readonly view: Query['view'] };
  readonly columns?: readonly string[];
  readonly locale?: Locale;
}

const FEW = ['packageId', 'packageName', 'deductedAt', 'deducted', 'coefficient', 'extra:我的备注'];

const CASES: readonly Case[] = [
  { name: 'packages', query: { view: 'packages' } },
  { name: 'deductions', query: { view: 'deductions' } },
  { name: 'bill', query: { view: 'bill', filters: [{ op: 'ends', field: 'owner', value: '9' }] } },
  { name: 'findings', query: { view: 'findings' } },
  { name: 'packages in English', query: { view: 'packages' }, locale: 'en' },
  { name: 'findings in English', query: { view: 'findings', sort: [{ field: 'severity', descending: true }] }, locale: 'en' },
  { name: 'packages by what remains', query: { view: 'packages', sort: [{ field: 'remaining', descending: true }] } },
  { name: 'packages by name and expiry', query: { view: 'packages', sort: [{ field: 'packageName', descending: false }, { field: 'expiry', descending: true }] } },
  { name: 'deductions by amount', query: { view: 'deductions', sort: [{ field: 'deducted', descending: false }] }, columns: FEW },
  { name: 'deductions by product, newest first', query: { view: 'deductions', sort: [{ field: 'product', descending: false }, { field: 'deductedAt', descending: true }] }, columns: FEW },
  { name: 'deductions by file and extra column', query: { view: 'deductions', sort: [{ field: 'file', descending: true }, { field: 'extra:我的备注', descending: false }] }, columns: FEW },
  { name: 'deductions of a word', query: { view: 'deductions', quick: '审核' } },
  { name: 'deductions of a number', query: { view: 'deductions', filters: [{ op: 'more', field: 'deducted', value: '100' }, { op: 'present', field: 'coefficient' }] }, columns: FEW },
  { name: 'deductions of two kinds', query: { view: 'deductions', filters: [{ any: [{ op: 'blank', field: 'before' }, { op: 'less', field: 'after', value: '0.5' }] }] } },
  { name: 'deductions of a month', query: { view: 'deductions', scope: { from: '2025-06', to: '2025-06' } }, columns: FEW },
  { name: 'no deductions', query: { view: 'deductions', filters: [{ op: 'equals', field: 'packageId', value: 'nobody' }] } },
  { name: 'some columns of deductions', query: { view: 'deductions' }, columns: ['line', 'after', 'extra:我的备注', 'packageId', 'after', 'packageType', 'usageEnd', 'file'] },
  { name: 'columns without values', query: { view: 'deductions' }, columns: ['packageId', 'extra:nobody', 'afterUnit'] },
  { name: 'bill by cost', query: { view: 'bill', sort: [{ field: 'totalCost', descending: true }] }, columns: ['transactionId', 'totalCost', 'billMonth'] },
  { name: 'bill of an account', query: { view: 'bill', filters: [{ op: 'starts', field: 'transactionId', value: '2025' }] }, columns: ['transactionId', 'owner', 'billMonth', 'transactionType', 'originalCost', 'totalCost', 'listPrice', 'usage'] },
  { name: 'findings by money', query: { view: 'findings', sort: [{ field: 'money', descending: true }] } },
  { name: 'findings of one kind', query: { view: 'findings', filters: [{ op: 'in', field: 'severity', values: ['warning'] }] }, columns: ['key', 'quantity', 'rows', 'status', 'severity'] },
];

async function exported({ query, columns, locale = 'zh-CN' }: Case, format: 'xlsx' | 'csv'): Promise<Buffer> {
  const path = folder.at(`out.${format}`);
  const whole: Query = { filters: [], quick: '', sort: [], scope: {}, ...query };
  const input = { source: { what: 'view' as const, query: whole, columns, format }, path, locale, now: '2025-08-01T00:00:00Z' };
  const { rows, bytes } = await writeExport(context, input, { signal: new AbortController().signal, progress: () => {} });
  const content = readFileSync(path);
  rmSync(path);
  expect(bytes).toBe(content.length);
  expect(rows).toBe(context.views.order(whole).total);
  return content;
}

/** Everything about a workbook that a reader can tell, as lines. */
function told(bytes: Buffer): string {
  const workbook = XLSX.read(bytes, { dense: true, cellNF: true, cellStyles: true });
  return workbook.SheetNames.map((name) => {
    const sheet = workbook.Sheets[name]!;
    const rows = (sheet['!data'] ?? []) as (XLSX.CellObject | undefined)[][];
    const cells = Array.from(rows, (row) => Array.from(row ?? [], (cell) => (cell === undefined || cell.t === 'z' ? null : [cell.t, cell.v, cell.z, cell.f])));
    return JSON.stringify([name, sheet['!ref'], sheet['!autofilter'], (sheet['!cols'] ?? []).map((column) => column.width), cells]);
  }).join('\n');
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 20);
}

describe.each(CASES)('$name', (one) => {
  test.each(['xlsx', 'csv'] as const)('as %s', async (format) => {
    const content = await exported(one, format);
    const name = `${one.name}, ${format}`;
    found[name] = hashOf(format === 'csv' ? content : told(content));
    expect(found[name]).toBe(golden[name]);
  });
});
