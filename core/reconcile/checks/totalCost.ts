import type { BillRow } from '../../fields/bill.ts';
import { absence, ColumnGate, differenceOf, Exactness, fieldWord, isPrecisionLine, layoutOf, lineFailure, printed } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import { show } from '../show.ts';
import type { LineWorld } from '../world.ts';

/**
 * The third link: what a voucher pays is not paid again. Reseller: 1.12861000 before voucher − 0.00000000 voucher is a
 * total cost of 1.12861000. International: amount before tax = amount after discount − voucher. China files print no
 * total after vouchers; how the amount after discount was paid is `payment-split`.
 */
export const totalCost: LineCheck = {
  onlyLines: true,
  id: 'total-cost',
  family: 'formulae',
  needs: ['bill'],
  texts: {
    title: { zh: '用券后总价', en: 'Total after voucher' },
    rule: {
      zh: '总价 = 用券前金额 − 代金券。各列小数位数相同则容差为 0，否则为各列 h 之和；只有整数的列不计 h',
      en: 'Total = amount before voucher − voucher. Tolerance 0 where the columns print the same decimals, else the sum of their h; none for columns of whole numbers',
    },
    act: { zh: '核对该交易的代金券抵扣与实付金额', en: 'Compare the voucher and the amount paid of the transaction' },
    sum: { zh: '{where} · {before} − {voucher} = {expected}，文件写的是 {total}', en: '{where} · {before} − {voucher} = {expected}, the file says {total}' },
    difference: { zh: '差额 {difference}，容差 {tolerance}', en: 'Difference {difference}, tolerance {tolerance}' },
    columns: { zh: '所用列：{total} = {before} − {voucher}', en: 'Columns: {total} = {before} − {voucher}' },
    noTotal: { zh: '中国站账单不含用券后的总价', en: 'China site files print no total after vouchers' },
  },
  start(world, report) {
    const exactness = new Exactness(world);
    const noTotal = report.say('noTotal');
    const gate = new ColumnGate(world, ({ layout, columns }) => (layout === 'cn' && !columns.includes('totalCost') && !columns.includes('amountBeforeTax') ? noTotal : null));
    return {
      line(line) {
        if (!isPrecisionLine(line) && !gate.isClosed(line)) judge(line, world, report, exactness);
      },
      end: () => gate.answer(report),
    };
  },
};

interface Columns {
  readonly total: 'totalCost' | 'amountBeforeTax';
  readonly before: 'beforeVoucher' | 'afterDiscount';
  readonly voucher: 'customerVoucher' | 'voucher';
}

const RESELLER: Columns = { total: 'totalCost', before: 'beforeVoucher', voucher: 'customerVoucher' };
const INTERNATIONAL: Columns = { total: 'amountBeforeTax', before: 'afterDiscount', voucher: 'voucher' };
const WITH_TOTAL: Columns = { total: 'totalCost', before: 'afterDiscount', voucher: 'voucher' };

/** The columns that make up the total; `null` where the layout has none. */
function columnsOf(line: BillRow, world: LineWorld): Columns | null {
  const layout = layoutOf(world, line);
  if (layout === 'reseller' || line.beforeVoucher !== null) return RESELLER;
  if (line.amountBeforeTax !== null) return INTERNATIONAL;
  if (line.totalCost !== null && line.voucher !== null) return WITH_TOTAL;
  return layout === 'cn' ? null : INTERNATIONAL;
}

function judge(line: BillRow, world: LineWorld, report: Report, exactness: Exactness): void {
  const columns = columnsOf(line, world);
  if (columns === null) {
    report.notCheckable(report.say('noTotal'));
    return;
  }
  const before = line[columns.before];
  const voucher = line[columns.voucher];
  const total = line[columns.total];
  if (before === null || voucher === null || total === null) {
    report.notCheckable(absence(world, line, [columns.before, columns.voucher, columns.total])!);
    return;
  }
  const expected = before.minus(voucher);
  if (expected.equals(total)) {
    report.pass();
    return;
  }
  const tolerance = exactness.ofSum(line, [columns.before, columns.voucher, columns.total]);
  if (!expected.minus(total).abs().isGreaterThan(tolerance)) {
    report.pass();
    return;
  }
  const difference = differenceOf(world, line, columns.total, expected);
  report.fail(lineFailure(world, line, {
    severity: 'error',
    difference,
    why: [
      report.say('sum', { where: world.where(line), before: printed(world, line, columns.before), voucher: printed(world, line, columns.voucher), expected: show(expected), total: printed(world, line, columns.total) }),
      report.say('difference', { difference: show(difference), tolerance: show(tolerance) }),
      report.say('columns', { total: fieldWord(columns.total), before: fieldWord(columns.before), voucher: fieldWord(columns.voucher) }),
    ],
  }));
}
