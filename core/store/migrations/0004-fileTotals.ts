import type { Migration } from './migration.ts';

/** What a bill itself prints as its totals, a list as JSON; files that came in before have none. */
const STATEMENTS: readonly string[] = ["ALTER TABLE file ADD COLUMN totals TEXT NOT NULL DEFAULT '[]'"];

export const fileTotals: Migration = { version: 4, name: 'fileTotals', statements: STATEMENTS };
