import { createHmac } from 'node:crypto';
import type { Say, Values } from '../base/text.ts';
import type { OutCell } from '../export/cell.ts';
import { RECORD_KINDS, type RecordKind } from '../fields/field.ts';
import { GENERAL, IDENTIFYING, type RedactionClass } from '../fields/redaction.ts';
import type { Store } from '../store/store.ts';

/** Letters and digits of a pseudonym: 60 bits, so that two values of one project never share one in practice. */
const PSEUDONYM_LETTERS = 12;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
/** Shorter values (`1`, `-`) stand in too many texts for something else; in a column of their own they are hidden all the same. */
const LEAST_KNOWN = 3;
/** What stands between the values of a text: everything that ids and numbers are not made of. */
const TOKEN = /[\p{L}\p{N}_.@:-]{3,}/gu;
/** An account number that no column told us of, such as one in a file's name. */
const ACCOUNT = /(?<!\d)\d{9,20}(?!\d)/g;

/**
 * Puts pseudonyms in place of what identifies a customer. The same value gets the same one in every export of a project, another one in
 * every other project; without the project's secret nobody can find a value by trying all that it might be.
 */
export class Redactor {
  private readonly secret: Buffer;
  private readonly known: ReadonlyMap<string, RedactionClass>;
  private readonly made = new Map<string, string>();
  /** Finds files, people and names of several words in the middle of sentences. */
  private readonly phrases: RegExp | null;

  constructor(secret: Buffer, known: ReadonlyMap<string, RedactionClass>) {
    this.secret = secret;
    this.known = known;
    this.phrases = phrasesOf(known);
  }

  /** The pseudonym of a value: `account-k3v…`. An empty one stays empty. */
  of(kind: RedactionClass, value: string): string {
    if (value.trim() === '' || value === '-') return value;
    const id = `${kind}\u0000${value}`;
    let pseudonym = this.made.get(id);
    if (pseudonym === undefined) {
      const digest = createHmac('sha256', this.secret).update(id).digest();
      pseudonym = `${kind}-${Array.from({ length: PSEUDONYM_LETTERS }, (_, at) => ALPHABET[digest[at]! & 31]!).join('')}`;
      this.made.set(id, pseudonym);
    }
    return pseudonym;
  }

  /** A value of a column; columns that identify nobody only lose what is known from others. */
  field(kind: RecordKind, key: string, value: string): string {
    const own = IDENTIFYING[kind][key];
    return own === undefined ? this.text(value) : this.of(own, value);
  }

  /** A text that may hold identifying values: as a whole, as parts of a pair, or as words in between. */
  text(text: string): string {
    const whole = this.known.get(text);
    if (whole !== undefined) return this.of(whole, text);
    const inParts = text.replace(/[^\n]+/g, (line) => {
      const own = this.known.get(line);
      return own === undefined ? line : this.of(own, line);
    });
    return inParts.replace(TOKEN, (token) => this.token(token)).replace(ACCOUNT, (number) => this.of('account', number));
  }

  /** A word, or its parts where it is several ids joined by what ids may also hold. */
  private token(token: string): string {
    const own = this.known.get(token);
    if (own !== undefined) return this.of(own, token);
    return /[:@]/.test(token) ? token.replace(/[^:@]{3,}/g, (part) => {
      const known = this.known.get(part);
      return known === undefined ? part : this.of(known, part);
    }) : token;
  }

  cell(cell: OutCell): OutCell {
    if (typeof cell === 'string') return this.text(cell);
    return cell !== null && 'text' in cell ? { ...cell, text: this.text(cell.text) } : cell;
  }

  /** Sentences whose values are hidden before they are put into words. */
  say(say: Say): Say {
    return (id, values) => say(id, values === undefined ? undefined : this.values(values));
  }

  values(values: Values): Values {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' && !value.startsWith('@') ? this.spoken(value) : value]));
  }

  private spoken(text: string): string {
    if (this.known.has(text) || this.phrases === null) return this.text(text);
    return this.text(text.replace(this.phrases, (phrase) => this.of(this.known.get(phrase)!, phrase)));
  }
}

/** More than these would make every sentence slow; what is left out is still found where it stands alone. */
const MOST_PHRASES = 3000;

function phrasesOf(known: ReadonlyMap<string, RedactionClass>): RegExp | null {
  const isPhrase = (value: string, kind: RedactionClass): boolean => kind === 'file' || kind === 'person' || !/^[\p{L}\p{N}_.@:-]+$/u.test(value);
  const phrases = Array.from(known).filter(([value, kind]) => isPhrase(value, kind)).map(([value]) => value).sort((a, b) => b.length - a.length).slice(0, MOST_PHRASES);
  return phrases.length === 0 ? null : new RegExp(phrases.map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
}

/** A redactor that knows everything identifying that the project holds: reads all of its rows once. */
export function redactorOf(store: Store): Redactor {
  const known = new Map<string, RedactionClass>();
  const general = new Set<string>();
  const data = store.dataset();
  const note = (kind: RecordKind, row: object): void => {
    const values = row as Readonly<Record<string, unknown>>;
    for (const key of GENERAL[kind]) if (typeof values[key] === 'string') general.add(values[key]);
    for (const [key, own] of Object.entries(IDENTIFYING[kind])) {
      const value = values[key];
      if (typeof value === 'string' && value.length >= LEAST_KNOWN && !known.has(value)) known.set(value, own);
    }
  };
  for (const row of data.packages()) note('packages', row);
  for (const row of data.deductions()) note('deductions', row);
  for (const row of data.bill()) note('bill', row);
  for (const { known: values, file } of data.rejected()) note(data.files.find(({ id }) => id === file)?.kind ?? RECORD_KINDS[0]!, values);
  for (const { name } of data.files) known.set(name, 'file');
  for (const { name } of data.refused) known.set(name, 'file');
  for (const { who } of store.decisions.log.entries()) if (who !== null) known.set(who, 'person');
  for (const word of general) known.delete(word);
  return new Redactor(store.redactionSecret(), known);
}
