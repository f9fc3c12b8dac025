import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from '../../core/base/decimal.ts';
import type { CivilTime } from '../../core/base/time.ts';
import type { RowCounts } from '../../core/fields/facts.ts';
import type { Provenance } from '../../core/fields/field.ts';
import { importTable, type TableFacts } from '../../core/import/importTable.ts';
import type { Cell } from '../../core/import/table.ts';
import type { FileWriter, ImportSession } from '../../core/store/importSession.ts';
import type { Store } from '../../core/store/store.ts';
import { tableOf } from './tables.ts';

export interface TestFile {
  readonly name: string;
  readonly cells: readonly (readonly Cell[])[];
  readonly snapshot?: CivilTime;
  readonly sha256?: string;
}

/** Reads a table into an open import; the name stands in for its bytes. */
export async function addFile(session: ImportSession, { name, cells, snapshot, sha256 = name }: TestFile): Promise<TableFacts> {
  let writer: FileWriter | null = null;
  const result = await importTable(tableOf(cells, { batch: 100 }), ({ kind, layout, headerLine, headers }) => {
    writer = session.startFile({
      name, sheet: null, kind, layout, format: 'csv', encoding: 'utf-8', sha256, headerLine, columns: headers.matched, missing: headers.missing, unknownHeaders: headers.unknown,
      snapshot: snapshot ?? null, snapshotAssumed: false,
    });
    return writer;
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { counts, scales, usage, products, unknownWords } = result.value;
  (writer as FileWriter | null)!.finish({ counts, scales, products, unknownWords, window: usage, windowFromName: false });
  return result.value;
}

/** One import of these files; the counts of each. */
export async function importAll(store: Store, ...files: readonly TestFile[]): Promise<RowCounts[]> {
  const session = store.startImport('2025-08-01T00:00:00Z');
  try {
    const counts: RowCounts[] = [];
    for (const file of files) counts.push((await addFile(session, file)).counts);
    session.commit();
    return counts;
  } catch (error) {
    session.rollback();
    throw error;
  }
}

/** What rows say, without where they come from; decimals in digits. */
export function contents(rows: Iterable<Provenance>): string[] {
  return [...rows].map(({ row: _row, file: _file, line: _line, copy: _copy, ...values }) => JSON.stringify(values, (_key, value: unknown) => (value instanceof Decimal ? value.toString() : value)));
}

/** A folder that `remove` deletes. */
export function temporaryFolder(): { readonly path: string; readonly at: (name: string) => string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'packledger-test-'));
  return { path, at: (name) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A repeatable source of numbers from 0 to before `below` (the generator of Numerical Recipes, high bits). */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
