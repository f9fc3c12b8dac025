import { Decimal } from '../../base/decimal.ts';
import type { Sentence } from '../../base/text.ts';
import type { BillRow } from '../../fields/bill.ts';
import { absence, fieldWord, isPrecisionLine, isPricedLine, lineFailure, printed, type DecimalField } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import { show } from '../show.ts';
import type { LineWorld } from '../world.ts';

/**
 * Numbers that no arithmetic forbids and no contract allows: a discount of 1.2, a voucher of 5 on an amount of 3, a
 * reserved instance that carries more hours than were used. Refunds are negative, so that sizes are compared, and a
 * voucher must have the sign of what it pays.
 */
export const billRange: LineCheck = {
  onlyLines: true,
  id: 'bill-range',
  family: 'formulae',
  needs: ['bill'],
  texts: {
    title: { zh: '取值范围', en: 'Ranges' },
    rule: {
      zh: '0 ≤ 折扣率 ≤ 1；0 ≤ 代金券 ≤ 用券前金额；预留实例抵扣时长 ≤ 使用时长；预留实例抵扣原价 ≤ 原价。容差 0；退款按绝对值比较',
      en: '0 ≤ discount ≤ 1; 0 ≤ voucher ≤ amount before it; RI duration ≤ usage duration; RI cost ≤ original cost. Tolerance 0; refunds are compared by size',
    },
    act: { zh: '核对合同折扣、代金券与预留实例', en: 'Compare the contract\'s discount, the voucher and the reserved instance' },
    rate: { zh: '{where} · {field} = {value}，不在 0 到 1 之间', en: '{where} · {field} = {value} is not between 0 and 1' },
    above: { zh: '{where} · {field} = {value}，超过 {limitField} = {limit}', en: '{where} · {field} = {value} is more than {limitField} = {limit}' },
    opposite: { zh: '{where} · {field} = {value}，与 {limitField} = {limit} 方向相反', en: '{where} · {field} = {value} has the opposite sign of {limitField} = {limit}' },
  },
  start: (world, report) => ({ line: (line) => judge(line, world, report) }),
};

const RATES = ['customerDiscountRate', 'discountRate', 'resellerDiscountRate', 'blendedDiscountRate'] as const satisfies readonly DecimalField[];

/** What may not be larger than what, and whether it is money. */
const LIMITS = [
  { field: 'customerVoucher', limit: 'beforeVoucher', money: true },
  { field: 'voucher', limit: 'afterDiscount', money: true },
  { field: 'resellerVoucher', limit: 'afterDiscount', money: true },
  { field: 'riDuration', limit: 'duration', money: false },
  { field: 'riCost', limit: 'originalCost', money: true },
] as const satisfies readonly { readonly field: DecimalField; readonly limit: DecimalField; readonly money: boolean }[];

const ALL: readonly DecimalField[] = [...RATES, ...LIMITS.map((entry) => entry.field)];

interface Broken {
  readonly excess: Decimal;
  readonly money: boolean;
  readonly sentence: Sentence;
}

function judge(line: BillRow, world: LineWorld, report: Report): void {
  if (isPrecisionLine(line)) return;
  let present = false;
  let suspect = false;
  for (const field of RATES) {
    const rate = line[field];
    if (rate === null) continue;
    present = true;
    if (rate.sign() < 0 || rate.isGreaterThan(Decimal.one)) suspect = true;
  }
  for (const { field, limit } of LIMITS) {
    const value = line[field];
    if (value === null) continue;
    present = true;
    const bound = line[limit];
    if (!value.isZero() && (value.sign() < 0 || bound === null || value.isGreaterThan(bound))) suspect = true;
  }
  const broken = suspect ? brokenOf(line, world, report) : [];
  const first = broken[0];
  if (first === undefined) {
    if (present) report.pass();
    else report.notCheckable(absence(world, line, ALL)!);
    return;
  }
  const measure = first.money ? 'money' : 'number';
  report.fail(lineFailure(world, line, { severity: 'warning', difference: first.excess, measure, why: broken.map((entry) => entry.sentence) }));
}

function brokenOf(line: BillRow, world: LineWorld, report: Report): Broken[] {
  const broken: Broken[] = [];
  for (const field of RATES) {
    const rate = line[field];
    if (rate === null || (rate.sign() >= 0 && !rate.isGreaterThan(Decimal.one))) continue;
    const excess = rate.sign() < 0 ? rate.abs() : rate.minus(Decimal.one);
    broken.push({ excess, money: false, sentence: report.say('rate', { where: world.where(line), field: fieldWord(field), value: printed(world, line, field) }) });
  }
  for (const { field, limit, money } of LIMITS) {
    const value = line[field];
    if (value === null || value.isZero()) continue;
    const bound = line[limit];
    // Where nothing shows the direction of the line, a charge has that of charges and any other line either.
    const direction = bound === null || bound.isZero() ? (isPricedLine(line) ? 1 : value.sign()) : bound.sign();
    const values = { where: world.where(line), field: fieldWord(field), value: printed(world, line, field), limitField: fieldWord(limit), limit: bound === null ? '-' : show(bound) };
    if (value.sign() !== direction) broken.push({ excess: value.abs(), money, sentence: report.say('opposite', values) });
    else if (bound !== null && value.abs().isGreaterThan(bound.abs())) broken.push({ excess: value.abs().minus(bound.abs()), money, sentence: report.say('above', values) });
  }
  return broken;
}
