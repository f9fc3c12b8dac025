import { Decimal } from '../base/decimal.ts';
import type { Sentence } from '../base/text.ts';
import type { History } from '../deduct/history.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import { blocked, type Report } from './check.ts';
import { rowSubject, stake } from './explain.ts';
import { MinuteDays } from './minuteDays.ts';
import { show, showTime } from './show.ts';
import { simplestIn, TightestBounds, type Bounds } from './coefficientBounds.ts';
import { BACK_COMPUTED_DECIMALS, CeilingWatch, deductedUnit, isBackComputed, isRatioRow, looksLikeCeiling, type RatioRow } from './ratioRows.ts';
import { equationOf, ratioText, UsageRatios, type Equation, type Meaning, type Standing } from './usageRatio.ts';
import { evidenceOf, type Package, type World } from './world.ts';
import { ceilingLines } from './policyLines.ts';

/** How a row stands to its equation under one meaning of its units. */
interface Reading {
  readonly row: RatioRow;
  readonly unit: string | null;
  readonly meaning: Meaning;
  readonly equation: Equation;
  readonly strict: Decimal;
}

/**
 * A row that does not hold by itself. What decides: nothing more (`known`); whether other rows show that the coefficient
 * counts printed units (`printed`) or what units mean that are not printed (`guessed`); the day (`minutes`).
 */
interface Suspect extends Reading {
  readonly doubt: Standing | 'minutes';
  readonly residual: Decimal;
  readonly loose: Decimal;
  readonly backComputed: boolean;
}

/** What a package showed of items whose coefficient counts printed units, and what it asked of others. */
interface UnitsShown {
  readonly id: string;
  readonly proven: readonly string[];
  readonly asked: ReadonlyMap<string, boolean>;
}

const HUNDRED = Decimal.ofInteger(100);
const NO_UNIT: Sentence = { id: 'common.noUnit', values: {} };

/** Hears the rows of one package after another and answers for each, at the latest when the package has gone by. */
export class CoefficientReview {
  private readonly world: World;
  private readonly report: Report;
  private readonly ratios = new UsageRatios();
  private readonly watch = new CeilingWatch();
  private readonly days = new MinuteDays();
  /** Items whose coefficient is known to count printed units, with the first package by id that shows it. */
  private readonly printedUnits = new Map<string, string>();
  private proven = new Set<string>();
  private asked = new Map<string, boolean>();
  private lastProven: Reading | null = null;
  /** Rows that hold under none of the meanings of their units. */
  private suspects: Suspect[][] = [];
  /** Rows with a fractional coefficient that hold exactly. */
  private fractional: Reading[] = [];
  private held = 0;
  private readonly heldByMeaning = new Map<Meaning, number>();

  constructor(world: World, report: Report) {
    this.world = world;
    this.report = report;
  }

  hear(row: DeductionRow, history: History | null, pack: Package): void {
    if (!isRatioRow(row)) {
      this.report.notCheckable({ id: 'common.absent', values: { fields: 'rawUsage, coefficient, deducted' } });
      return;
    }
    this.watch.note(row, pack.policy);
    const unit = deductedUnit(row, pack.unit);
    const ceiling = looksLikeCeiling(row, unit, pack.policy);
    if (ceiling) this.days.add(row);
    const { all, standing } = this.ratios.meanings(row.rawUnit, unit, pack.policy.byteBase);
    const backComputed = isBackComputed(row, history);
    for (const meaning of all) {
      const equation = equationOf(meaning, row.coefficient);
      const strict = this.strictTolerance(row, equation, backComputed);
      if (equation.residual(row.rawUsage, amountOf(row)).abs().isGreaterThan(strict)) continue;
      this.hold({ row, unit, meaning, equation, strict }, standing);
      return;
    }
    this.suspects.push(all.map((meaning) => this.suspect(row, unit, meaning, backComputed, ceiling ? 'minutes' : standing)));
  }

  private strictTolerance(row: RatioRow, equation: Equation, backComputed: boolean): Decimal {
    const rawScale = this.world.scale(row.file, 'rawUsage');
    return equation.strictTolerance(backComputed ? Math.min(rawScale, BACK_COMPUTED_DECIMALS) : rawScale, this.world.scale(row.file, 'deducted'));
  }

