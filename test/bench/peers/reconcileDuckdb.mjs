import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Row arithmetic, chains and the join with the bill in DuckDB, straight from the two CSV files. */
const [folder, deductions, bill] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(join(folder, 'package.json'))('@duckdb/node-api');

const quoted = (path) => `'${path.replaceAll("'", "''")}'`;
const sql = readFileSync(join(import.meta.dirname, 'reconcile.sql'), 'utf8').replace('{deductions}', () => quoted(deductions)).replace('{bill}', () => quoted(bill));
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const counts = {};
for (const statement of sql.split(';').filter((text) => text.trim() !== '')) {
  const reader = await connection.runAndReadAll(statement);
  for (const row of reader.getRowObjects()) for (const [name, value] of Object.entries(row)) counts[name] = Number(value);
}
process.stdout.write(`${JSON.stringify({ counts })}\n`);
