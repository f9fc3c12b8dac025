import { Decimal } from '../../base/decimal.ts';
import type { DeductionRow } from '../../fields/deductions.ts';
import type { Check } from '../check.ts';
import { rowSubject, stake } from '../explain.ts';
import { CeilingWatch, deductedUnit, looksLikeCeiling } from '../ratioRows.ts';
import { show, showTime } from '../show.ts';
import { equationOf, UsageRatios } from '../usageRatio.ts';
import { evidenceOf, type Package, type World } from '../world.ts';
import { ceilingLines } from '../policyLines.ts';

/**
 * Something was deducted for nothing, or nothing for something. Both are fine where the printed decimals explain them:
 * 0.4 tokens of a thousand show as 0.000; and where minutes are rounded up per day, 20 more seconds inside a minute that is
 * already paid deduct nothing.
 */
export const zeroUsage: Check = {
  id: 'zero-usage',
  family: 'rows',
  needs: ['deductions'],
  texts: {
    title: { zh: '用量与抵扣一方为零', en: 'Zero usage' },
    rule: {
      zh: '原始用量为 0 时抵扣量为 0，反之亦然（因小数位数而显示为 0 的除外；按分钟向上取整的产品，用量不为 0 时抵扣量可以为 0）',
      en: 'No deduction without usage and no usage without deduction (except amounts that print as 0; where minutes are rounded up, usage may deduct nothing)',
    },
    act: { zh: '在控制台核对该行的用量和抵扣量', en: 'Compare usage and deduction of the row with the console' },
    noUsage: { zh: '{where} · {time} · 原始用量 0 {rawUnit}，却抵扣 {deducted} {unit}', en: '{where} · {time} · raw usage 0 {rawUnit}, yet {deducted} {unit} are deducted' },
    noDeduction: { zh: '{where} · {time} · 原始用量 {raw} {rawUnit} × 系数 {coefficient} 应抵扣 {expected} {unit}，却抵扣 0', en: '{where} · {time} · raw usage {raw} {rawUnit} × coefficient {coefficient} should deduct {expected} {unit}, yet 0 are deducted' },
    notRounding: { zh: '不是舍入：大于所印小数位数的容差 {tolerance}', en: 'Not a matter of rounding: more than the tolerance {tolerance} of the printed decimals' },
  },
  start(world, report) {
    const ratios = new UsageRatios();
    const watch = new CeilingWatch();
    let doubtful: DeductionRow[] = [];
    const settle = (pack: Package): void => {
      for (const row of doubtful) {
        if (watch.roundsUp(row)) report.pass();
        else report.fail(failureOf(row, pack));
      }
      doubtful = [];
      watch.clear();
    };
    const failureOf = (row: DeductionRow, pack: Package) => {
      const { expected, tolerance } = measure(row, pack, world, ratios);
      const unit = deductedUnit(row, pack.unit);
      const noUsage = row.rawUsage!.isZero();
      const quantity = expected.minus(row.deducted!).abs();
      return {
        severity: 'error' as const,
        subject: rowSubject(row),
        packageId: row.packageId,
        product: row.product,
        rows: [evidenceOf('deductions', row)],
        quantity,
        unit,
        ...stake(world, pack, quantity, unit),
        why: [
          report.say(noUsage ? 'noUsage' : 'noDeduction', {
            where: world.where(row), time: showTime(row.deductedAt), raw: show(row.rawUsage, world.scale(row.file, 'rawUsage')), rawUnit: row.rawUnit ?? '',
            coefficient: row.coefficient?.toString() ?? '-', expected: show(expected), deducted: show(row.deducted, world.scale(row.file, 'deducted')), unit: unit ?? '',
          }),
          report.say('notRounding', { tolerance: show(tolerance) }),
          ...(noUsage ? [] : ceilingLines(row, unit, pack.policy)),
        ],
      };
    };
    return {
      deduction(row, _step, _history, pack) {
        if (row.rawUsage === null || row.deducted === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'rawUsage, deducted' } });
          return;
        }
        watch.note(row, pack.policy);
        if (row.rawUsage.isZero() === row.deducted.isZero() || isRounding(row, pack, world, ratios)) report.pass();
        else if (row.deducted.isZero() && looksLikeCeiling(row, deductedUnit(row, pack.unit), pack.policy)) doubtful.push(row);
        else report.fail(failureOf(row, pack));
      },
      history: (_history, pack) => settle(pack),
      replayed: (_replay, pack) => settle(pack),
    };
  },
};

interface Measure {
  readonly expected: Decimal;
  readonly tolerance: Decimal;
  readonly holds: boolean;
}

/** What the row should deduct, as `coefficient` would see it; a coefficient that is absent counts as 1. */
function measure(row: DeductionRow, pack: Package, world: World, ratios: UsageRatios): Measure {
  const { all } = ratios.meanings(row.rawUnit, deductedUnit(row, pack.unit), pack.policy.byteBase);
  const equation = equationOf(all[0]!, row.coefficient ?? Decimal.one);
  const lifted = equation.strictTolerance(world.scale(row.file, 'rawUsage'), world.scale(row.file, 'deducted'))
    .plus(equation.coefficientTolerance(row.rawUsage!, world.scale(row.file, 'coefficient')));
  const residual = equation.residual(row.rawUsage!, row.deducted!);
  return { expected: row.deducted!.plus(equation.inPackageUnit(residual)), tolerance: equation.inPackageUnit(lifted), holds: !residual.abs().isGreaterThan(lifted) };
}

function isRounding(row: DeductionRow, pack: Package, world: World, ratios: UsageRatios): boolean {
  return measure(row, pack, world, ratios).holds;
}
