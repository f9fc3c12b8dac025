import { Decimal } from '../../base/decimal.ts';
import { conversion, convert, type Ratio } from '../../fields/units.ts';
import { sumTolerance, type PrintedSum } from '../match.ts';
import { blocked, type Check } from '../check.ts';
import { show, showTime } from '../show.ts';
import { passLine } from '../matching.ts';

const ONE: Ratio = { numerator: 1n, denominator: 1n };

/** Packages can pay for no more than was used. */
export const overDeduction: Check = {
  id: 'over-deduction',
  family: 'usage',
  needs: ['bill', 'deductions'],
  texts: {
    title: { zh: '抵扣多于用量', en: 'Over-deduction' },
    rule: { zh: '同一归属者、计费项、时段内：抵扣的原始用量 ≤ 账单原始用量', en: 'Per owner, item and interval: deducted raw usage ≤ raw usage of the bill' },
    act: { zh: '核对这段时间的用量；若属实，请提交工单退回容量', en: 'Check the usage of this time; if it is as stated, open a ticket to get the capacity back' },
    interval: { zh: '{owner} · {item} · {start} 至 {end}', en: '{owner} · {item} · {start} to {end}' },
    sums: { zh: '抵扣的原始用量 {deducted} {unit}，账单原始用量 {raw} {unit}，多 {excess}', en: 'Deducted raw usage {deducted} {unit}, raw usage of the bill {raw} {unit}, {excess} too much' },
    notPrinted: { zh: '账单不列原始用量', en: 'The bill does not print raw usage' },
  },
  start(world, report) {
    return {
      matched(usage) {
        const { bill } = usage;
        if (bill === null || bill.raw === null) return;
        const { raw, unit } = bill;
        const side = usage.deductions;
        if (side !== null && side.tainted !== null) {
          report.notCheckable(blocked(side.tainted));
          return;
        }
        const ratio = side === null || side.unit === null || unit === null ? { numerator: 1n, denominator: 1n } : conversion(side.unit, unit);
        if (ratio === null) {
          report.notCheckable({ id: 'common.noUnit', values: {} });
          return;
        }
        const fromRows = side === null ? Decimal.zero : convert(side.raw, ratio);
        const fromBill = bill.deducted ?? Decimal.zero;
        const isFromRows = side !== null && fromRows.isGreaterThan(fromBill);
        const deducted = isFromRows ? fromRows : fromBill;
        const inBill = (field: string): PrintedSum => ({ count: bill.count, scale: world.scale(bill.rows[0]!.file, field), unit });
        const tolerance = isFromRows ? sumTolerance(inBill('rawUsage'), { count: side.count, scale: side.rawScale, unit: side.unit }, ratio) : sumTolerance(inBill('rawUsage'), inBill('deductedUsage'), ONE);
        const excess = deducted.minus(raw);
        if (!excess.isGreaterThan(tolerance)) {
          report.pass();
          return;
        }
        report.fail({
          severity: 'error',
          subject: [usage.owner, usage.product, usage.subproduct, usage.item, usage.start, usage.end],
          transactionId: bill.transactionId,
          packageId: side !== null && side.packages.length === 1 ? side.packages[0]! : null,
          product: usage.product,
          rows: [...bill.rows, ...(side?.rows ?? [])],
          quantity: excess,
          unit,
          why: [
            report.say('interval', { owner: usage.owner, item: usage.item, start: showTime(usage.start), end: showTime(usage.end) }), passLine(usage.pass),
            report.say('sums', { deducted: show(deducted, 8), raw: show(raw, 8), excess: show(excess, 8), unit: unit ?? '' }),
          ],
        });
      },
      end() {
        const { rawUsage } = world.survey.without;
        if (rawUsage > 0) report.notCheckable(report.say('notPrinted'), rawUsage);
      },
    };
  },
};
