import type { Connection } from './sqlite.ts';

/** More than this tells nobody anything. */
export const MOST_FAULTS = 20;

/** What SQLite finds wrong with the whole file: pages, trees, indexes, and rows that speak of rows that are not there. */
export function faultsOf(db: Connection): string[] {
  const found = (db.pragma(`integrity_check(${MOST_FAULTS})`) as { readonly integrity_check: string }[]).map((row) => row.integrity_check).filter((line) => line !== 'ok');
  if (found.length > 0) return found;
  const foreign = db.prepare('SELECT "table" AS child, parent, count(*) AS count FROM pragma_foreign_key_check GROUP BY 1, 2 LIMIT ?').all(MOST_FAULTS) as { readonly child: string; readonly parent: string; readonly count: number }[];
  return foreign.map(({ child, parent, count }) => `${child}: ${count} rows without ${parent}`);
}
