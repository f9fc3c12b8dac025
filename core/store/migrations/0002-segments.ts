import type { Migration } from './migration.ts';

/**
 * The rows of a table once more, column by column, for whoever reads all of them: a row of SQLite costs microseconds, the same row out of
 * a segment a fraction of one. Derived from the row tables and deletable at any time; whoever takes rows away takes their segments along.
 */
const STATEMENTS: readonly string[] = [
  `CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  first_row INTEGER NOT NULL,
  last_row INTEGER NOT NULL,
  file INTEGER NOT NULL
) STRICT`,
  'CREATE UNIQUE INDEX segment_first ON segment (kind, first_row)',
  `CREATE TABLE segment_column (
  segment INTEGER NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT`,
  'CREATE UNIQUE INDEX segment_column_key ON segment_column (segment, key)',
];

export const segments: Migration = { version: 2, name: 'segments', statements: STATEMENTS };
