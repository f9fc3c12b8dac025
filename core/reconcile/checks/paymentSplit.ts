import { Decimal } from '../../base/decimal.ts';
import type { BillRow } from '../../fields/bill.ts';
import { absence, ColumnGate, differenceOf, Exactness, isPrecisionLine, lineFailure, printed } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import { show } from '../show.ts';
import type { LineWorld } from '../world.ts';

/**
 * China files say how the amount after discount was paid. In the vendor's sample −80.43264806 cash − 0.45735194 granted
 * credit is −80.89000000. Money that was paid but not asked for, or the reverse, shows here.
 */
export const paymentSplit: LineCheck = {
  onlyLines: true,
  id: 'payment-split',
  family: 'formulae',
  needs: ['bill'],
  texts: {
    title: { zh: '支付构成', en: 'How it was paid' },
    rule: {
      zh: '现金 + 赠送金 + 代金券 + 分成金 = 优惠后总价。各列小数位数相同则容差为 0，否则为各列 h 之和；缺少的支付方式按 0 计',
      en: 'Cash + granted credit + voucher + transfer = amount after discount. Tolerance 0 where the columns print the same decimals, else the sum of their h; ways of payment that are absent count 0',
    },
    act: { zh: '在收支明细中核对该交易的支付方式', en: 'Compare the transaction with the account\'s income and expense list' },
    sum: { zh: '{where} · 现金 {cash} + 赠送金 {granted} + 代金券 {voucher} + 分成金 {transfer} = {expected}，优惠后总价为 {total}', en: '{where} · cash {cash} + granted {granted} + voucher {voucher} + transfer {transfer} = {expected}, the amount after discount is {total}' },
    difference: { zh: '差额 {difference}，容差 {tolerance}', en: 'Difference {difference}, tolerance {tolerance}' },
    zeros: { zh: '文件未给出，按 0 计：{fields}', en: 'Not in the file, counted as 0: {fields}' },
  },
  start(world, report) {
    const exactness = new Exactness(world);
    const gate = ColumnGate.without(world, ['cashPaid']);
    return {
      line(line) {
        if (!isPrecisionLine(line) && !gate.isClosed(line)) judge(line, world, report, exactness);
      },
      end: () => gate.answer(report),
    };
  },
};

const PARTS = ['cashPaid', 'grantedPaid', 'voucher', 'transferPaid'] as const;

function judge(line: BillRow, world: LineWorld, report: Report, exactness: Exactness): void {
  const total = line.afterDiscount;
  if (total === null || line.cashPaid === null) {
    report.notCheckable(absence(world, line, ['cashPaid', 'afterDiscount'])!);
    return;
  }
  let paid = Decimal.zero;
  for (const part of PARTS) {
    const amount = line[part];
    if (amount !== null) paid = paid.plus(amount);
  }
  if (paid.equals(total)) {
    report.pass();
    return;
  }
  const tolerance = exactness.ofSum(line, [...PARTS, 'afterDiscount']);
  if (!paid.minus(total).abs().isGreaterThan(tolerance)) {
    report.pass();
    return;
  }
  const difference = differenceOf(world, line, 'afterDiscount', paid);
  const zeros = PARTS.filter((part) => line[part] === null);
  const orZero = (part: (typeof PARTS)[number]): string => (line[part] === null ? '0' : printed(world, line, part));
  report.fail(lineFailure(world, line, {
    severity: 'error',
    difference,
    why: [
      report.say('sum', {
        where: world.where(line), cash: orZero('cashPaid'), granted: orZero('grantedPaid'), voucher: orZero('voucher'), transfer: orZero('transferPaid'),
        expected: show(paid), total: printed(world, line, 'afterDiscount'),
      }),
      report.say('difference', { difference: show(difference), tolerance: show(tolerance) }),
      ...(zeros.length === 0 ? [] : [report.say('zeros', { fields: zeros.join(', ') })]),
    ],
  }));
}
