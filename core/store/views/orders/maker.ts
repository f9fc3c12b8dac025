import type { Query, View } from '../../../fields/views.ts';
import type { Connection } from '../../sqlite.ts';
import { columnOf, tableOf } from '../viewColumn.ts';
import { anyText, wherePiece } from '../viewQuery.ts';
import { columnRanks } from './columnRanks.ts';
import { Held } from './held.ts';
import { columnFilter, rowsPassing, type ColumnFilter } from './columnFilter.ts';
import { placesOf, type Places } from './places.ts';
import { sortByRanks, type Numbers, type Ranks } from './ranks.ts';
import { naturalPlaces, numbersOf, spanOf, type Span } from './rowNumbers.ts';
import type { Scan, Source } from './scan.ts';

const MOST_RANK_BYTES = 96 * 2 ** 20;
const MOST_CHOSEN_BYTES = 48 * 2 ** 20;
const MOST_KEPT = 64;

/**
 * Puts queries in order. SQLite only reads and filters; rows are sorted here, by ranks of columns that are read once and
 * kept for as long as the data stays the same. Absent values come last in either direction, equal ones in the order of
 * their row numbers, and texts in the order of their code points.
 *
 * Every `stamp` stands for the state of the data that the caller holds on to.
 */
export class OrderMaker {
  readonly db: Connection;
  readonly scan: Scan;
  private readonly ranks = new Held<Ranks>(MOST_RANK_BYTES, MOST_KEPT);
  private readonly chosen = new Held<Numbers>(MOST_CHOSEN_BYTES, MOST_KEPT);
  private readonly natural = new Held<Places>(MOST_CHOSEN_BYTES, MOST_KEPT);

  constructor(db: Connection, scan: Scan) {
    this.db = db;
    this.scan = scan;
  }

  make(query: Query, stamp: string): Places {
    const { view, sort } = query;
    const chosen = this.chosenRows(query, stamp);
    if (chosen === null && sort.length === 0) return this.all(view, stamp);
    const span = spanOf(this.db, view);
    let rows = chosen === null ? this.all(view, stamp).numbers() : chosen.slice();
    for (const { field, descending } of sort.toReversed()) {
      rows = sortByRanks(rows, this.ranksOf(view, field, span, stamp), descending);
      this.scan.pause();
    }
    // Memory that threads share: an order is made in one and read in another.
    const list = new Int32Array(new SharedArrayBuffer(rows.byteLength));
    list.set(rows);
    return placesOf({ list });
  }

  /** All rows of a view by their numbers. */
  all(view: View, stamp: string): Places {
    const held = this.natural.get(view, stamp);
    if (held !== undefined) return held;
    const places = naturalPlaces(this.db, this.scan, view, spanOf(this.db, view));
    this.natural.put(view, stamp, places, places.bytes);
    return places;
  }

  /** The numbers of the rows of a query, ascending; `null` for all rows of its view. */
  chosenRows(query: Query, stamp: string): Numbers | null {
    const source = sourceOf(query);
    return source.where === '' ? null : this.rowsOf(source, spanOf(this.db, query.view), stamp, () => columnFilter(this.db, query));
  }

  /** The numbers of the rows in which some text column contains the word, ascending. */
  rowsWith(view: View, word: string, stamp: string): Numbers {
    const { sql, bound } = anyText(view, word);
    return this.rowsOf({ table: tableOf(view), where: `WHERE ${sql}`, bound }, spanOf(this.db, view), stamp);
  }

  /** With a filter of columns that says the same as the source, where there is one. */
  private rowsOf(source: Source, span: Span, stamp: string, filterOf: () => ColumnFilter | null = () => null): Numbers {
    const name = JSON.stringify(source, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
    const held = this.chosen.get(name, stamp);
    if (held !== undefined) return held;
    const filter = filterOf();
    const rows = filter === null ? numbersOf(this.scan, source, span) : rowsPassing(this, filter, span);
    this.chosen.put(name, stamp, rows, rows.byteLength);
    return rows;
  }

  private ranksOf(view: View, field: string, span: Span, stamp: string): Ranks {
    const name = `${view} ${field}`;
    const held = this.ranks.get(name, stamp);
    if (held !== undefined) return held;
    const ranks = columnRanks(this.db, this.scan, columnOf(view, field), tableOf(view), span);
    this.ranks.put(name, stamp, ranks, ranks.of.byteLength);
    return ranks;
  }
}

/** The rows of a query. Throws `input-invalid`. */
export function sourceOf(query: Query): Source {
  const { sql, bound } = wherePiece(query);
  return { table: tableOf(query.view), where: sql, bound };
}
