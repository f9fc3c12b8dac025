import { NO_BYTES } from './bytes.ts';
import { flatText } from './flatText.ts';
import { readError, type Reading } from './limits.ts';
import { INCOMPLETE, MALFORMED, XmlAttributes } from './xmlAttributes.ts';
import { behind, isBlank } from './xmlMarkup.ts';
import { xmlText } from './xmlText.ts';
import type { AppError } from '../base/errors.ts';

const DASH = 45;
const LESS = 60;
const GREATER = 62;
const SLASH = 47;
const BANG = 33;
const QUESTION = 63;
const COLON = 58;
const SPACE = 32;

/** Set in the code of an element whose children `quick` may read. */
export const QUICK = 64;
/** Set in the code of an element whose text is wanted. */
export const LISTEN = 128;

/**
 * A scanner of XML 1.0 in UTF-8 that never holds a document: it takes windows of bytes and tells a subclass of each
 * element and text, by places in the window. It knows namespaces only as prefixes to be left out, and refuses a
 * DOCTYPE, so nothing is ever expanded. What is not well formed throws `workbook-damaged` with the part and, where
 * the subclass knows one, the row.
 */
export abstract class XmlScanner {
  protected readonly reading: Reading;
  /** The name of the part inside its workbook. */
  protected readonly entry: string;
  protected bytes = NO_BYTES;
  /** Those of the element that begins. */
  protected readonly attributes = new XmlAttributes((from, to) => this.decoded(from, to));
  /** What `opened` answered for the innermost open element: the parent of one that begins, the home of a text. */
  protected home = 0;
  /** Elements that are open. */
  protected depth = 0;
  private readonly codes: Uint8Array;
  private readonly names: Int32Array;
  private begun = false;

  constructor(reading: Reading, entry: string) {
    this.reading = reading;
    this.entry = entry;
    this.codes = new Uint8Array(reading.limits.xmlDepth + 1);
    this.names = new Int32Array(reading.limits.xmlDepth + 1);
  }

  /** An element begins; the answer, from 0 to 255, is the code that it will be known by, with `LISTEN` if its text matters. */
  protected abstract opened(from: number, to: number): number;
  protected abstract closed(code: number): void;
  protected abstract text(from: number, to: number, isCdata: boolean): void;

  /**
   * Reads whole elements of a usual form without taking them apart; answers the place behind them, or `at` where the
   * next one has to be read token by token. Only a faster way to the same result.
   */
  protected quick(at: number): number {
    return at;
  }

  /** Reads the whole tokens of a window; answers how many bytes they are. */
  scan(window: Uint8Array, last: boolean): number {
    this.bytes = window;
    const end = window.length;
    let at = 0;
    while (at < end) {
      let next = at;
      if (window[at] !== LESS) next = this.characters(at, last);
      else if ((this.home & QUICK) === 0 || (next = this.quick(at)) === at) next = this.markup(at);
      if (next === INCOMPLETE) break;
      at = next;
    }
    if (last) {
      if (at < end || this.depth > 0 || !this.begun) throw this.damaged();
    } else if (end - at > this.reading.limits.xmlTokenBytes) {
      throw this.damaged();
    }
    return at;
  }

  protected damaged(cause?: unknown): AppError {
    return readError(this.reading, 'workbook-damaged', { entry: this.entry }, cause);
  }

  /** The text between two places, with references resolved. */
  protected decoded(from: number, to: number, isCdata = false): string {
    let raw: string;
    try {
      raw = flatText(this.bytes, from, to);
    } catch (error) {
      throw this.damaged(error);
    }
    const text = xmlText(raw, isCdata);
    if (text === null) throw this.damaged();
    return text;
  }

  private characters(at: number, last: boolean): number {
    const { bytes } = this;
    const end = bytes.length;
    let to = at + 1;
    while (to < end && bytes[to] !== LESS) to += 1;
    if (this.depth === 0) {
      if (!isBlank(bytes, at, to, !this.begun)) throw this.damaged();
      return to;
    }
    if ((this.home & LISTEN) === 0) return to;
    if (to === end && !last) return INCOMPLETE;
    if (to - at > this.reading.limits.xmlTokenBytes) throw this.damaged();
    this.text(at, to, false);
    return to;
  }

  private markup(at: number): number {
    const second = this.bytes[at + 1];
    if (second === undefined) return INCOMPLETE;
    if (second === SLASH) return this.endTag(at);
    if (second === QUESTION) return behind(this.bytes, '?>', at + 2);
    return second === BANG ? this.declaration(at) : this.startTag(at);
  }

  /** A comment or CDATA; a DOCTYPE is refused. */
  private declaration(at: number): number {
    const { bytes } = this;
    if (bytes[at + 2] === DASH) return bytes[at + 3] === DASH ? behind(bytes, '-->', at + 4) : INCOMPLETE;
    if (bytes.length < at + 9) return INCOMPLETE;
    if (this.depth === 0 || flatText(bytes, at, at + 9) !== '<![CDATA[') throw this.damaged();
    const next = behind(bytes, ']]>', at + 9);
    if (next !== INCOMPLETE && (this.home & LISTEN) !== 0) this.text(at + 9, next - 3, true);
    return next;
  }

  private startTag(at: number): number {
    const { bytes, attributes } = this;
    const end = bytes.length;
    let place = at + 1;
    let local = place;
    let name = 0;
    let byte = 0;
    for (; place < end; place += 1) {
      byte = bytes[place]!;
      if (byte <= SPACE || byte === GREATER || byte === SLASH) break;
      if (byte === COLON) local = place + 1;
      name = (Math.imul(name, 31) + byte) | 0;
    }
    const localTo = place;
    if (localTo === local && place < end) throw this.damaged();
    attributes.begin(bytes);
    while (place < end) {
      byte = bytes[place]!;
      if (byte <= SPACE) {
        place += 1;
      } else if (byte === GREATER) {
        this.begin(name, local, localTo);
        return place + 1;
      } else if (byte === SLASH) {
        if (place + 1 === end) return INCOMPLETE;
        if (bytes[place + 1] !== GREATER) throw this.damaged();
        this.begin(name, local, localTo);
        this.close();
        return place + 2;
      } else {
        place = attributes.read(place);
        if (place === INCOMPLETE) return INCOMPLETE;
        if (place === MALFORMED) throw this.damaged();
      }
    }
    return INCOMPLETE;
  }

  private begin(name: number, from: number, to: number): void {
    if (this.depth === 0 && this.begun) throw this.damaged();
    if (this.depth === this.reading.limits.xmlDepth) throw this.damaged();
    this.begun = true;
    const code = this.opened(from, to);
    this.depth += 1;
    this.codes[this.depth] = code;
    this.names[this.depth] = name;
    this.home = code;
  }

  private close(): void {
    const code = this.home;
    this.depth -= 1;
    this.home = this.codes[this.depth]!;
    this.closed(code);
  }

  private endTag(at: number): number {
    const { bytes } = this;
    const end = bytes.length;
    let place = at + 2;
    let name = 0;
    for (; place < end; place += 1) {
      const byte = bytes[place]!;
      if (byte <= SPACE || byte === GREATER) break;
      name = (Math.imul(name, 31) + byte) | 0;
    }
    while (place < end && bytes[place]! <= SPACE) place += 1;
    if (place === end) return INCOMPLETE;
    if (bytes[place] !== GREATER || this.depth === 0 || this.names[this.depth] !== name) throw this.damaged();
    this.close();
    return place + 1;
  }
}
