import { Decimal } from '../../core/base/decimal.ts';
import { RECORD_KINDS, type FieldKind, type RecordKind } from '../../core/fields/field.ts';
import { CATALOGUES } from '../../core/fields/index.ts';
import { ROW_TABLES, WIDE_MARK, storedFields, type Storage } from '../../core/store/columns.ts';
import type { Connection } from '../../core/store/sqlite.ts';
import { numbers } from './stores.ts';

type Value = number | bigint | string | null;

/** Texts whose order is easily got wrong: by case, by length, by code points beyond 16 bits, with a zero inside, empty. */
const PIECES = ['', 'a', 'B', 'b', 'Z', 'é', '中', '文', '\u{FFFD}', '\u{1F600}', '\u{20000}', '\uE000', ' ', '0', '9', '10', '\0', '\u007f'];

/** Columns of all kinds and tables with rows that no export would bring: put where an import would put them. */
export function addStrangeRows(db: Connection, seed: number, counts: Readonly<Record<RecordKind, number>>): void {
  const below = numbers(seed);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  const text = (): string => Array.from({ length: below(5) }, () => pick(PIECES)).join('');
  const addText = db.prepare('INSERT INTO text (value) VALUES (?) ON CONFLICT DO NOTHING');
  db.transaction(() => {
    addText.run('prepaid');
    for (let at = 0; at < 300; at += 1) addText.run(text());
    for (let at = 0; at < 30; at += 1) addText.run(JSON.stringify({ ...(below(3) > 0 ? { 备注: text() } : {}), other: text() }));
    const texts = db.prepare('SELECT id FROM text').pluck().all() as number[];
    const extras = db.prepare(`SELECT id FROM text WHERE value LIKE '{"%'`).pluck().all() as number[];
    db.prepare("INSERT INTO import (id, at, state) VALUES (1, '', 'done')").run();
    const value = (storage: Storage, kind: FieldKind): Value[] => {
      if (kind === 'month') return [below(2) === 0 ? null : 24_300 + below(20)];
      if (below(6) === 0) return storage === 'decimal' ? [null, null] : [null];
      if (storage === 'ref') return [pick(texts)];
      if (storage === 'text') return [text()];
      return storage === 'decimal' ? decimal(below, pick) : [pick([0, 1, 5, 5, below(1000), 1_700_000_000 + below(100_000_000), -below(100), 250_000_000_000])];
    };
    for (const kind of RECORD_KINDS) addTable(db, kind, counts[kind], { below, pick, value, extras });
  })();
}

interface Chance {
  readonly below: (limit: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly value: (storage: Storage, kind: FieldKind) => Value[];
  readonly extras: readonly number[];
}

/** Some numbers are missing at the end, as if imports had been taken back. */
function addTable(db: Connection, kind: RecordKind, count: number, { below, pick, value, extras }: Chance): void {
  const files = ['b.csv', 'a.csv', 'a.csv', 'Ä.csv'].map((name, at) => Number(db.prepare(`INSERT INTO file (import, name, sheet, kind, layout, format, sha256, header_line, columns, missing, unknown_headers)
    VALUES (1, ?, ?, ?, ?, 'csv', '', 1, '[]', '[]', '["备注","other"]')`).run(name, at === 3 ? 'Tabelle' : null, kind, at === 1 ? 'intl' : 'cn').lastInsertRowid));
  const fields = storedFields(kind);
  const columns = ['file', 'line', 'copy', 'hash_a', 'hash_b', 'extra', ...fields.flatMap((field) => field.columns)];
  const insert = db.prepare(`INSERT INTO ${ROW_TABLES[kind]} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  for (let row = 0; row < count; row += 1) {
    insert.run(pick(files), below(50), 0, row, 0, below(3) === 0 ? null : pick(extras), ...fields.flatMap(({ storage }, at) => value(storage, CATALOGUES[kind].fields[at]!.kind)));
  }
  db.prepare(`DELETE FROM ${ROW_TABLES[kind]} WHERE id % 17 = 3 OR id BETWEEN 40 AND 60`).run();
  db.prepare(`UPDATE file SET stored = (SELECT count(*) FROM ${ROW_TABLES[kind]} AS r WHERE r.file = file.id) WHERE kind = ?`).run(kind);
}

/** As the store writes it: two integers, or text with a mark. */
function decimal(below: (limit: number) => number, pick: Chance['pick']): Value[] {
  const digits = pick([
    () => String(below(4)), () => `${below(3)}.${below(100)}`, () => `-${below(3)}.5`, () => `${below(1000)}.${String(below(1e9)).padStart(9, '0')}`,
    () => `${pick(['', '-'])}${below(2)}.12345678901234${below(100) + 1}`, () => `${pick(['', '-'])}123456789012345678${below(3)}.${below(3)}5`,
    () => `${pick(['', '-'])}4503599627370${below(1000)}.${below(2)}`, () => '0.00000000000000000001',
  ])();
  const number = Decimal.of(digits);
  return number.isNarrow ? [BigInt(number.whole), number.nano] : [WIDE_MARK + number.toString(), null];
}
