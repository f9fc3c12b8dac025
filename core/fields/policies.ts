import { HOUR } from '../base/time.ts';
import { DataFile, type Source } from './dataFile.ts';
import { comparableName } from './names.ts';

/**
 * How a product deducts where the vendor's documents differ from product to product. What the documents say is data (`PolicyFamily`),
 * what a project says otherwise is an edit of it. What neither says is a default, and every explanation in which it decided says "assumed".
 */
export interface PolicyValues {
  /** Which of several packages pays first: the one that expires first, the one that was bought first, or by a rule that no file shows. */
  readonly order: 'expiry' | 'purchase' | 'other';
  /** Usage before the package that it may cover all the same. */
  readonly retroactive: 'none' | 'purchase-day' | 'purchase-month';
  /** Where periods are counted from: as the overview prints them, or so whatever it prints. */
  readonly anchor: 'overview' | 'calendar-month' | 'anniversary' | 'day' | 'hour';
  /** How long after the usage a deduction may be posted, in seconds; whole hours. */
  readonly lag: number;
  /** 1000 or 1024 per prefix of bytes; `null` where either may be meant. */
  readonly byteBase: 1000 | 1024 | null;
  /** Deducted minutes are the day's total rounded up, less what was deducted before. */
  readonly minuteCeiling: boolean;
}

export type PolicyName = keyof PolicyValues;

/** In the order in which they are shown. */
export const POLICY_NAMES = ['order', 'retroactive', 'anchor', 'lag', 'byteBase', 'minuteCeiling'] as const satisfies readonly PolicyName[];

/** The words for values in files, settings and on the command line; a lag is a whole number of hours instead. */
export const POLICY_CHOICES = {
  order: ['expiry', 'purchase', 'other'],
  retroactive: ['none', 'purchase-day', 'purchase-month'],
  anchor: ['overview', 'calendar-month', 'anniversary', 'day', 'hour'],
  byteBase: ['any', '1000', '1024'],
  minuteCeiling: ['no', 'yes'],
} as const satisfies Record<Exclude<PolicyName, 'lag'>, readonly string[]>;

/** The longest lag that makes sense: a month. */
export const MOST_LAG_HOURS = 744;

/** `default`: nobody says so. `documented`: the vendor does. `set`: the user of the project does. */
export type PolicyOrigin = { readonly kind: 'default' | 'set' } | { readonly kind: 'documented'; readonly source: Source };

export interface Policy extends PolicyValues {
  readonly origins: Readonly<Record<PolicyName, PolicyOrigin>>;
}

export const DEFAULT_VALUES: PolicyValues = { order: 'expiry', retroactive: 'none', anchor: 'overview', lag: 24 * HOUR, byteBase: null, minuteCeiling: false };

/** What the documents say of one product. */
export interface PolicyFamily {
  readonly title: { readonly zh: string; readonly en: string };
  /** Parts that the comparable name of a product must have, or begin with, or be: one of all is enough. */
  readonly contains: readonly string[];
  readonly starts: readonly string[];
  readonly equals: readonly string[];
  readonly values: { readonly [N in PolicyName]?: { readonly value: string; readonly source: Source } };
}

/** One value that a project sets for a product; `EVERY_PRODUCT` stands in for the default where nothing is documented. */
export interface PolicyEdit {
  readonly product: string;
  readonly name: PolicyName;
  readonly value: string;
}

export const EVERY_PRODUCT = '*';

export function isPolicyName(name: string): name is PolicyName {
  return (POLICY_NAMES as readonly string[]).includes(name);
}

/** The words that a value may have, for a message. */
export function policyChoices(name: PolicyName): string {
  return name === 'lag' ? `0 … ${MOST_LAG_HOURS}` : POLICY_CHOICES[name].join(', ');
}

/** Whether the text is a value of that name. */
export function isPolicyValue(name: PolicyName, text: string): boolean {
  if (name === 'lag') return /^\d{1,3}$/.test(text) && Number(text) <= MOST_LAG_HOURS;
  return (POLICY_CHOICES[name] as readonly string[]).includes(text);
}

/** A value as text, as `isPolicyValue` accepts it. */
export function policyText(name: PolicyName, values: PolicyValues): string {
  switch (name) {
    case 'lag': return String(values.lag / HOUR);
    case 'byteBase': return values.byteBase === null ? 'any' : String(values.byteBase);
    case 'minuteCeiling': return values.minuteCeiling ? 'yes' : 'no';
    default: return values[name];
  }
}

