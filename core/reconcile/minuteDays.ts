import { Decimal } from '../base/decimal.ts';
import { DAY, formatDay, startOfDay } from '../base/time.ts';
import type { Report } from './check.ts';
import { stake } from './explain.ts';
import { show } from './show.ts';
import type { RatioRow } from './ratioRows.ts';
import { evidenceOf, type Package, type World } from './world.ts';

const SIXTY = Decimal.ofInteger(60);

/**
 * Days of a product that rounds minutes up: 30 s deduct 1 minute, 20 s more nothing, 40 s more 1 again. A row alone says
 * nothing; over a day the deducted minutes are the day's seconds, times the coefficient, divided by 60 and rounded up.
 */
export class MinuteDays {
  private rows: RatioRow[] = [];

  add(row: RatioRow): void {
    this.rows.push(row);
  }

  /** Answers for the days that hold one of `suspects`; every other day holds row by row. */
  settle(suspects: ReadonlySet<RatioRow>, pack: Package, world: World, report: Report): void {
    const { rows } = this;
    this.rows = [];
    if (suspects.size === 0) return;
    const days = new Map<string, RatioRow[]>();
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const row of rows) {
      first = Math.min(first, dayOf(row));
      last = Math.max(last, dayOf(row));
      const key = keyOf(row);
      const same = days.get(key);
      if (same === undefined) days.set(key, [row]);
      else same.push(row);
    }
    for (const members of days.values()) {
      const doubtful = members.filter((row) => suspects.has(row)).length;
      if (doubtful === 0) continue;
      const day = dayOf(members[0]!);
      const partial = day === first || day === last || isPartial(members, day, world);
      if (holds(members, partial, world)) report.pass(doubtful);
      else tell(members, pack, world, report);
    }
  }
}

function dayOf(row: RatioRow): number {
  return startOfDay(row.usageStart ?? row.deductedAt ?? 0);
}

function keyOf(row: RatioRow): string {
  return [row.usageProduct, row.usageSubproduct, row.billingItem, row.usageOwner, row.coefficient.toString(), dayOf(row)].join('\u0001');
}

/** Days of which rows may lie in another package or outside the files: there the first or last minute may be missing. */
function isPartial(rows: readonly RatioRow[], day: number, world: World): boolean {
  return rows.some((row) => row.after !== null && row.after.isZero()) || !world.coverage.covers(rows[0]!.product, day, day + DAY);
}

interface Total {
  readonly raw: Decimal;
  readonly deducted: Decimal;
}

function totalOf(rows: readonly RatioRow[]): Total {
  return rows.reduce<Total>((sum, row) => ({ raw: sum.raw.plus(row.rawUsage), deducted: sum.deducted.plus(row.deducted) }), { raw: Decimal.zero, deducted: Decimal.zero });
}

function holds(rows: readonly RatioRow[], partial: boolean, world: World): boolean {
  const first = rows[0]!;
  const { coefficient } = first;
  const { raw, deducted } = totalOf(rows);
  // Each printed usage may be off by half a unit of its last place, which can lift a sum over a full minute.
  const rounding = Decimal.halfUnit(world.scale(first.file, 'rawUsage')).times(Decimal.ofInteger(rows.length));
  const least = raw.minus(rounding);
  const most = raw.plus(rounding);
  // Rounded up either after or before the coefficient is applied: the vendor documents neither.
  if (isWithin(deducted, minutesUp(least.times(coefficient)), minutesUp(most.times(coefficient)))) return true;
  if (isWithin(deducted, minutesUp(least).times(coefficient), minutesUp(most).times(coefficient))) return true;
  const step = coefficient.isLessThan(Decimal.one) ? SIXTY : coefficient.times(SIXTY);
  return partial && deducted.times(SIXTY).minus(raw.times(coefficient)).abs().isLessThan(step);
}

function isWithin(value: Decimal, least: Decimal, most: Decimal): boolean {
  return !value.isLessThan(least) && !value.isGreaterThan(most);
}

/** Seconds as minutes, rounded up. */
function minutesUp(seconds: Decimal): Decimal {
  const nearest = seconds.dividedBy(SIXTY, 0);
  return nearest.times(SIXTY).isLessThan(seconds) ? nearest.plus(Decimal.one) : nearest;
}

function tell(rows: readonly RatioRow[], pack: Package, world: World, report: Report): void {
  const first = rows[0]!;
  const { raw, deducted } = totalOf(rows);
  const expected = minutesUp(raw.times(first.coefficient));
  const quantity = deducted.minus(expected).abs();
  const unit = first.packageUnit ?? pack.unit;
  const day = formatDay(dayOf(first));
  report.fail({
    severity: 'error',
    subject: [pack.id, first.billingItem, first.usageOwner, day],
    packageId: pack.id,
    product: first.product,
    rows: rows.map((row) => evidenceOf('deductions', row)),
    quantity,
    unit,
    ...stake(world, pack, quantity, unit),
    why: [
      report.say('day', {
        day, owner: first.usageOwner ?? '', item: first.billingItem ?? '', raw: show(raw), rawUnit: first.rawUnit ?? '', coefficient: first.coefficient.toString(),
        expected: show(expected), unit: unit ?? '', deducted: show(deducted), count: rows.length,
      }),
      report.say('difference', { difference: show(quantity), tolerance: '0' }),
      report.say('dayRule'),
    ],
  });
}