  private hold(reading: Reading, standing: Standing): void {
    this.report.pass();
    this.held += 1;
    const { row, meaning, equation, strict } = reading;
    if (!equation.isWhole && row.rawUsage.sign() > 0) this.fractional.push(reading);
    if (standing === 'known' && meaning.byteBase === null) return;
    if (standing === 'printed' && this.lastProven !== null && sameUnits(this.lastProven, reading)) return;
    // Only a row that pins the coefficient to a hundredth proves anything.
    if (!strict.times(HUNDRED).isLessThan(row.rawUsage.times(equation.factor).abs())) return;
    this.heldByMeaning.set(meaning, (this.heldByMeaning.get(meaning) ?? 0) + 1);
    if (standing !== 'printed') return;
    this.proven.add(unitsKey(reading));
    this.lastProven = reading;
  }

  private suspect(row: RatioRow, unit: string | null, meaning: Meaning, backComputed: boolean, doubt: Suspect['doubt']): Suspect {
    const equation = equationOf(meaning, row.coefficient);
    const strict = this.strictTolerance(row, equation, backComputed);
    const residual = equation.residual(row.rawUsage, amountOf(row));
    const loose = strict.plus(equation.coefficientTolerance(row.rawUsage, this.world.scale(row.file, 'coefficient')));
    return { row, unit, meaning, equation, strict, residual, loose, backComputed, doubt };
  }

  /** Of several meanings of a unit the one that most rows of the package bear out, else the one that is nearest. */
  private likeliest(suspects: readonly Suspect[]): Suspect {
    return suspects.reduce((a, b) => {
      const votes = (this.heldByMeaning.get(b.meaning) ?? 0) - (this.heldByMeaning.get(a.meaning) ?? 0);
      if (votes !== 0) return votes > 0 ? b : a;
      return b.residual.abs().times(a.equation.divisor).isLessThan(a.residual.abs().times(b.equation.divisor)) ? b : a;
    });
  }

  /** What another check says of the row better: a wrong sum, usage without deduction or the reverse, and reversals. */
  private leaveToOthers(suspect: Suspect): boolean {
    const { row } = suspect;
    const check = row.rawUsage.isZero() !== row.deducted.isZero() ? 'zero-usage' : row.deducted.sign() < 0 ? 'negative-amount' : fallsAsDue(suspect) ? 'row-arithmetic' : null;
    if (check !== null) this.report.notCheckable(blocked(check));
    return check !== null;
  }

  /** Takes over what a package showed that is not heard. */
  recall(notes: readonly unknown[]): void {
    for (const { id, proven } of notes as readonly UnitsShown[]) this.prove(proven, id);
  }

  /** Whether what a package asked of others is still answered as it was. */
  stands(notes: readonly unknown[]): boolean {
    return (notes as readonly UnitsShown[]).every(({ id, asked }) => [...asked].every(([key, answer]) => this.isProven(key, id) === answer));
  }

  private prove(keys: Iterable<string>, id: string): void {
    for (const key of keys) {
      const first = this.printedUnits.get(key);
      if (first === undefined || id < first) this.printedUnits.set(key, id);
    }
  }

  /** Whether the package itself shows it, or one before it. */
  private isProven(key: string, id: string): boolean {
    const first = this.printedUnits.get(key);
    return first !== undefined && first <= id;
  }

  private asksProof(key: string, id: string): boolean {
    const answer = this.isProven(key, id);
    this.asked.set(key, answer);
    return answer;
  }

  settle(pack: Package): void {
    this.prove(this.proven, pack.id);
    const minutes = new Set<RatioRow>();
    const guessed = this.suspects.filter(([first]) => first!.doubt === 'guessed').length;
    const tightest = new TightestBounds();
    if (this.suspects.length > 0) for (const reading of this.fractional) tightest.add(coefficientKey(reading), boundsOf(reading));
    for (const readings of this.suspects) {
      const suspect = this.likeliest(readings);
      const { row, doubt } = suspect;
      const rounded = !suspect.residual.abs().isGreaterThan(suspect.loose);
      if (doubt === 'minutes' && this.watch.roundsUp(row)) minutes.add(row);
      else if (this.leaveToOthers(suspect)) continue;
      else if (doubt === 'printed' && !this.asksProof(unitsKey(suspect), pack.id)) this.report.notCheckable(NO_UNIT);
      else if (doubt === 'guessed' && (this.heldByMeaning.get(suspect.meaning) ?? 0) <= guessed) this.report.notCheckable(NO_UNIT);
      else if (rounded && !contradicts(suspect, tightest)) this.report.pass();
      else this.fail(suspect, rounded, pack);
    }
    this.days.settle(minutes, pack, this.world, this.report);
    this.suspects = [];
    this.fractional = [];
    this.held = 0;
    this.heldByMeaning.clear();
    this.watch.clear();
    this.lastProven = null;
    if (this.proven.size === 0 && this.asked.size === 0) return;
    const shown: UnitsShown = { id: pack.id, proven: [...this.proven], asked: this.asked };
    this.report.note(shown);
    this.proven = new Set();
    this.asked = new Map();
  }

