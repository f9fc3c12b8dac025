import { NO_BYTES } from './bytes.ts';

const GREATER = 62;
const LESS = 60;
const EQUALS = 61;
const COLON = 58;
const SPACE = 32;
const DOUBLE = 34;
const SINGLE = 39;

const MOST = 256;

export const INCOMPLETE = -1;
export const MALFORMED = -2;

/** The attributes of the tag being read, as places in the window, so that a cell's three cost no object. */
export class XmlAttributes {
  /** Four places for each attribute: its local name from and to, its value from and to. */
  private readonly places = new Int32Array(MOST * 4);
  private bytes = NO_BYTES;
  private count = 0;
  /** Turns the bytes between two places into text, with references resolved. */
  private readonly decoded: (from: number, to: number) => string;

  constructor(decoded: (from: number, to: number) => string) {
    this.decoded = decoded;
  }

  /** Begins a tag in a window. */
  begin(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.count = 0;
  }

  /** Notes the attribute that begins at `from`; answers the place behind it, `INCOMPLETE` or `MALFORMED`. */
  read(from: number): number {
    const { bytes, places } = this;
    const end = bytes.length;
    const slot = this.count * 4;
    let local = from;
    let at = from;
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte === EQUALS || byte <= SPACE) break;
      if (byte === COLON) local = at + 1;
      else if (byte === GREATER || byte === LESS || byte === DOUBLE || byte === SINGLE) return MALFORMED;
    }
    places[slot] = local;
    places[slot + 1] = at;
    while (at < end && bytes[at]! <= SPACE) at += 1;
    if (at < end && bytes[at] !== EQUALS) return MALFORMED;
    at += 1;
    while (at < end && bytes[at]! <= SPACE) at += 1;
    if (at >= end) return INCOMPLETE;
    const quote = bytes[at]!;
    if (quote !== DOUBLE && quote !== SINGLE) return MALFORMED;
    at += 1;
    places[slot + 2] = at;
    while (at < end && bytes[at] !== quote) {
      if (bytes[at] === LESS) return MALFORMED;
      at += 1;
    }
    if (at === end) return INCOMPLETE;
    places[slot + 3] = at;
    this.count += 1;
    return this.count === MOST ? MALFORMED : at + 1;
  }

  /** The index of the attribute with that local name; -1 where there is none. */
  find(name: string): number {
    for (let index = 0; index < this.count; index += 1) {
      const from = this.places[index * 4]!;
      if (this.places[index * 4 + 1]! - from !== name.length) continue;
      let same = 0;
      while (same < name.length && this.bytes[from + same] === name.charCodeAt(same)) same += 1;
      if (same === name.length) return index;
    }
    return -1;
  }

  from(index: number): number {
    return this.places[index * 4 + 2]!;
  }

  to(index: number): number {
    return this.places[index * 4 + 3]!;
  }

  value(name: string): string | null {
    const index = this.find(name);
    return index < 0 ? null : this.decoded(this.from(index), this.to(index));
  }

  /** All of them by local name. */
  all(): Map<string, string> {
    const all = new Map<string, string>();
    for (let index = 0; index < this.count; index += 1) {
      all.set(this.decoded(this.places[index * 4]!, this.places[index * 4 + 1]!), this.decoded(this.from(index), this.to(index)));
    }
    return all;
  }
}
