import { formatMonth } from '../../base/time.ts';
import type { Source } from '../../fields/dataFile.ts';
import type { KnownNames } from '../../fields/names.ts';
import { EVERY_PRODUCT, POLICY_NAMES, PolicyBook, policyText, productKey, type PolicyEdit, type PolicyName, type PolicyOrigin } from '../../fields/policies.ts';
import { isKnownUnit, unitKey } from '../../fields/units.ts';
import { statedAmountText } from '../../fields/totals.ts';
import { unmatchedNames, type UnmatchedName } from '../../reconcile/unmatched.ts';
import type { Store } from '../../store/store.ts';
import { printedNames } from '../../store/views/recordNames.ts';
import { printedUnits, type PrintedUnit } from '../../store/views/recordUnits.ts';
import { scopeChoices } from '../../store/views/projectFacts.ts';
import type { ViewReader } from '../../store/views/viewReader.ts';
import { basisOf } from '../basis.ts';
import { documentedPolicies, knownNames } from '../builtIn.ts';

/** What a project goes by besides its facts, as the page and the command line show it. */

interface Opened {
  readonly store: Store;
  readonly views: ViewReader;
}

export interface ShownPolicy {
  readonly name: PolicyName;
  readonly value: string;
  readonly origin: PolicyOrigin['kind'];
  readonly source: Source | null;
  /** Whether the project sets it for this very product. */
  readonly isOwn: boolean;
  /** The value that it has where the project sets none for it. */
  readonly standard: string;
}

export interface ShownProduct {
  /** `*` for every product about which nothing is documented or set. */
  readonly product: string;
  readonly isInProject: boolean;
  readonly policies: ShownPolicy[];
}

/** The products of the project with their policies, then those that are documented or set but not in it; first what holds for every other product. */
export function policiesOf({ store }: Pick<Opened, 'store'>): ShownProduct[] {
  const edits = store.settings.policies();
  const families = documentedPolicies();
  const book = new PolicyBook(families, edits);
  const { files } = store.dataset();
  const own = distinct([...[...store.dataset().packages()].map(({ product }) => product), ...files.flatMap(({ kind, products }) => (kind === 'deductions' ? products : []))]);
  const known = new Set(own.map(productKey));
  const set = distinct(edits.map(({ product }) => product)).filter((product) => product !== EVERY_PRODUCT && !known.has(productKey(product)));
  const met = new Set(own.map((product) => book.familyOf(product)));
  const others = families.filter((family) => !met.has(family)).map(({ title }) => title.zh).filter((title) => !set.some((product) => productKey(product) === productKey(title)));
  const shown = (product: string, isInProject: boolean): ShownProduct => ({ product, isInProject, policies: policiesFor(product, book, families, edits) });
  return [shown(EVERY_PRODUCT, true), ...own.map((product) => shown(product, true)), ...[...set, ...others].map((product) => shown(product, false))];
}

function policiesFor(product: string, book: PolicyBook, families: PolicyBook['families'], edits: readonly PolicyEdit[]): ShownPolicy[] {
  const asked = product === EVERY_PRODUCT ? null : product;
  const policy = book.of(asked);
  const key = productKey(product);
  const own = new Set(edits.filter((edit) => productKey(edit.product) === key).map(({ name }) => name));
  const standard = new PolicyBook(families, edits.filter((edit) => productKey(edit.product) !== key)).of(asked);
  return POLICY_NAMES.map((name) => {
    const origin = policy.origins[name];
    return { name, value: policyText(name, policy), origin: origin.kind, source: origin.kind === 'documented' ? origin.source : null, isOwn: own.has(name), standard: policyText(name, standard) };
  });
}

/** Each name once, as it is first written, in the order of the texts. */
function distinct(names: readonly (string | null)[]): string[] {
  const byKey = new Map<string, string>();
  for (const name of names) if (name !== null && productKey(name) !== '' && !byKey.has(productKey(name))) byKey.set(productKey(name), name);
  return [...byKey.values()].sort();
}

export interface ShownNames {
  /** Groups that the program knows. */
  readonly known: readonly KnownNames[];
  /** What the project joins. */
  readonly own: readonly { readonly kind: KnownNames['kind']; readonly name: string; readonly same: string; readonly at: string; readonly who: string | null }[];
  /** Names that only one side has: the first ones, and how many there are. */
  readonly unmatched: readonly UnmatchedName[];
  readonly totals: Readonly<Record<UnmatchedName['side'], number>>;
}

/** So many names without a partner are listed. */
const LISTED = 500;

export function namesOf({ store, views }: Opened): ShownNames {
  const unmatched = unmatchedNames(printedNames(views), basisOf(store).names);
  const deductions = unmatched.filter(({ side }) => side === 'deductions').length;
  return { known: knownNames(), own: store.settings.names(), unmatched: unmatched.slice(0, LISTED), totals: { deductions, bill: unmatched.length - deductions } };
}

/** How many names of deductions find no partner in the bill. */
export function unmatchedCount({ store, views }: Opened): number {
  return unmatchedNames(printedNames(views), basisOf(store).names).filter(({ side }) => side === 'deductions').length;
}

export interface ShownTotals {
  readonly totals: { month: string; payer: string | null; product: string | null; currency: string; amount: string; at: string; who: string | null }[];
  /** What the bill offers to state a total of. */
  readonly months: string[];
  readonly payers: string[];
  readonly products: string[];
  readonly currencies: string[];
}

export function totalsOf({ store, views }: Opened): ShownTotals {
  const { months, accounts, currencies } = scopeChoices(views);
  const products = distinct(printedNames(views).bill.map(({ product }) => product));
  return {
    totals: store.settings.totals().map(({ month, payer, product, currency, at, who, ...amount }) => ({ month: formatMonth(month), payer, product, currency, amount: statedAmountText(amount), at, who })),
    months, payers: accounts, products, currencies,
  };
}

export interface ShownUnit {
  readonly word: string;
  /** Rows that print it, and where, as `kind.field`. */
  readonly rows: number;
  readonly places: readonly string[];
  /** What the project says that it stands for. */
  readonly same: string | null;
}

/** Units that the program does not know: those of the data, the frequent ones first, and those that the project explains. */
export function unitsOf({ store, views }: Opened): { units: ShownUnit[] } {
  const packages = Array.from(store.dataset().packages(), ({ unit }): PrintedUnit[] => (unit === null ? [] : [{ kind: 'packages', field: 'unit', word: unit, rows: 1 }])).flat();
  const found = new Map<string, { word: string; rows: number; places: Set<string> }>();
  const of = (word: string): { word: string; rows: number; places: Set<string> } => {
    const one = found.get(unitKey(word)) ?? { word, rows: 0, places: new Set<string>() };
    found.set(unitKey(word), one);
    return one;
  };
  for (const { kind, field, word, rows } of [...packages, ...printedUnits(views)]) {
    if (word === '' || isKnownUnit(word)) continue;
    const one = of(word);
    one.rows += rows;
    one.places.add(`${kind}.${field}`);
  }
  const own = new Map(store.settings.units().map(({ word, same }) => [unitKey(word), { word, same }]));
  for (const { word } of own.values()) of(word);
  const units = [...found].map(([key, { word, rows, places }]) => ({ word, rows, places: [...places], same: own.get(key)?.same ?? null }));
  return { units: units.sort((a, b) => b.rows - a.rows || (a.word < b.word ? -1 : 1)).slice(0, LISTED) };
}
