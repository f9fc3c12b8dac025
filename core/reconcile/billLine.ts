import { Decimal } from '../base/decimal.ts';
import type { Sentence } from '../base/text.ts';
import type { BillRow } from '../fields/bill.ts';
import { isKnownChoice, transactionClass } from '../fields/choices.ts';
import type { FileFact } from '../fields/facts.ts';
import type { Failure, Report } from './check.ts';
import type { Severity } from './finding.ts';
import { currencyOf } from './money.ts';
import { show } from './show.ts';
import { isUsageLine } from './survey.ts';
import { evidenceOf, type LineWorld } from './world.ts';

/** What the checks of single bill lines share: which lines they judge, how exact a printed number is, how they fail. */

/** The fields of a line that hold exact decimals. */
export type DecimalField = { [K in keyof BillRow]-?: Exclude<BillRow[K], null> extends Decimal ? K : never }[keyof BillRow];

const PRECISION_NAME = /月度计费精度差异|扣费精度补偿|precision difference/i;

/** One line goes to one check after the other: the last answer is kept for the next that asks. */
let lastAsked: BillRow | null = null;
let lastAnswer = false;

/** Corrections of the rounding between 8-decimal lines and 2-decimal debits: part of every total, of no line check. */
export function isPrecisionLine(line: BillRow): boolean {
  if (line !== lastAsked) {
    lastAnswer = transactionClass(line.transactionType) === 'precision' || line.productCode === 'billVirtualId'
      || namesPrecision(line.product) || namesPrecision(line.componentName) || namesPrecision(line.instanceName);
    lastAsked = line;
  }
  return lastAnswer;
}

/** Names repeat from line to line; so many are remembered. */
const MOST_NAMES = 20_000;
const precisionNames = new Map<string, boolean>();

function namesPrecision(name: string | null): boolean {
  if (name === null) return false;
  let known = precisionNames.get(name);
  if (known === undefined) {
    known = PRECISION_NAME.test(name);
    if (precisionNames.size >= MOST_NAMES) precisionNames.clear();
    precisionNames.set(name, known);
  }
  return known;
}

/**
 * Purchases, renewals and metered usage are priced by list price, usage and discount. Refunds, changes, adjustments,
 * fees of commitments and whatever we do not know may carry amounts that were settled otherwise.
 */
export function isPricedLine(line: BillRow): boolean {
  const kind = transactionClass(line.transactionType);
  return kind === 'purchase' || kind === 'renewal' || isUsageLine(line);
}

export function layoutOf(world: LineWorld, line: { readonly file: number }): string | null {
  return world.files.get(line.file)?.layout ?? null;
}

export function lineCurrency(world: LineWorld, line: Pick<BillRow, 'currency' | 'priceUnit' | 'file'>): string | null {
  return currencyOf(line, layoutOf(world, line));
}

/** Why a formula over `fields` has no answer for the line; `null` where all of them are there. */
export function absence(world: LineWorld, line: BillRow, fields: readonly (keyof BillRow)[]): Sentence | null {
  const absent = fields.filter((field) => line[field] === null);
  if (absent.length === 0) return null;
  const columns = world.files.get(line.file)?.columns ?? [];
  const without = absent.filter((field) => !columns.includes(field));
  return without.length > 0 ? { id: 'common.noColumn', values: { fields: without.join(', ') } } : { id: 'common.absent', values: { fields: absent.join(', ') } };
}

/** Files whose columns leave a check nothing to say: their lines are counted, and answered for together at the end. */
export class ColumnGate {
  private readonly reasonOf: (file: FileFact) => Sentence | null;
  private readonly world: LineWorld;
  private readonly files = new Map<number, { readonly reason: Sentence | null; lines: number }>();

  constructor(world: LineWorld, reasonOf: (file: FileFact) => Sentence | null) {
    this.world = world;
    this.reasonOf = reasonOf;
  }

  /** The reason that all lines of a file share where it lacks all of `fields`. */
  static without(world: LineWorld, fields: readonly (keyof BillRow)[]): ColumnGate {
    const reason: Sentence = { id: 'common.noColumn', values: { fields: fields.join(', ') } };
    return new ColumnGate(world, (file) => (fields.some((field) => file.columns.includes(field)) ? null : reason));
  }

