import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal } from '../../core/base/decimal.ts';
import type { CivilTime } from '../../core/base/time.ts';
import type { RowCounts } from '../../core/fields/facts.ts';
import type { FieldValue, Provenance, RecordKind } from '../../core/fields/field.ts';
import { rowLayout, type RowBatch } from '../../core/fields/rowBatch.ts';
import { BatchBuilder } from '../../core/import/batchBuilder.ts';
import { tablePieces, type TableFacts } from '../../core/import/importTable.ts';
import type { Cell } from '../../core/import/table.ts';
import type { FileWriter, ImportSession } from '../../core/store/importSession.ts';
import { RawPacker } from '../../core/store/rawChunks.ts';
import type { Store } from '../../core/store/store.ts';
import { tableOf } from './tables.ts';

export interface TestFile {
  readonly name: string;
  readonly cells: readonly (readonly Cell[])[];
  readonly snapshot?: CivilTime;
  readonly sha256?: string;
}

/** Reads a table into an open import; the name stands in for its bytes. */
export async function addFile(session: ImportSession, { name, cells, snapshot, sha256 = name }: TestFile): Promise<Omit<TableFacts, 'counts'> & { readonly counts: RowCounts }> {
  let writer: FileWriter | null = null;
  const packer = new RawPacker();
  for await (const piece of tablePieces(tableOf(cells, { batch: 100 }))) {
    if (piece.is === 'refused') throw new Error(JSON.stringify(piece.refusal));
    if (piece.is === 'recognised') {
      const { kind, layout, headerLine, headers } = piece.recognition;
      writer = session.startFile({
        name, sheet: null, kind, layout, format: 'csv', encoding: 'utf-8', headerLine, columns: headers.matched, missing: headers.missing, unknownHeaders: headers.unknown,
        snapshot: snapshot ?? null, snapshotAssumed: false,
      });
    } else if (piece.is === 'rows') {
      writer!.add(piece.batch);
      for (const record of piece.setAside) writer!.setAside(record);
      for (const raw of piece.raw) writer!.keep(packer.pack(raw));
    } else {
      const { counts, scales, usage, products, unknownWords, totals } = piece.facts;
      return { ...piece.facts, counts: writer!.finish({ sha256, counts, scales, products, unknownWords, totals, window: usage, windowFromName: false }) };
    }
  }
  throw new Error('a table without an end');
}

/** Rows with these values, one per field of the catalogue, as a batch; the lines follow one another. */
export function batchOf(kind: RecordKind, columns: readonly string[], rows: readonly (readonly FieldValue[])[], firstLine: number, extraOf: (index: number) => string | null = () => null): RowBatch {
  const builder = new BatchBuilder(rowLayout(kind, columns));
  rows.forEach((values, index) => {
    builder.startRow(firstLine + index);
    values.forEach((value, place) => {
      if (value !== null) builder.setEncoded(place, ...builder.encoded(place, value));
    });
    builder.keepRow(extraOf(index));
  });
  return builder.take();
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