function withValue(values: PolicyValues, name: PolicyName, text: string): PolicyValues {
  switch (name) {
    case 'lag': return { ...values, lag: Number(text) * HOUR };
    case 'byteBase': return { ...values, byteBase: text === 'any' ? null : text === '1000' ? 1000 : 1024 };
    case 'minuteCeiling': return { ...values, minuteCeiling: text === 'yes' };
    default: return { ...values, [name]: text };
  }
}

/** Answers the policy of every product: edits of the project before documents, documents before defaults. */
export class PolicyBook {
  readonly families: readonly PolicyFamily[];
  private readonly edits = new Map<string, PolicyEdit[]>();
  private readonly known = new Map<string, Policy>();

  constructor(families: readonly PolicyFamily[], edits: readonly PolicyEdit[] = []) {
    this.families = families;
    for (const edit of edits) {
      const key = productKey(edit.product);
      const own = this.edits.get(key);
      if (own === undefined) this.edits.set(key, [edit]);
      else own.push(edit);
    }
  }

  /** The policy of a product by its name as printed; a product without a name has the default. */
  of(product: string | null): Policy {
    const key = comparableName(product);
    let policy = this.known.get(key);
    if (policy === undefined) this.known.set(key, (policy = this.made(key)));
    return policy;
  }

  familyOf(product: string | null): PolicyFamily | null {
    const key = comparableName(product);
    return key === '' ? null : (this.families.find((family) => family.equals.includes(key) || family.contains.some((part) => key.includes(part)) || family.starts.some((start) => key.startsWith(start))) ?? null);
  }

  private made(key: string): Policy {
    let values = DEFAULT_VALUES;
    const origins = Object.fromEntries(POLICY_NAMES.map((name) => [name, { kind: 'default' }])) as Record<PolicyName, PolicyOrigin>;
    const take = (edits: readonly PolicyEdit[]): void => {
      for (const { name, value } of edits) {
        values = withValue(values, name, value);
        origins[name] = { kind: 'set' };
      }
    };
    take(this.edits.get(EVERY_PRODUCT) ?? []);
    const family = this.familyOf(key);
    for (const name of POLICY_NAMES) {
      const entry = family?.values[name];
      if (entry === undefined) continue;
      values = withValue(values, name, entry.value);
      origins[name] = { kind: 'documented', source: entry.source };
    }
    if (key !== '') take(this.edits.get(key) ?? []);
    return { ...values, origins };
  }
}

/** What edits of one product share. */
export function productKey(product: string): string {
  return product === EVERY_PRODUCT ? EVERY_PRODUCT : comparableName(product);
}

/** Nothing is documented and nothing is set. */
export const NO_POLICIES = new PolicyBook([]);

/** Reads the documented policies from what a JSON file holds. Throws `resource-damaged`. */
export function readPolicyFamilies(name: string, content: unknown): PolicyFamily[] {
  const file = new DataFile(name);
  return file.list(file.object(content, 'JSON')['products'], 'products').map((one, index): PolicyFamily => {
    const at = `products[${index}]`;
    const { title, contains, starts, equals, values } = file.object(one, at);
    const { zh, en } = file.object(title, `${at}.title`);
    const read: Record<string, unknown> = {};
    for (const [policy, entry] of Object.entries(file.object(values, `${at}.values`))) {
      const place = `${at}.values.${policy}`;
      if (!isPolicyName(policy)) return file.fail(place, policy, POLICY_NAMES.join(', '));
      const { value, source } = file.object(entry, place);
      if (typeof value !== 'string' || !isPolicyValue(policy, value)) file.fail(`${place}.value`, value, policyChoices(policy));
      read[policy] = { value, source: file.source(source, `${place}.source`) };
    }
    const parts = (some: unknown, place: string): string[] => file.texts(some, `${at}.${place}`).map(comparableName);
    const family = {
      title: { zh: file.text(zh, `${at}.title.zh`), en: file.text(en, `${at}.title.en`) },
      contains: parts(contains, 'contains'), starts: parts(starts, 'starts'), equals: parts(equals, 'equals'), values: read as PolicyFamily['values'],
    };
    if (family.contains.length + family.starts.length + family.equals.length === 0) file.fail(at, one, 'contains, starts, equals');
    return family;
  });
}