  isClosed(line: BillRow): boolean {
    let entry = this.files.get(line.file);
    if (entry === undefined) {
      const file = this.world.files.get(line.file);
      entry = { reason: file === undefined ? null : this.reasonOf(file), lines: 0 };
      this.files.set(line.file, entry);
    }
    if (entry.reason === null) return false;
    entry.lines += 1;
    return true;
  }

  answer(report: Report): void {
    for (const { reason, lines } of this.files.values()) if (reason !== null) report.notCheckable(reason, lines);
  }
}

/** How exactly the columns of the files print their numbers. */
export class Exactness {
  private readonly world: LineWorld;
  private readonly known = new Map<number, Map<string, Decimal>>();

  constructor(world: LineWorld) {
    this.world = world;
  }

  /**
   * Half a unit of the last decimal that the column prints. A column that prints whole numbers only (durations of `1`,
   * counts, an RI deduction of `0`) counts them: nothing was rounded.
   */
  half(line: BillRow, field: DecimalField): Decimal {
    let fields = this.known.get(line.file);
    if (fields === undefined) {
      fields = new Map();
      this.known.set(line.file, fields);
    }
    let half = fields.get(field);
    if (half === undefined) {
      const scale = this.world.scale(line.file, field);
      half = scale === 0 ? Decimal.zero : Decimal.halfUnit(scale);
      fields.set(field, half);
    }
    return half;
  }

  /** The same for the result of a product, where a whole number may well be rounded. */
  halfOfResult(line: BillRow, field: DecimalField): Decimal {
    const half = this.half(line, field);
    return half.isZero() ? Decimal.halfUnit(0) : half;
  }

  /** A whole rate means "no discount" or "nothing left to pay", not a rounding, whatever the column prints elsewhere. */
  halfOfRate(line: BillRow, field: DecimalField): Decimal {
    return isWhole(line[field]!) ? Decimal.zero : this.half(line, field);
  }

  /** Sums are exact where all columns print the same decimals (whole numbers fit any); else each may be off by its half unit. */
  ofSum(line: BillRow, fields: readonly DecimalField[]): Decimal {
    const halves = fields.filter((field) => line[field] !== null).map((field) => this.half(line, field)).filter((half) => !half.isZero());
    if (halves.every((half) => half.equals(halves[0]!))) return Decimal.zero;
    return halves.reduce((sum, half) => sum.plus(half), Decimal.zero);
  }
}

export function isWhole(value: Decimal): boolean {
  return value.isNarrow ? value.nano === 0 : value.equals(value.rounded(0));
}

/** The name of a field of the bill, in the language of whoever reads the sentence. */
export function fieldWord(field: keyof BillRow): string {
  return `@field.bill.${field}`;
}

/** The transaction type of a line, likewise; an unknown one as it stands. */
export function typeWord(line: BillRow): string {
  const type = line.transactionType;
  return type !== null && isKnownChoice('transactionType', type) ? `@transactionType.${type}` : (type ?? '-');
}

/** A cell for a sentence: padded as its column is, else with the decimals that it has. */
export function printed(world: LineWorld, line: BillRow, field: DecimalField): string {
  return show(line[field], world.files.get(line.file)?.scales[field]?.least ?? 0);
}

/** By how much a computed amount differs from the printed one, at the decimals that the column prints. */
export function differenceOf(world: LineWorld, line: BillRow, field: DecimalField, expected: Decimal): Decimal {
  return expected.rounded(world.scale(line.file, field)).minus(line[field]!).abs();
}

/** What names a line: its transaction, or the instance where that is absent, and which part of it. */
export function lineSubject(line: BillRow): (string | number | null)[] {
  return [line.transactionId ?? line.instanceId, line.componentType, line.componentName, line.usageStart, line.usageEnd, line.copy];
}

export interface LineProblem {
  readonly severity: Severity;
  /** Size of the difference; money of the line's currency unless `measure` says otherwise. */
  readonly difference: Decimal | null;
  readonly measure?: 'money' | 'number';
  readonly why: readonly Sentence[];
}

/** The failure of a statement about one line. */
export function lineFailure(world: LineWorld, line: BillRow, problem: LineProblem): Failure {
  const currency = problem.difference === null || problem.measure === 'number' ? null : lineCurrency(world, line);
  return {
    severity: problem.severity,
    subject: lineSubject(line),
    transactionId: line.transactionId,
    product: line.product,
    rows: [evidenceOf('bill', line)],
    quantity: problem.difference,
    unit: currency,
    money: problem.measure === 'number' ? null : problem.difference,
    currency,
    why: problem.why,
  };
}
