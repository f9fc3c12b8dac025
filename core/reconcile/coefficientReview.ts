import { Decimal } from '../base/decimal.ts';
import type { Sentence } from '../base/text.ts';
import type { History } from '../deduct/history.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import { blocked, type Report } from './check.ts';
import { rowSubject, stake } from './explain.ts';
import { MinuteDays } from './minuteDays.ts';
import { show, showTime } from './show.ts';
import {
  areApart, BACK_COMPUTED_DECIMALS, CeilingWatch, deductedUnit, equationOf, looksLikeCeiling, ratioText, simplestIn, UsageRatios, type Bounds, type Equation, type Meaning,
} from './usageRatio.ts';
import { evidenceOf, type Package, type World } from './world.ts';

/** A row with everything that its equation asks for. */
export type RatioRow = DeductionRow & { readonly rawUsage: Decimal; readonly coefficient: Decimal; readonly deducted: Decimal };

/** How a row stands to its equation under one meaning of its units. */
interface Reading {
  readonly meaning: Meaning;
  readonly equation: Equation;
  readonly residual: Decimal;
  readonly strict: Decimal;
  readonly loose: Decimal;
}

/**
 * A row that does not hold by itself. What decides: nothing more (`plain`); whether its rounded coefficient can be that of
 * the other rows (`rounded`); whether other rows show that the coefficient counts printed units (`units`); the day (`minutes`).
 */
interface Suspect extends Reading {
  readonly row: RatioRow;
  readonly unit: string | null;
  readonly doubt: 'plain' | 'rounded' | 'units' | 'minutes';
  readonly backComputed: boolean;
}

/** Hears the rows of one package after another and answers for each once the package has gone by. */
export class CoefficientReview {
  private readonly world: World;
  private readonly report: Report;
  private readonly ratios = new UsageRatios();
  private readonly watch = new CeilingWatch();
  private readonly days = new MinuteDays();
  /** Items whose coefficient is known to count printed units. */
  private readonly printedUnits = new Set<string>();
  private suspects: Suspect[] = [];
  /** Rows of fractional coefficients that hold exactly. */
  private fractional: { row: RatioRow; reading: Reading }[] = [];
  private held = 0;
  private readonly heldByBase = new Map<Meaning, number>();

  constructor(world: World, report: Report) {
    this.world = world;
    this.report = report;
  }

  hear(row: DeductionRow, history: History | null, pack: Package): void {
    if (!isComplete(row)) {
      this.report.notCheckable({ id: 'common.absent', values: { fields: 'rawUsage, coefficient, deducted' } });
      return;
    }
    this.watch.note(row, pack.policy);
    const unit = deductedUnit(row, pack.unit);
    const { all, converts } = this.ratios.meanings(row.rawUnit, unit, pack.policy);
    const backComputed = isBackComputed(row, history);
    if (looksLikeCeiling(row, unit, pack.policy)) this.days.add(row);
    const readings = all.map((meaning) => this.read(row, meaning, backComputed));
    const strict = readings.find(({ residual, strict: tolerance }) => residual.isZero() || !residual.abs().isGreaterThan(tolerance));
    if (strict !== undefined) {
      this.note(row, unit, strict, converts);
      return;
    }
    if (row.rawUsage.isZero() !== row.deducted.isZero()) this.report.notCheckable(blocked('zero-usage'));
    else if (row.deducted.sign() < 0) this.report.notCheckable(blocked('negative-amount'));
    else {
      const loose = readings.find(({ residual, loose: tolerance }) => !residual.abs().isGreaterThan(tolerance));
      const ceiling = looksLikeCeiling(row, unit, pack.policy);
      const doubt = ceiling ? 'minutes' : !converts ? 'units' : loose !== undefined ? 'rounded' : 'plain';
      this.suspects.push({ ...(loose ?? this.likeliest(readings)), row, unit, doubt, backComputed });
    }
  }

  private read(row: RatioRow, meaning: Meaning, backComputed: boolean): Reading {
    const equation = equationOf(meaning, row.coefficient);
    const rawScale = this.world.scale(row.file, 'rawUsage');
    const strict = equation.strictTolerance(backComputed ? Math.min(rawScale, BACK_COMPUTED_DECIMALS) : rawScale, this.world.scale(row.file, 'deducted'));
    // A reversal prints what it gives back as a negative amount of the same usage.
    const deducted = row.deducted.sign() < 0 && row.rawUsage.sign() > 0 ? row.deducted.negated() : row.deducted;
    const residual = equation.residual(row.rawUsage, deducted);
    if (equation.isWhole) return { meaning, equation, residual, strict, loose: strict };
    return { meaning, equation, residual, strict, loose: strict.plus(equation.coefficientTolerance(row.rawUsage, this.world.scale(row.file, 'coefficient'))) };
  }

