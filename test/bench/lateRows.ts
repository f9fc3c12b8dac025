import { join } from 'node:path';
import type { DemoFile } from '../../core/demo/index.ts';
import { demoData, demoOf, ensureCsv, type DataFile } from './demoData.ts';

/** So many rows come later. */
export const LATE_ROWS = 1000;
const FEW_PACKAGES = 5;

export interface LateData {
  readonly base: DataFile;
  /** The last rows by time, of nearly every package. */
  readonly ofAll: DataFile;
  /** As many before those, of a few packages that have most rows. */
  readonly ofFew: DataFile;
}

/** The deductions of a demo in three files: what is there, and two small ones that come later. Their names say no dates. */
export function lateData(rows: number): LateData {
  const { folder } = demoData(rows);
  const file = demoOf(rows).files.find(({ kind }) => kind === 'deductions')!;
  let parts: ReturnType<typeof divided> | null = null;
  const part = (name: string, take: 0 | 1 | 2): DataFile => ensureCsv(join(folder, 'late'), {
    name: `${name}.csv`, kind: 'deductions', header: file.header,
    *rows() {
      parts ??= divided(file, LATE_ROWS);
      let at = 0;
      for (const row of file.rows()) {
        if (parts(at) === take) yield row;
        at += 1;
      }
    },
  });
  return { base: part('deductions-base', 0), ofAll: part('deductions-late', 1), ofFew: part('deductions-late-few', 2) };
}

/** Says of each row, by its place, in which part it is: 0 what is there, 1 the last `late` ones, 2 as many of the few packages that have most. */
export function divided(file: Pick<DemoFile, 'header' | 'rows'>, late: number): (at: number) => 0 | 1 | 2 {
  const idColumn = file.header.findIndex((header) => header.includes('ID'));
  const places = new Map<string, number[]>();
  let count = 0;
  for (const row of file.rows()) {
    const id = row[idColumn]!;
    const own = places.get(id);
    if (own === undefined) places.set(id, [count]);
    else own.push(count);
    count += 1;
  }
  const lastFrom = count - late;
  const busiest = [...places.values()].map((own) => own.filter((at) => at < lastFrom)).sort((a, b) => b.length - a.length).slice(0, FEW_PACKAGES);
  const few = new Set(busiest.flatMap((own) => own.slice(-late / FEW_PACKAGES)));
  return (at) => (at >= lastFrom ? 1 : few.has(at) ? 2 : 0);
}
