import { Decimal } from '../../base/decimal.ts';
import type { LineCheck } from '../check.ts';
import { show } from '../show.ts';
import { isUsageLine } from '../survey.ts';
import { evidenceOf } from '../world.ts';

/** What the bill charges is what was used less what packages paid for: 10.7 − 8 = 2.7 core hours. */
export const netUsage: LineCheck = {
  onlyLines: true,
  id: 'net-usage',
  family: 'usage',
  needs: ['bill'],
  texts: {
    title: { zh: '净用量', en: 'Net usage' },
    rule: { zh: '原始用量 − 抵扣用量 = 计费用量（或计费时长）', en: 'Raw usage − deducted usage = billed usage (or billed duration)' },
    act: { zh: '核对该行用量；若属实，请提交工单', en: 'Check the usage of the line; if it is as stated, open a ticket' },
    sum: { zh: '{where} · {raw} − {deducted} = {expected} {unit}，账单计费 {billed}', en: '{where} · {raw} − {deducted} = {expected} {unit}, the bill charges {billed}' },
    difference: { zh: '差额 {difference} {unit}，容差 {tolerance}', en: 'Difference {difference} {unit}, tolerance {tolerance}' },
    notPrinted: { zh: '该行不列原始用量或抵扣用量', en: 'The line does not print raw or deducted usage' },
  },
  start(world, report) {
    const notPrinted = report.say('notPrinted');
    return {
      line(line) {
        if (!isUsageLine(line)) return;
        if (line.rawUsage === null || line.deductedUsage === null || line.usage === null) {
          report.notCheckable(notPrinted);
          return;
        }
        const expected = line.rawUsage.minus(line.deductedUsage);
        const scales = (['rawUsage', 'deductedUsage', 'usage'] as const).map((field) => world.scale(line.file, field));
        const tolerance = scales.every((scale) => scale === scales[0]) ? Decimal.zero : scales.map((scale) => Decimal.halfUnit(scale)).reduce((sum, half) => sum.plus(half));
        const difference = expected.minus(line.usage).abs();
        const asDuration = line.duration !== null && expected.equals(line.duration) && !line.duration.equals(Decimal.one);
        if (!difference.isGreaterThan(tolerance) || asDuration) {
          report.pass();
          return;
        }
        const unit = line.usageUnit;
        report.fail({
          severity: 'error',
          subject: [line.transactionId, line.instanceId, line.componentName, line.usageStart],
          transactionId: line.transactionId,
          product: line.product,
          rows: [evidenceOf('bill', line)],
          quantity: difference,
          unit,
          why: [
            report.say('sum', {
              where: world.where(line), raw: show(line.rawUsage, scales[0]), deducted: show(line.deductedUsage, scales[1]), expected: show(expected, scales[2]), billed: show(line.usage, scales[2]), unit: unit ?? '',
            }),
            report.say('difference', { difference: show(difference, scales[2]), tolerance: show(tolerance), unit: unit ?? '' }),
          ],
        });
      },
    };
  },
};
