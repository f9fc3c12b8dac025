import { uncovered } from '../base/spans.ts';
import { addMonths, DAY, monthOf, monthStart, startOfDay, type CivilTime, type MonthNumber } from '../base/time.ts';
import type { FileFact } from '../fields/facts.ts';
import type { PackageRow } from '../fields/packages.ts';
import { Coverage, type Interval } from './coverage.ts';
import { NO_NAMES, type Names } from '../fields/names.ts';

/**
 * What is loaded of each product, month by month. A product needs deductions where packages of it were valid or its usage was
 * billed; what was only ever paid as it was used is left out.
 */
export interface Calendar {
  readonly months: readonly MonthNumber[];
  readonly products: readonly ProductMonths[];
  /** Products of the bill that have neither packages nor deductions. */
  readonly others: number;
}

export interface ProductMonths {
  readonly product: string;
  /** One for each month of the calendar. */
  readonly cells: readonly MonthCell[];
}

export interface MonthCell {
  readonly deductions: {
    /** `idle`: nothing says that there should be any. */
    readonly state: 'covered' | 'partial' | 'missing' | 'idle';
    readonly rows: number;
    /** Days that no export covers. */
    readonly gaps: readonly Interval[];
    /** All of the gaps are older than what the console still shows. */
    readonly isBeyond: boolean;
  };
  readonly bill: {
    /** `idle`: the month is loaded and has no line of the product. */
    readonly state: 'covered' | 'missing' | 'idle';
    readonly lines: number;
  };
}

/** Rows by day (days since 1970). */
export type Days = ReadonlyMap<number, number>;

export interface CalendarInput {
  readonly files: readonly FileFact[];
  readonly packages: Iterable<Pick<PackageRow, 'product' | 'effective' | 'expiry'>>;
  /** By product as printed. */
  readonly deductions: ReadonlyMap<string, Days>;
  readonly bill: ReadonlyMap<string, Days>;
  /** Months with any line of the bill. */
  readonly billMonths: ReadonlySet<MonthNumber>;
  /** Which names are one product. */
  readonly names?: Names;
  /** The present, for what the console still shows. */
  readonly now: CivilTime;
}

/** So many months back the console shows deductions. */
const CONSOLE_MONTHS = 3;
/** A damaged date must not make a calendar of centuries. */
const MOST_MONTHS = 120;

/** One product under all of its spellings. */
interface Product {
  name: string;
  readonly spellings: Set<string>;
  readonly valid: Interval[];
  readonly deductions: Map<number, number>;
  readonly bill: Map<number, number>;
  isPackaged: boolean;
}

export function calendarOf(input: CalendarInput): Calendar {
  const products = productsOf(input);
  const own = [...products.values()].filter(({ isPackaged }) => isPackaged).sort((a, b) => (a.name < b.name ? -1 : 1));
  const months = monthsOf(input, own);
  const coverage = new Coverage(input.files);
  const oldest = addMonths(startOfDay(input.now), -CONSOLE_MONTHS);
  return {
    months, others: products.size - own.length,
    products: own.map((product) => ({ product: product.name, cells: months.map((month) => cellOf(product, month, coverage, input, oldest)) })),
  };
}

function productsOf({ files, packages, deductions, bill, names = NO_NAMES }: CalendarInput): Map<string, Product> {
  const products = new Map<string, Product>();
  const of = (name: string): Product => {
    const key = names.product(name);
    let product = products.get(key);
    if (product === undefined) {
      product = { name, spellings: new Set(), valid: [], deductions: new Map(), bill: new Map(), isPackaged: false };
      products.set(key, product);
    }
    product.spellings.add(name);
    return product;
  };
  for (const { product: name, effective, expiry } of packages) {
    if (name === null) continue;
    const product = of(name);
    product.isPackaged = true;
    if (effective !== null && expiry !== null && expiry > effective) product.valid.push({ start: effective, end: expiry });
  }
  for (const file of files) if (file.kind === 'deductions') for (const name of file.products) of(name).isPackaged = true;
  for (const [name, days] of deductions) add(of(name).deductions, days);
  for (const [name, days] of bill) add(of(name).bill, days);
  return products;
}

function add(sum: Map<number, number>, days: Days): void {
  for (const [day, rows] of days) sum.set(day, (sum.get(day) ?? 0) + rows);
}

/** From the first to the last month in which anything was used: packages bought long before need no calendar. */
function monthsOf({ files }: CalendarInput, products: readonly Product[]): MonthNumber[] {
  const found = new Set<MonthNumber>();
  for (const { deductions, bill } of products) for (const days of [deductions, bill]) for (const day of days.keys()) found.add(monthOf(day * DAY));
  for (const { kind, window } of files) {
    if (kind !== 'deductions' || window === null) continue;
    found.add(monthOf(window.start));
    found.add(monthOf(window.end));
  }
  if (found.size === 0) return [];
  const sorted = [...found].sort((a, b) => a - b);
  const last = sorted.at(-1)!;
  const first = Math.max(sorted[0]!, last - MOST_MONTHS + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function cellOf(product: Product, month: MonthNumber, coverage: Coverage, { billMonths }: CalendarInput, oldest: CivilTime): MonthCell {
  const span: Interval = { start: monthStart(month), end: monthStart(month + 1) };
  const rows = rowsIn(product.deductions, span);
  const lines = rowsIn(product.bill, span);
  const covered = [...product.spellings].flatMap((name) => (coverage.has(name) ? coverage.of(name) : [])).filter(({ start, end }) => start < span.end && end > span.start);
  const gaps = uncovered(span, covered);
  const isNeeded = rows > 0 || lines > 0 || product.valid.some(({ start, end }) => start < span.end && end > span.start);
  const state = gaps.length === 0 ? 'covered' : covered.length > 0 ? 'partial' : isNeeded ? 'missing' : 'idle';
  return {
    deductions: { state, rows, gaps: state === 'idle' ? [] : gaps, isBeyond: (state === 'partial' || state === 'missing') && gaps.every(({ end }) => end <= oldest) },
    bill: { state: lines > 0 ? 'covered' : billMonths.has(month) ? 'idle' : 'missing', lines },
  };
}

function rowsIn(days: Days, { start, end }: Interval): number {
  let rows = 0;
  for (let day = Math.floor(start / DAY); day < end / DAY; day += 1) rows += days.get(day) ?? 0;
  return rows;
}

export interface CalendarDay {
  /** First moment of the day. */
  readonly day: CivilTime;
  readonly isCovered: boolean;
  readonly deductions: number;
  readonly lines: number;
}

/** The days of one month of a product of the calendar. */
export function daysOf(input: Pick<CalendarInput, 'files' | 'deductions' | 'bill' | 'names'>, product: string, month: MonthNumber): CalendarDay[] {
  const own = productsOf({ ...input, packages: [], billMonths: new Set(), now: 0 }).get((input.names ?? NO_NAMES).product(product));
  const coverage = new Coverage(input.files);
  const covered = [...(own?.spellings ?? [])].flatMap((name) => (coverage.has(name) ? coverage.of(name) : []));
  const days: CalendarDay[] = [];
  for (let day = monthStart(month); day < monthStart(month + 1); day += DAY) {
    const number = day / DAY;
    days.push({
      day, isCovered: uncovered({ start: day, end: day + DAY }, covered.filter(({ start, end }) => start < day + DAY && end > day)).length === 0,
      deductions: own?.deductions.get(number) ?? 0, lines: own?.bill.get(number) ?? 0,
    });
  }
  return days;
}
