import { canonicalJson } from '../base/canonicalJson.ts';
import { compareText } from '../base/order.ts';
import { formatMonth, parseMonth } from '../base/time.ts';
import { comparableName, type NameKind, type SameName } from '../fields/names.ts';
import { productKey, type PolicyEdit, type PolicyName } from '../fields/policies.ts';
import type { UnitAlias } from '../fields/unitAliases.ts';
import { unitKey } from '../fields/units.ts';
import { readStatedAmount, statedAmountText, type StatedTotal } from '../fields/totals.ts';
import { sha256, type SettingKind, type StoredEntry } from './log/chain.ts';
import { Log, type NewEntry, type Writing } from './log/log.ts';
import { guarded, transact, type Connection } from './sqlite.ts';

/** What entries of these kinds say. The last one about a subject counts; one without a value takes it back. */
interface PolicyBody {
  readonly product: string;
  readonly name: PolicyName;
  readonly value: string | null;
}

interface NameBody {
  readonly kind: NameKind;
  readonly name: string;
  readonly same: string;
  readonly isSame: boolean;
}

interface TotalBody {
  readonly month: string;
  readonly payer: string | null;
  readonly product: string | null;
  readonly currency: string;
  readonly amount: string | null;
}

interface UnitBody {
  readonly word: string;
  readonly same: string | null;
}

/** A setting with when it was made, and by whom. */
export type Dated<T> = T & { readonly at: string; readonly who: string | null };

/**
 * What the user sets for one project: policies of products, names that are the same, units, totals to hold the bill against. Every change is an
 * entry of the log; what stands is read from it each time, for there are few.
 */
export class ProjectSettings {
  private readonly db: Connection;
  private readonly name: string;
  private readonly log: Log;

  constructor(db: Connection, name: string) {
    this.db = db;
    this.name = name;
    this.log = new Log(db);
  }

  /** By product, then policy. */
  policies(): Dated<PolicyEdit>[] {
    return this.standing<PolicyBody>('policy', policySubject).flatMap(({ value, ...rest }) => (value === null ? [] : [{ ...rest, value }]));
  }

  /** Sets a policy of a product, or with `null` takes back what was set. Answers whether that changed anything. */
  setPolicy(edit: PolicyBody, writing: Writing): boolean {
    return this.write('policy', policySubject, edit, ({ value }) => value, writing);
  }

  names(): Dated<SameName>[] {
    return this.standing<NameBody>('name', nameSubject).flatMap(({ isSame, ...rest }) => (isSame ? [rest] : []));
  }

  /** Says that two names are the same, or no longer. Answers whether that changed anything. */
  setName(entry: SameName, isSame: boolean, writing: Writing): boolean {
    return this.write('name', nameSubject, { ...entry, isSame }, (body) => (body.isSame ? '' : null), writing);
  }

  /** By month, payer, product and currency. */
  totals(): Dated<StatedTotal>[] {
    return this.standing<TotalBody>('total', totalSubject).flatMap(({ month, amount, ...rest }) => (amount === null ? [] : [{ ...rest, month: parseMonth(month)!, ...readStatedAmount(amount)! }]));
  }

  /** States a total, or with `null` takes it back. Answers whether that changed anything. */
  setTotal({ month, payer, product, currency }: Omit<StatedTotal, 'amount' | 'scale'>, amount: Pick<StatedTotal, 'amount' | 'scale'> | null, writing: Writing): boolean {
    return this.write('total', totalSubject, { month: formatMonth(month), payer, product, currency, amount: amount === null ? null : statedAmountText(amount) }, (body) => body.amount, writing);
  }

  /** By word. */
  units(): Dated<UnitAlias>[] {
    return this.standing<UnitBody>('unit', unitSubject).flatMap(({ same, ...rest }) => (same === null ? [] : [{ ...rest, same }]));
  }

  /** Says what a unit word stands for, or with `null` takes that back. Answers whether that changed anything. */
  setUnit(body: UnitBody, writing: Writing): boolean {
    return this.write('unit', unitSubject, body, ({ same }) => same, writing);
  }

  /** Stands for all that is set; the empty text where nothing is. */
  mark(): string {
    const units = this.units().map(({ word, same }) => [unitKey(word), same]);
    const parts = [
      this.policies().map(({ product, name, value }) => [productKey(product), name, value]), this.names().map(({ kind, name, same }) => [kind, ...[comparableName(name), comparableName(same)].sort(compareText)]),
      this.totals().map((total) => [total.month, total.payer, total.product, total.currency, statedAmountText(total)]),
      // What was marked before there were units keeps its mark.
      ...(units.length === 0 ? [] : [units]),
    ];
    return parts.every((part) => part.length === 0) ? '' : sha256(canonicalJson(parts));
  }

  private standing<Body extends object>(kind: SettingKind, subject: (body: Body) => string): Dated<Body>[] {
    return guarded(this.name, () => standingIn(this.entries(kind), subject));
  }

  /** What was said and not taken back. */
  private entries(kind: SettingKind): StoredEntry[] {
    const undone = this.log.undone();
    return this.log.ofKind(kind).filter(({ act }) => !undone.has(act));
  }

  private write<Body extends object>(kind: SettingKind, subject: (body: Body) => string, body: Body, valueOf: (body: Body) => string | null, writing: Writing): boolean {
    return transact(this.db, this.name, () => {
      const last = standingIn<Body>(this.entries(kind), subject).find((one) => subject(one) === subject(body));
      if ((last === undefined ? null : valueOf(last)) === valueOf(body)) return false;
      this.log.append(writing, [{ kind, key: null, body: body as unknown as NewEntry['body'] }]);
      return true;
    });
  }
}

function standingIn<Body extends object>(entries: readonly StoredEntry[], subject: (body: Body) => string): Dated<Body>[] {
  const last = new Map<string, Dated<Body>>();
  for (const { at, who, body } of entries) {
    const read = JSON.parse(body) as Body;
    last.set(subject(read), { ...read, at, who });
  }
  return [...last].sort(([a], [b]) => compareText(a, b)).map(([, one]) => one);
}

function policySubject({ product, name }: PolicyBody): string {
  return JSON.stringify([productKey(product), name]);
}

/** Which of the two names comes first does not matter. */
function nameSubject({ kind, name, same }: NameBody): string {
  return JSON.stringify([kind, ...[comparableName(name), comparableName(same)].sort(compareText)]);
}

function unitSubject({ word }: UnitBody): string {
  return unitKey(word);
}

function totalSubject({ month, payer, product, currency }: TotalBody): string {
  return JSON.stringify([month, payer, product === null ? null : comparableName(product), currency]);
}
