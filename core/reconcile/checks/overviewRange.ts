import { Decimal } from '../../base/decimal.ts';
import { conversion, convert } from '../../fields/units.ts';
import type { PackageRow } from '../../fields/packages.ts';
import type { Check } from '../check.ts';
import { show } from '../show.ts';
import { evidenceOf, type Package } from '../world.ts';

interface Bound {
  readonly name: 'remaining' | 'period' | 'periods' | 'combo';
  readonly remaining: Decimal;
  readonly total: Decimal | null;
}

/**
 * What is left lies between nothing and all there was. An overview that shows −5 minutes, or 1,200 of 1,000, cannot be
 * right, and neither can a combo package whose capacities do not add up to the whole.
 */
export const overviewRange: Check = {
  id: 'overview-range',
  family: 'overview',
  needs: ['packages'],
  texts: {
    title: { zh: '总览余量范围', en: 'Overview range' },
    rule: { zh: '0 ≤ 剩余 ≤ 总量（总量、单周期、周期数、组合容量）；组合容量之和 = 总量', en: '0 ≤ remaining ≤ total (package, period, number of periods, combo capacities); combo capacities add up to the total' },
    act: { zh: '在控制台核对该包；若相同，请提交工单', en: 'Compare the package with the console; if it says the same, open a ticket' },
    bound: { zh: '{where} · {name}：剩余 {remaining} / 总量 {total}，超出 {excess}', en: '{where} · {name}: remaining {remaining} of {total}, out of range by {excess}' },
    sum: { zh: '{where} · 组合容量之和 {sum} ≠ 总量 {total}', en: '{where} · combo capacities add up to {sum}, not {total}' },
  },
  start(world, report) {
    return {
      package(pack) {
        const { overview } = pack;
        if (overview === null) return;
        const bounds = boundsOf(overview, pack);
        if (bounds.length === 0) {
          report.notCheckable({ id: pack.type === 'unlimited' ? 'common.unlimited' : 'common.absent', values: { fields: 'remaining, total' } });
          return;
        }
        const outside = bounds.map((bound) => ({ bound, excess: excessOf(bound) })).filter(({ excess }) => excess.sign() > 0);
        const sums = comboSums(overview, pack);
        const failed = outside.length > 0 || sums !== null;
        if (!failed) {
          report.pass();
          return;
        }
        const scale = Math.max(world.scale(overview.file, 'remaining'), world.scale(overview.file, 'periodRemaining'));
        const quantity = outside[0]?.excess ?? sums!.sum.minus(sums!.total).abs();
        report.fail({
          severity: 'error',
          subject: [pack.id],
          packageId: pack.id,
          product: pack.product,
          rows: [evidenceOf('packages', overview)],
          quantity,
          unit: pack.unit,
          why: [
            ...outside.map(({ bound, excess }) => report.say('bound', {
              where: world.where(overview), name: `@bound.${bound.name}`, remaining: show(bound.remaining, scale), total: show(bound.total, scale), excess: show(excess, scale),
            })),
            ...(sums === null ? [] : [report.say('sum', { where: world.where(overview), sum: show(sums.sum, scale), total: show(sums.total, scale) })]),
          ],
        });
      },
    };
  },
};

function boundsOf(overview: PackageRow, pack: Package): Bound[] {
  const bounds: Bound[] = [];
  if (overview.remaining !== null) bounds.push({ name: 'remaining', remaining: overview.remaining, total: overview.total });
  if (overview.periodRemaining !== null) bounds.push({ name: 'period', remaining: overview.periodRemaining, total: overview.periodTotal });
  if (overview.periodsRemaining !== null) {
    bounds.push({ name: 'periods', remaining: Decimal.ofInteger(overview.periodsRemaining), total: overview.periodsTotal === null ? null : Decimal.ofInteger(overview.periodsTotal) });
  }
  for (const item of pack.combo) if (item.remaining !== null) bounds.push({ name: 'combo', remaining: item.remaining, total: item.total });
  return bounds;
}

function excessOf({ remaining, total }: Bound): Decimal {
  if (remaining.sign() < 0) return remaining.abs();
  return total === null ? Decimal.zero : remaining.minus(total);
}

/** Only capacities of one unit can add up to a total. */
function comboSums(overview: PackageRow, pack: Package): { sum: Decimal; total: Decimal } | null {
  if (pack.combo.length < 2 || overview.total === null || overview.unit === null) return null;
  let sum = Decimal.zero;
  for (const item of pack.combo) {
    const ratio = item.unit === null ? null : conversion(item.unit, overview.unit);
    if (item.total === null || ratio === null || item.unit !== overview.unit) return null;
    sum = sum.plus(convert(item.total, ratio));
  }
  return sum.equals(overview.total) ? null : { sum, total: overview.total };
}
