import { AppError } from '../../../base/errors.ts';
import type { Query } from '../../../fields/views.ts';
import { Held } from './held.ts';
import type { OrderMaker } from './maker.ts';
import { placesOf, type PlaceData, type Places } from './places.ts';

/** A query put in order. */
export interface Order {
  readonly token: string;
  readonly query: Query;
  readonly places: Places;
}

/** An order on its way from the thread that made it to the one that reads its rows. */
export interface MadeOrder {
  readonly token: string;
  readonly query: Query;
  /** Of the data that it was made from. */
  readonly stamp: string;
  readonly places: PlaceData;
}

const MOST_BYTES = 64 * 2 ** 20;
const MOST_ORDERS = 32;
const MOST_TOKENS = 500;

/**
 * Orders are made once and read by place, so that a block costs the same wherever it lies. The last few are kept; one that
 * was given up, or whose data has changed, is made anew from its query.
 */
export class Orders {
  private readonly maker: OrderMaker;
  private readonly kept = new Held<Order>(MOST_BYTES, MOST_ORDERS);
  private readonly queries = new Map<string, Query>();

  constructor(maker: OrderMaker) {
    this.maker = maker;
  }

  of(query: Query, stamp: string): Order {
    const token = tokenOf(query);
    this.queries.delete(token);
    this.queries.set(token, query);
    if (this.queries.size > MOST_TOKENS) this.queries.delete(this.queries.keys().next().value!);
    return this.get(token, stamp);
  }

  /** Throws `order-gone` for a token that nobody here gave out, and for an order from elsewhere once its data has changed. */
  get(token: string, stamp: string): Order {
    const held = this.kept.get(token, stamp);
    if (held !== undefined) return held;
    const query = this.queries.get(token);
    if (query === undefined) throw new AppError('order-gone');
    const places = this.maker.make(query, stamp);
    return this.put({ token, query, places }, stamp);
  }

  /** Keeps an order that another thread has made. */
  keep({ token, query, stamp, places }: MadeOrder): void {
    this.put({ token, query, places: placesOf(places) }, stamp);
  }

  private put(order: Order, stamp: string): Order {
    this.kept.put(order.token, stamp, order, order.places.bytes);
    return order;
  }
}

/** The same query has the same token, so that asking again costs nothing. */
export function tokenOf(query: Query): string {
  const text = JSON.stringify([query.view, query.filters, query.quick, query.sort, query.scope]);
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    a = Math.imul(a ^ text.charCodeAt(at), 2_654_435_761);
    b = Math.imul(b ^ text.charCodeAt(at), 1_597_334_677);
  }
  return `${query.view}-${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}${text.length.toString(36)}`;
}
