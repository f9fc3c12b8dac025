import { invariant } from '../../base/errors.ts';
import type { FieldKind } from '../../fields/field.ts';
import { WIDE_MARK, type Storage } from '../columns.ts';
import type { RawRow } from '../rowDecoder.ts';
import type { Connection } from '../sqlite.ts';
import type { Order } from './orders/orders.ts';
import type { Places } from './orders/places.ts';
import { columnOf, tableOf, type ViewColumn } from './viewColumn.ts';

/** A column of a view as it stands in a stored row. */
export interface StoredColumn {
  readonly key: string;
  readonly kind: FieldKind;
  /** `ref`, `file` and `extra` are numbers of texts, of files and of JSON texts; a decimal takes the next place too. */
  readonly storage: Storage | 'extra' | 'file';
  /** Header of a verbatim column. */
  readonly header: string;
  /** Where its value stands. */
  readonly at: number;
}

/** The rows of an order for whoever reads all of them: only the columns asked for, values as SQLite gives them. */
export interface StoredRows {
  readonly total: number;
  readonly columns: readonly StoredColumn[];
  /** Where the number of the row's file stands; findings have none. */
  readonly fileAt: number;
  /** Blocks of rows in the order; each is new, and the connection may be used for other things between two. */
  blocks(): Generator<readonly RawRow[]>;
}

const ROWS_PER_BLOCK = 1000;

export function storedRows(db: Connection, { query: { view }, places }: Order, keys: readonly string[]): StoredRows {
  const selected = view === 'findings' ? ['r.id'] : ['r.id', 'r.file'];
  const placeOf = new Map<string, number>();
  const columns = keys.map((key): StoredColumn => {
    const column = columnOf(view, key);
    const { kind, storage, header, sql } = column;
    let at = placeOf.get(sql);
    if (at === undefined) {
      at = selected.length;
      placeOf.set(sql, at);
      selected.push(...columnsOf(column));
    }
    return { key, kind, storage, header, at };
  });
  const from = `SELECT ${selected.join(', ')} FROM`;
  return { total: places.total, columns, fileAt: 1, blocks: () => ('runs' in places.data ? wholeTable(db, from, tableOf(view)) : listed(db, from, tableOf(view), places)) };
}

/** A walk along the table needs no page twice: a small cache spares it filling a large one, which took a third of the time. */
const WALK_CACHE_KIB = -4096;

/** All rows by their numbers, as they lie. */
function* wholeTable(db: Connection, from: string, table: string): Generator<readonly RawRow[]> {
  const rows = db.prepare(`${from} ${table} AS r WHERE r.id > ? ORDER BY r.id LIMIT ${ROWS_PER_BLOCK}`).raw();
  const cache = db.pragma('cache_size', { simple: true }) as number;
  db.pragma(`cache_size = ${WALK_CACHE_KIB}`);
  try {
    for (let last = Number.MIN_SAFE_INTEGER, isMore = true; isMore;) {
      const block = rows.all(last) as RawRow[];
      isMore = block.length === ROWS_PER_BLOCK;
      if (block.length === 0) return;
      last = block.at(-1)![0] as number;
      yield block;
    }
  } finally {
    db.pragma(`cache_size = ${cache}`);
  }
}

function* listed(db: Connection, from: string, table: string, places: Places): Generator<readonly RawRow[]> {
  // A CROSS JOIN takes the numbers one by one, as they stand; asked for an order, SQLite would sort each block.
  const rows = db.prepare(`${from} json_each(?) AS one CROSS JOIN ${table} AS r ON r.id = one.atom`).raw();
  for (let start = 0; start < places.total; start += ROWS_PER_BLOCK) {
    const numbers = places.rows(start, Math.min(start + ROWS_PER_BLOCK, places.total));
    const block = rows.all(JSON.stringify(numbers)) as RawRow[];
    invariant(block.length === numbers.length && block.every((row, at) => row[0] === numbers[at]), 'the rows of an order, in that order');
    yield block;
  }
}

function columnsOf({ storage, sql, nano }: ViewColumn): string[] {
  return storage === 'decimal' ? [sql, nano] : [sql];
}

/** The digits of a number that is stored as text. */
export function wideDigits(stored: string): string {
  return stored.slice(WIDE_MARK.length);
}
