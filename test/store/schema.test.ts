import { readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { RECORD_KINDS } from '../../core/fields/field.ts';
import { ROW_INDEXES, ROW_TABLES, rowTableSql } from '../../core/store/columns.ts';
import { LATEST_VERSION, MIGRATIONS } from '../../core/store/migrations/index.ts';
import { openProject } from '../../core/store/openProject.ts';
import { temporaryFolder } from '../support/stores.ts';

const GOLDEN = new URL('schema.sql', import.meta.url);

/** All statements of the schema as SQLite keeps them. */
function schemaOf(db: Database.Database): string[] {
  return (db.prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name").pluck().all() as string[]).map((sql) => `${sql};\n`);
}

function projectSchema(): string[] {
  const folder = temporaryFolder();
  const db = openProject(folder.at('new.packledger'));
  const schema = schemaOf(db);
  db.close();
  folder.remove();
  return schema;
}

test('better-sqlite3 runs on this Node', () => {
  expect(Number(process.versions['napi'])).toBeGreaterThanOrEqual(10);
});

test('the schema is the one that was agreed on', () => {
  const schema = projectSchema().join('\n');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(GOLDEN, schema);
  expect(schema).toBe(readFileSync(GOLDEN, 'utf8'));
});

test.each(RECORD_KINDS)('the frozen table of %s is what the catalogue asks for: a new field needs a new migration', (kind) => {
  const schema = projectSchema();
  expect(schema).toContain(`${rowTableSql(kind)};\n`);
  for (const index of Object.values(ROW_INDEXES[kind])) expect(schema).toContain(`${index};\n`);
  const indexesOfTable = schema.filter((sql) => sql.includes('INDEX') && sql.includes(` ON ${ROW_TABLES[kind]} (`));
  expect(indexesOfTable).toHaveLength(Object.keys(ROW_INDEXES[kind]).length);
});

test('migrations are numbered from 1 without a gap', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(Array.from({ length: LATEST_VERSION }, (_, index) => index + 1));
});

test('a decimal that does not fit its columns would become a float without its mark', () => {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE t (a INTEGER)');
  db.prepare('INSERT INTO t VALUES (?), (?)').run('123456789012345678901234567890.5', '~123456789012345678901234567890.5');
  expect(db.prepare('SELECT typeof(a) FROM t').pluck().all()).toEqual(['real', 'text']);
  db.close();
});
