import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as XLSX from 'xlsx';
import { RECORD_KINDS } from '../../core/fields/field.ts';
import type { Query } from '../../core/fields/views.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { saveView } from '../../core/host/saveView.ts';
import { speaker } from '../../core/host/speak.ts';
import { writeExport, type ExportSource } from '../../core/host/worker/exportWork.ts';
import { WorkContext, type WorkProgress } from '../../core/host/worker/workContext.ts';
import { Store } from '../../core/store/store.ts';
import { fillExportProject } from '../support/exportProject.ts';
import { temporaryFolder } from '../support/stores.ts';
import { DEDUCTION_HEADER, deduction } from '../support/tables.ts';

const folder = temporaryFolder();
const out = temporaryFolder();
const project = folder.at('project.packledger');
const context = new WorkContext(() => {});

beforeAll(async () => {
  await fillExportProject(project);
  context.open(project);
});
afterAll(() => {
  context.close();
  folder.remove();
  out.remove();
});

const query = (view: Query['view'], rest: Partial<Query> = {}): Query => ({ view, filters: [], quick: '', sort: [], scope: {}, ...rest });
const view = (kind: Query['view'], format: 'xlsx' | 'csv', rest: Partial<Query> = {}): ExportSource => ({ what: 'view', query: query(kind, rest), format });

interface Told {
  readonly progress: WorkProgress[];
  readonly result: Promise<{ rows: number | null; bytes: number }>;
  readonly cancel: () => void;
}

/** Begins an export; `onProgress` sees what is told on the way. */
function exporting(source: ExportSource, path: string, onProgress: (progress: WorkProgress, cancel: () => void) => void = () => {}): Told {
  const controller = new AbortController();
  const progress: WorkProgress[] = [];
  const cancel = (): void => controller.abort();
  const call = {
    signal: controller.signal,
    progress: (value: WorkProgress) => {
      progress.push(value);
      onProgress(value, cancel);
    },
  };
  return { progress, cancel, result: writeExport(context, { source, path, locale: 'zh-CN', now: '2025-08-01T00:00:00Z' }, call) };
}

describe.each(['xlsx', 'csv'] as const)('an export as %s', (format) => {
  test('tells how far it has come', async () => {
    const path = out.at(`told.${format}`);
    const { progress, result } = exporting(view('bill', format), path);
    const { rows } = await result;
    expect(rows).toBeGreaterThan(7000);
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).sort((a, b) => a - b));
    for (const { name, done, total } of progress) expect([name, total, done < total]).toEqual([`told.${format}`, rows, true]);
  });

  test('that is cancelled leaves nothing, and what stood under its name stays', async () => {
    const path = out.at(`cancelled.${format}`);
    const first = exporting(view('bill', format), path, (_, cancel) => cancel());
    await expect(first.result).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, 'before');
    const second = exporting(view('deductions', format), path);
    second.cancel();
    await expect(second.result).rejects.toMatchObject({ code: 'cancelled' });
    expect(readFileSync(path, 'utf8')).toBe('before');
    // The connection is free again.
    expect((await exporting(view('packages', format), path).result).rows).toBe(12);
  });

  test('cannot be written where there is no folder', async () => {
    await expect(exporting(view('packages', format), join(out.path, 'nowhere', `x.${format}`)).result).rejects.toMatchObject({ code: 'out-unwritable' });
    await expect(exporting({ what: 'view', query: query('packages'), columns: ['nobody'], format }, out.at(`x.${format}`)).result).rejects.toMatchObject({ code: 'input-invalid' });
    expect(existsSync(out.at(`x.${format}`))).toBe(false);
  });

  test('shows the data of one moment, whatever is taken away meanwhile', async () => {
    const writer = Store.open(project);
    const { id } = await importRow(writer, `later-${format}`);
    const sorted = view('deductions', format, { sort: [{ field: 'deducted', descending: true }] });
    const { rows } = await exporting(sorted, out.at(`before.${format}`)).result;
    let isGone = false;
    await exporting(sorted, out.at(`after.${format}`), () => {
      if (!isGone) writer.removeImport(id);
      isGone = true;
    }).result;
    writer.close();
    expect(isGone).toBe(true);
    expect(Buffer.compare(readFileSync(out.at(`after.${format}`)), readFileSync(out.at(`before.${format}`)))).toBe(0);
    expect((await exporting(sorted, out.at(`after.${format}`)).result).rows).toBe(rows! - 1);
  });
});

async function importRow(store: Store, id: string): Promise<{ readonly id: number }> {
  const bytes = new TextEncoder().encode([[...DEDUCTION_HEADER], deduction({ id, deducted: '1' })].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n'));
  const source = { name: id, size: bytes.length, read: (offset: number, length: number) => bytes.subarray(offset, offset + length) };
  return importFiles(store, [{ name: `${id}.csv`, source }], { codecs: nodeCodecs, now: '2025-08-01T00:00:00.000Z' });
}

test.each(RECORD_KINDS.flatMap((kind) => [[kind, 'xlsx'], [kind, 'csv']] as const))('the command line saves %s as %s as the page does', async (kind, format) => {
  const [one, other] = [out.at(`page.${format}`), out.at(`line.${format}`)];
  await exporting(view(kind, format), one).result;
  const store = Store.open(project, { readonly: true });
  await saveView(kind, other, store, speaker('zh-CN'));
  store.close();
  expect(Buffer.compare(readFileSync(one), readFileSync(other))).toBe(0);
});

describe('what was set aside', () => {
  const file = (): number => context.store.importList().flatMap(({ tables }) => tables).find(({ name }) => name === 'hard bill.csv')!.id;

  test('is saved with its place, its reason and its cells', async () => {
    const path = out.at('rejected.xlsx');
    expect((await exporting({ what: 'rejected', file: file() }, path).result).rows).toBe(1);
    const [name] = XLSX.read(readFileSync(path)).SheetNames;
    const [header, row] = XLSX.utils.sheet_to_json<unknown[]>(XLSX.read(readFileSync(path)).Sheets[name!]!, { header: 1 });
    const { rows: [entry], headers } = context.store.rejectedRows(file(), 0, 1);
    expect(header!.slice(3)).toEqual(headers);
    expect(row!.slice(0, 1)).toEqual([entry!.line]);
    expect(Array.from({ length: headers.length }, (_, at) => row![at + 3] ?? '')).toEqual(entry!.cells);
  });

  test('and the report can be cancelled too', async () => {
    for (const source of [{ what: 'rejected', file: file() }, { what: 'report' }] as const) {
      const { cancel, result } = exporting(source, out.at('cancelled-too.xlsx'));
      cancel();
      await expect(result).rejects.toMatchObject({ code: 'cancelled' });
      expect(existsSync(out.at('cancelled-too.xlsx'))).toBe(false);
    }
  });
});

test('nothing of all this was left aside', () => {
  expect(readdirSync(out.path).filter((name) => name.endsWith('.part'))).toEqual([]);
});