  private note(row: RatioRow, unit: string | null, reading: Reading, converts: boolean): void {
    this.report.pass();
    this.held += 1;
    if (reading.meaning.byteBase !== null) this.heldByBase.set(reading.meaning, (this.heldByBase.get(reading.meaning) ?? 0) + 1);
    if (!reading.equation.isWhole && row.rawUsage.sign() > 0) this.fractional.push({ row, reading });
    // Only a row that pins the coefficient to a hundredth proves anything.
    if (!converts && reading.strict.times(HUNDRED).isLessThan(row.rawUsage.times(reading.equation.factor).abs())) this.printedUnits.add(unitsKey(row, unit));
  }

  /** Of several meanings of a unit the one that most rows of the package bear out, else the one that is nearest. */
  private likeliest(readings: readonly Reading[]): Reading {
    return readings.reduce((a, b) => {
      const votes = (this.heldByBase.get(b.meaning) ?? 0) - (this.heldByBase.get(a.meaning) ?? 0);
      if (votes !== 0) return votes > 0 ? b : a;
      return b.residual.abs().times(a.equation.divisor).isLessThan(a.residual.abs().times(b.equation.divisor)) ? b : a;
    });
  }

  settle(pack: Package): void {
    const minutes = new Set<RatioRow>();
    for (const suspect of this.suspects) {
      const { row, unit, doubt } = suspect;
      if (doubt === 'units' && !this.printedUnits.has(unitsKey(row, unit))) this.report.notCheckable({ id: 'common.noUnit', values: {} });
      else if (doubt === 'minutes' && this.watch.roundsUp(row)) minutes.add(row);
      else if (!suspect.residual.abs().isGreaterThan(suspect.loose) && !this.contradictsOthers(suspect)) this.report.pass();
      else this.fail(suspect, pack);
    }
    this.days.settle(minutes, pack, this.world, this.report);
    this.suspects = [];
    this.fractional = [];
    this.held = 0;
    this.heldByBase.clear();
    this.watch.clear();
  }

  /** Whether no single coefficient can stand behind this row and those that hold exactly. */
  private contradictsOthers(suspect: Suspect): boolean {
    if (suspect.row.rawUsage.sign() <= 0) return false;
    const own = boundsOf(suspect.row, suspect);
    return this.fractional.some(({ row, reading }) => reading.equation === suspect.equation && row.billingItem === suspect.row.billingItem && areApart(own, boundsOf(row, reading)));
  }

  private fail(suspect: Suspect, pack: Package): void {
    const { row, unit, equation, residual, loose } = suspect;
    const quantity = equation.inPackageUnit(residual.abs());
    const implied = row.rawUsage.sign() > 0 ? simplestIn(boundsOf(row, suspect)).toString() : null;
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
        ...(residual.abs().isGreaterThan(loose) ? [] : [this.report.say('rounded')]),
        ...(suspect.backComputed ? [this.report.say('backComputed', { decimals: BACK_COMPUTED_DECIMALS })] : []),
        ...(suspect.meaning.byteBase === null ? [] : [this.report.say('bytes', { base: suspect.meaning.byteBase })]),
        ...(suspect.doubt === 'units' ? [this.report.say('printedUnits', { rawUnit: row.rawUnit ?? '-', unit: unit ?? '-' })] : []),
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

const HUNDRED = Decimal.ofInteger(100);

function isComplete(row: DeductionRow): row is RatioRow {
  return row.rawUsage !== null && row.coefficient !== null && row.deducted !== null;
}

/** The row that empties a package, and the one with which a fresh package goes on with the rest of that usage. */
function isBackComputed(row: RatioRow, history: History | null): boolean {
  if (row.after !== null && row.after.isZero()) return true;
  const capacity = history?.capacity ?? null;
  return capacity !== null && row.before !== null && row.before.equals(capacity);
}

function unitsKey(row: DeductionRow, unit: string | null): string {
  return [row.usageProduct, row.billingItem, row.rawUnit, unit].join('\u0001');
}

function boundsOf(row: RatioRow, { equation, strict }: Pick<Reading, 'equation' | 'strict'>): Bounds {
  return equation.impliedBounds(row.rawUsage, row.deducted, strict);
}
