import { AppError } from '../../base/errors.ts';
import type { Query } from '../../fields/views.ts';
import type { Connection } from '../sqlite.ts';
import type { Version } from './version.ts';
import { tableOf } from './viewColumn.ts';
import { orderPiece, wherePiece } from './viewQuery.ts';

/** A query put in order: a temporary table of row numbers, whose own row numbers are the places from 1. */
export interface Order {
  readonly token: string;
  readonly query: Query;
  readonly table: string;
  readonly total: number;
  /** The version of the data that it was made from. */
  readonly version: number;
}

const MOST_ORDERS = 8;
const MOST_TOKENS = 500;

/**
 * Orders are made once and read by place, so that a block costs the same wherever it lies. The last few tables are kept; one
 * that was given up is made anew from its query.
 */
export class Orders {
  private readonly db: Connection;
  private readonly version: Version;
  private readonly tables = new Map<string, Order>();
  private readonly queries = new Map<string, Query>();
  private count = 0;

  constructor(db: Connection, version: Version) {
    this.db = db;
    this.version = version;
  }

  of(query: Query): Order {
    const token = tokenOf(query);
    this.queries.delete(token);
    this.queries.set(token, query);
    if (this.queries.size > MOST_TOKENS) this.queries.delete(this.queries.keys().next().value!);
    return this.get(token);
  }

  /** Throws `order-gone` for a token that nobody here gave out. */
  get(token: string): Order {
    const version = this.version.look();
    const held = this.tables.get(token);
    if (held !== undefined && held.version === version) {
      this.tables.delete(token);
      this.tables.set(token, held);
      return held;
    }
    const query = this.queries.get(token);
    if (query === undefined) throw new AppError('order-gone');
    if (held !== undefined) this.drop(held);
    const order = this.make(token, query, version);
    this.tables.set(token, order);
    for (const oldest of this.tables.values()) {
      if (this.tables.size <= MOST_ORDERS) break;
      this.drop(oldest);
    }
    return order;
  }

  private make(token: string, query: Query, version: number): Order {
    this.count += 1;
    const table = `temp.order_${this.count}`;
    const where = wherePiece(query, true);
    const order = orderPiece(query.view, query.sort);
    this.db.exec(`CREATE TABLE ${table} (at INTEGER PRIMARY KEY, id INTEGER NOT NULL)`);
    const { changes } = this.db.prepare(`INSERT INTO ${table} (id) SELECT r.id FROM ${tableOf(query.view)} AS r ${where.sql} ${order.sql}`).run(...where.bound, ...order.bound);
    return { token, query, table, total: changes, version };
  }

  private drop(order: Order): void {
    this.tables.delete(order.token);
    this.db.exec(`DROP TABLE ${order.table}`);
  }
}

/** The same query has the same token, so that asking again costs nothing. */
function tokenOf(query: Query): string {
  const text = JSON.stringify([query.view, query.filters, query.quick, query.sort, query.scope]);
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    a = Math.imul(a ^ text.charCodeAt(at), 2_654_435_761);
    b = Math.imul(b ^ text.charCodeAt(at), 1_597_334_677);
  }
  return `${query.view}-${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}${text.length.toString(36)}`;
}
