import { Decimal } from '../../base/decimal.ts';
import type { Sentence } from '../../base/text.ts';
import type { BillRow } from '../../fields/bill.ts';
import { absence, ColumnGate, differenceOf, Exactness, isPrecisionLine, lineFailure, printed } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import { isProduct } from '../product.ts';
import { show } from '../show.ts';
import type { LineWorld } from '../world.ts';

/**
 * Tax is taken of what is left after the voucher: 100.00000000 × 0.06 = 6.00000000, and 106.00000000 with it. The
 * vendor's pages also give a shortcut from the original cost, which holds only without vouchers and is not used here.
 * A tax rate is set by law and printed in full, so that it counts exactly.
 */
export const tax: LineCheck = {
  onlyLines: true,
  id: 'tax',
  family: 'formulae',
  needs: ['bill'],
  texts: {
    title: { zh: '税额与含税总价', en: 'Tax and total including tax' },
    rule: {
      zh: '税额 = 税前金额 × 税率，容差 h(税额) + 税率 × h(税前金额)，税率按精确值计；含税总价 = 税前金额 + 税额，各列小数位数相同则容差为 0，否则为各列 h 之和',
      en: 'Tax = amount before tax × rate, tolerance h(tax) + rate × h(before tax), the rate counting exactly; total including tax = before tax + tax, tolerance 0 where the columns print the same decimals, else the sum of their h',
    },
    act: { zh: '核对税率与发票', en: 'Compare the tax rate and the invoice' },
    product: { zh: '{where} · {before} × {rate} = {expected}，文件写的是 {amount}；差额 {difference}，容差 {tolerance}', en: '{where} · {before} × {rate} = {expected}, the file says {amount}; difference {difference}, tolerance {tolerance}' },
    sum: { zh: '{where} · {before} + {tax} = {expected}，文件写的是 {amount}；差额 {difference}，容差 {tolerance}', en: '{where} · {before} + {tax} = {expected}, the file says {amount}; difference {difference}, tolerance {tolerance}' },
    shortcut: { zh: '未使用“原价 × 折扣率 ×（1 + 税率）”：它只在没有代金券时成立', en: 'Not judged by "original × discount × (1 + tax rate)", which holds only without vouchers' },
  },
  start(world, report) {
    const exactness = new Exactness(world);
    const gate = ColumnGate.without(world, ['amountBeforeTax', 'taxRate', 'taxAmount', 'totalIncludingTax']);
    return {
      line(line) {
        if (!isPrecisionLine(line) && !gate.isClosed(line)) judge(line, world, report, exactness);
      },
      end: () => gate.answer(report),
    };
  },
};

interface Broken {
  readonly difference: Decimal;
  readonly sentence: Sentence;
}

function judge(line: BillRow, world: LineWorld, report: Report, exactness: Exactness): void {
  const byRate = line.amountBeforeTax !== null && line.taxRate !== null && line.taxAmount !== null;
  const bySum = line.amountBeforeTax !== null && line.taxAmount !== null && line.totalIncludingTax !== null;
  if (!byRate && !bySum) {
    report.notCheckable(absence(world, line, ['amountBeforeTax', 'taxRate', 'taxAmount', 'totalIncludingTax'])!);
    return;
  }
  const ofRate = byRate ? rateBroken(line, world, report, exactness) : null;
  const ofSum = bySum ? sumBroken(line, world, report, exactness) : null;
  const first = ofRate ?? ofSum;
  if (first === null) {
    report.pass();
    return;
  }
  const broken = [ofRate, ofSum].filter((entry) => entry !== null);
  report.fail(lineFailure(world, line, { severity: 'error', difference: first.difference, why: [...broken.map((entry) => entry.sentence), report.say('shortcut')] }));
}

function rateBroken(line: BillRow, world: LineWorld, report: Report, exactness: Exactness): Broken | null {
  const rate = line.taxRate!;
  const half = exactness.halfOfResult(line, 'taxAmount');
  if (isProduct(line.amountBeforeTax!, rate, line.taxAmount!, half)) return null;
  const expected = line.amountBeforeTax!.times(rate);
  const off = expected.minus(line.taxAmount!).abs();
  const tolerance = half.plus(exactness.half(line, 'amountBeforeTax').times(rate.abs()));
  return off.isGreaterThan(tolerance) ? broke('product', 'taxAmount', expected, tolerance, line, world, report) : null;
}

function sumBroken(line: BillRow, world: LineWorld, report: Report, exactness: Exactness): Broken | null {
  const expected = line.amountBeforeTax!.plus(line.taxAmount!);
  if (expected.equals(line.totalIncludingTax!)) return null;
  const off = expected.minus(line.totalIncludingTax!).abs();
  const tolerance = exactness.ofSum(line, ['amountBeforeTax', 'taxAmount', 'totalIncludingTax']);
  return off.isGreaterThan(tolerance) ? broke('sum', 'totalIncludingTax', expected, tolerance, line, world, report) : null;
}

function broke(sentence: 'product' | 'sum', field: 'taxAmount' | 'totalIncludingTax', expected: Decimal, tolerance: Decimal, line: BillRow, world: LineWorld, report: Report): Broken {
  const difference = differenceOf(world, line, field, expected);
  return {
    difference,
    sentence: report.say(sentence, {
      where: world.where(line), before: printed(world, line, 'amountBeforeTax'), rate: printed(world, line, 'taxRate'), tax: printed(world, line, 'taxAmount'),
      expected: show(expected), amount: printed(world, line, field), difference: show(difference), tolerance: show(tolerance),
    }),
  };
}