  private fail(suspect: Suspect, rounded: boolean, pack: Package): void {
    const { row, unit, equation, residual, loose } = suspect;
    const quantity = equation.inPackageUnit(residual.abs());
    const implied = row.rawUsage.sign() > 0 ? simplestIn(boundsOf(suspect)).toString() : null;
    this.report.fail({
      severity: 'error',
      subject: rowSubject(row),
      cause: [pack.id, row.billingItem, row.coefficient.toString(), implied].join('|'),
      packageId: pack.id,
      product: row.product,
      rows: [evidenceOf('deductions', row)],
      quantity,
      unit,
      ...stake(this.world, pack, quantity, unit),
      why: [
        this.sumLine(suspect),
        this.report.say('difference', { difference: show(quantity), tolerance: show(equation.inPackageUnit(loose)) }),
        ...(implied === null ? [] : [this.report.say('implied', { implied })]),
        ...(this.held === 0 ? [] : [this.report.say('others', { count: this.held })]),
        ...(rounded ? [this.report.say('rounded')] : []),
        ...(suspect.backComputed ? [this.report.say('backComputed', { decimals: BACK_COMPUTED_DECIMALS })] : []),
        ...ceilingLines(row, unit, pack.policy),
        ...(suspect.meaning.byteBase === null ? [] : [this.report.say('bytes', { base: suspect.meaning.byteBase })]),
        ...(suspect.doubt === 'printed' ? [this.report.say('printedUnits', { rawUnit: row.rawUnit ?? '-', unit: unit ?? '-' })] : []),
        ...(suspect.doubt === 'guessed' ? [this.report.say('guessed', { k: ratioText(suspect.meaning.ratio), count: this.heldByMeaning.get(suspect.meaning) ?? 0 })] : []),
      ],
    });
  }

  private sumLine({ row, unit, equation, meaning, residual }: Suspect): Sentence {
    return this.report.say('sum', {
      where: this.world.where(row), time: showTime(row.deductedAt), raw: show(row.rawUsage, this.world.scale(row.file, 'rawUsage')), rawUnit: row.rawUnit ?? '',
      k: ratioText(meaning.ratio), coefficient: row.coefficient.toString(), expected: show(row.deducted.plus(equation.inPackageUnit(residual))), unit: unit ?? '',
      deducted: show(row.deducted, this.world.scale(row.file, 'deducted')),
    });
  }
}

/** A reversal prints what it gives back as a negative amount of the same usage. */
function amountOf(row: RatioRow): Decimal {
  return row.deducted.sign() < 0 && row.rawUsage.sign() > 0 ? row.deducted.negated() : row.deducted;
}

/** Whether the balance fell by what was due, so that only the printed deduction is wrong: its row does not add up either. */
function fallsAsDue({ row, equation, strict }: Suspect): boolean {
  if (row.before === null || row.after === null) return false;
  const fall = row.before.minus(row.after);
  return !fall.equals(row.deducted) && !equation.residual(row.rawUsage, fall).abs().isGreaterThan(strict);
}

function sameUnits(a: Reading, b: Reading): boolean {
  return a.row.usageProduct === b.row.usageProduct && a.row.billingItem === b.row.billingItem && a.row.rawUnit === b.row.rawUnit && a.unit === b.unit;
}

function unitsKey({ row, unit }: Reading): string {
  return [row.usageProduct, row.billingItem, row.rawUnit, unit].join('\u0001');
}

function boundsOf({ row, equation, strict }: Reading): Bounds {
  return equation.impliedBounds(row.rawUsage, amountOf(row), strict);
}

function coefficientKey(reading: Reading): string {
  return `${unitsKey(reading)}\u0001${reading.row.coefficient.toString()}`;
}

/** Whether no single coefficient can stand behind this row and those that hold exactly. */
function contradicts(suspect: Suspect, tightest: TightestBounds): boolean {
  return suspect.row.rawUsage.sign() > 0 && !suspect.equation.isWhole && tightest.contradict(coefficientKey(suspect), boundsOf(suspect));
}
