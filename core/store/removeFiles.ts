import { RECORD_KINDS } from '../fields/field.ts';
import { ROW_TABLES } from './columns.ts';
import type { Connection } from './sqlite.ts';

/**
 * Takes files away with everything that only they said. A row that another file also holds stays, and is from now on cited
 * from that file, the earliest that saw it. Belongs inside a transaction.
 */
export function removeFiles(db: Connection, files: readonly number[]): void {
  if (files.length === 0) return;
  const list = files.join(', ');
  for (const kind of RECORD_KINDS) {
    const table = ROW_TABLES[kind];
    // Rows that go or change their file take their segments along: those rows are read from the table from now on.
    db.exec(`DELETE FROM segment WHERE kind = '${kind}' AND EXISTS (SELECT 1 FROM ${table} WHERE id BETWEEN first_row AND last_row AND file IN (${list}))`);
    // The sighting that takes over a row is the first one from a file that stays.
    db.exec(`
      CREATE TEMP TABLE taken AS
        SELECT min(sighting.rowid) AS sighting, sighting."row" AS id FROM ${table}
        JOIN sighting ON sighting.kind = '${kind}' AND sighting."row" = ${table}.id
        WHERE ${table}.file IN (${list}) AND sighting.file NOT IN (${list}) GROUP BY sighting."row";
      UPDATE ${table} SET file = heir.file, line = heir.line
        FROM (SELECT taken.id, sighting.file, sighting.line FROM taken JOIN sighting ON sighting.rowid = taken.sighting) AS heir WHERE ${table}.id = heir.id;
      DELETE FROM sighting WHERE rowid IN (SELECT sighting FROM taken);
      DROP TABLE taken;
      DELETE FROM ${table} WHERE file IN (${list});
    `);
  }
  db.exec(`DELETE FROM sighting WHERE file IN (${list}); DELETE FROM file WHERE id IN (${list});`);
}
