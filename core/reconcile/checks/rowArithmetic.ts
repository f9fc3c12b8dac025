import { Decimal } from '../../base/decimal.ts';
import { hasBalances } from '../../deduct/link.ts';
import type { Check } from '../check.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf } from '../world.ts';

/**
 * Every deduction row carries its own proof: what was there, what was taken, what is left. In the vendor's example
 * 20,000.000000000 − 0.293333333 = 19,999.706666667. A row whose three numbers do not agree cannot be trusted in any sum.
 */
export const rowArithmetic: Check = {
  id: 'row-arithmetic',
  family: 'rows',
  needs: ['deductions'],
  texts: {
    title: { zh: '行内算术', en: 'Row arithmetic' },
    rule: { zh: '抵扣前余量 − 实际抵扣量 = 抵扣后余量', en: 'Before − deducted = after' },
    act: { zh: '在控制台核对这一行；若控制台相同，请提交工单', en: 'Compare the row with the console; if it says the same, open a ticket' },
    sum: { zh: '{where} · {time} · {before} − {deducted} = {expected}，文件写的是 {after}', en: '{where} · {time} · {before} − {deducted} = {expected}, the file says {after}' },
    difference: { zh: '差额 {difference}，容差 {tolerance}', en: 'Difference {difference}, tolerance {tolerance}' },
  },
  start(world, report) {
    return {
      deduction(row) {
        if (!hasBalances(row)) {
          report.notCheckable({ id: row.before === null && row.after === null && row.packageType === 'unlimited' ? 'common.unlimited' : 'common.absent', values: { fields: 'before, deducted, after' } });
          return;
        }
        const expected = row.before.minus(row.deducted);
        if (expected.equals(row.after)) {
          report.pass();
          return;
        }
        const scales = [world.scale(row.file, 'before'), world.scale(row.file, 'deducted'), world.scale(row.file, 'after')] as const;
        const closed = scales[0] === scales[1] && scales[1] === scales[2];
        const tolerance = closed ? Decimal.zero : scales.map((scale) => Decimal.halfUnit(scale)).reduce((sum, half) => sum.plus(half));
        const difference = expected.minus(row.after).abs();
        if (!difference.isGreaterThan(tolerance)) {
          report.pass();
          return;
        }
        report.fail({
          severity: 'error',
          subject: [row.packageId, row.deductedAt, row.usageStart, row.usageOwner, row.billingItem, row.copy],
          packageId: row.packageId,
          product: row.product,
          rows: [evidenceOf('deductions', row)],
          quantity: difference,
          unit: row.packageUnit,
          why: [
            report.say('sum', {
              where: world.where(row), time: showTime(row.deductedAt), before: show(row.before, scales[0]), deducted: show(row.deducted, scales[1]),
              expected: show(expected, scales[2]), after: show(row.after, scales[2]),
            }),
            report.say('difference', { difference: show(difference, scales[2]), tolerance: show(tolerance) }),
          ],
        });
      },
    };
  },
};
