import { Decimal } from '../../base/decimal.ts';
import type { Sentence } from '../../base/text.ts';
import type { BillRow } from '../../fields/bill.ts';
import { absence, differenceOf, Exactness, isPrecisionLine, isPricedLine, isWhole, layoutOf, lineFailure, printed, typeWord, type DecimalField } from '../billLine.ts';
import type { Failure, LineCheck, Report } from '../check.ts';
import { isProduct } from '../product.ts';
import { show } from '../show.ts';
import { isMaterial, visibleFrom, Witnesses } from '../witnesses.ts';
import type { LineWorld } from '../world.ts';

/**
 * The second link: original cost, less what reserved instances and savings plans carry, times the discount. In the vendor's
 * sample 0.04999011 × 0.33548100 is 0.01677073. The reseller's file prints the result before vouchers with the customer's
 * discount rate; China and international files print it as the amount after discount. A blended rate is itself computed
 * from that amount and proves nothing. RI and savings plan columns that are absent count as 0, and the finding says so.
 * A rate counts as rounded unless many other lines with it prove that it was printed in full (witnesses.ts).
 */
export const beforeVoucher: LineCheck = {
  onlyLines: true,
  id: 'before-voucher',
  family: 'formulae',
  needs: ['bill'],
  texts: {
    title: { zh: '折后金额（用券前）', en: 'Amount before voucher' },
    rule: {
      zh: '用券前金额 =（原价 − 预留实例抵扣原价 − 节省计划抵扣原价）× 折扣率。容差 = h(金额) + 基数 × h(折扣率) + 折扣率 × h(原价)；折扣率为整数（如 1）时只有 h(金额)；至少 20 行证明折扣率未舍入时，不计 h(折扣率)',
      en: 'Amount before voucher = (original cost − RI cost − savings plan cost) × discount. Tolerance = h(amount) + base × h(rate) + rate × h(original cost); h(amount) alone where the rate is a whole number such as 1, and no h(rate) where 20 or more lines prove that the rate is printed in full',
    },
    act: { zh: '核对合同折扣与该交易的折扣率', en: 'Compare the contract\'s discount with that of the transaction' },
    base: { zh: '{where} · 基数 = {original} − {ri} − {sp} = {base}', en: '{where} · base = {original} − {ri} − {sp} = {base}' },
    product: { zh: '{base} × {rate} = {expected}，文件写的是 {amount}', en: '{base} × {rate} = {expected}, the file says {amount}' },
    difference: { zh: '差额 {difference}，容差 {tolerance}', en: 'Difference {difference}, tolerance {tolerance}' },
    exact: { zh: '折扣率未舍入：同一折扣率的其他 {count} 行精确到最后一位', en: 'The rate was not rounded: {count} other lines with it hold to the last decimal' },
    zeros: { zh: '文件未给出，按 0 计：{fields}', en: 'Not in the file, counted as 0: {fields}' },
    ruledOut: { zh: '不是退款、变配或调账：交易类型 {type}', en: 'Not a refund, change or adjustment: transaction type {type}' },
    blended: { zh: '只有混合折扣率，它由折后金额算出', en: 'There is only a blended rate, which is computed from the amount itself' },
    savingsPlan: { zh: '有节省计划抵扣金额，但没有抵扣的原价', en: 'A savings plan deduction is printed without the original cost that it covers' },
    hidden: { zh: '退款、变配、调账等行的金额可能另行结算：{type}', en: 'Amounts of refunds, changes, adjustments and the like may be settled otherwise: {type}' },
  },
  start(world, report) {
    const audit = new Audit(world, report);
    return { line: (line) => audit.hear(line), end: () => audit.settle() };
  },
};

interface Columns {
  readonly amount: 'beforeVoucher' | 'afterDiscount';
  readonly rate: 'customerDiscountRate' | 'discountRate';
}

const RESELLER: Columns = { amount: 'beforeVoucher', rate: 'customerDiscountRate' };
const DIRECT: Columns = { amount: 'afterDiscount', rate: 'discountRate' };

function columnsOf(line: BillRow, world: LineWorld): Columns {
  if (line.beforeVoucher !== null) return RESELLER;
  return layoutOf(world, line) === 'reseller' && line.discountRate === null ? RESELLER : DIRECT;
}

class Audit {
  private readonly world: LineWorld;
  private readonly report: Report;
  private readonly exactness: Exactness;
  private readonly witnesses: Witnesses;
  /** By file, the base from which on a rounded rate would show. */
  private readonly visible = new Map<number, Decimal>();

  constructor(world: LineWorld, report: Report) {
    this.world = world;
    this.report = report;
    this.exactness = new Exactness(world);
    this.witnesses = new Witnesses((line, count) => this.failure(line, count));
  }

  hear(line: BillRow): void {
    if (isPrecisionLine(line)) return;
    const { world, report, exactness } = this;
    const columns = columnsOf(line, world);
    const reason = unanswerable(line, columns, world, report);
    if (reason !== null) {
      report.notCheckable(reason);
      return;
    }
    const rate = line[columns.rate]!;
    const amount = line[columns.amount]!;
    const base = baseOf(line);
    const half = exactness.halfOfResult(line, columns.amount);
    if (isProduct(base, rate, amount, half)) {
      report.pass();
      if (!isWhole(rate) && !base.abs().isLessThan(this.visibleBase(line, columns))) this.witnesses.hold(line, rate);
      return;
    }
    const off = base.times(rate).minus(amount).abs();
    const { strict, loose } = tolerancesOf(line, columns, base, exactness);
    if (off.isGreaterThan(loose)) {
      if (isPricedLine(line)) report.fail(this.failure(line, null));
      else report.notCheckable(report.say('hidden', { type: typeWord(line) }));
    } else if (off.isGreaterThan(strict) && isPricedLine(line) && isMaterial(off, half)) this.witnesses.doubt(line, rate, report);
    else report.pass();
  }

  settle(): void {
    this.witnesses.settle(this.report);
  }

  private visibleBase(line: BillRow, columns: Columns): Decimal {
    let from = this.visible.get(line.file);
    if (from === undefined) {
      from = visibleFrom(this.world.scale(line.file, columns.rate), this.world.scale(line.file, columns.amount));
      this.visible.set(line.file, from);
    }
    return from;
  }

  /** With `witnesses`, the rate is known to be exact. */
  private failure(line: BillRow, witnesses: number | null): Failure {
    const { world, report } = this;
    const columns = columnsOf(line, world);
    const base = baseOf(line);
    const expected = base.times(line[columns.rate]!);
    const { strict, loose } = tolerancesOf(line, columns, base, this.exactness);
    const difference = differenceOf(world, line, columns.amount, expected);
    const zeros = (['riCost', 'spCost'] as const).filter((field) => line[field] === null);
    const orZero = (field: 'riCost' | 'spCost'): string => (line[field] === null ? '0' : printed(world, line, field));
    const why = [
      report.say('base', { where: world.where(line), original: printed(world, line, 'originalCost'), ri: orZero('riCost'), sp: orZero('spCost'), base: show(base) }),
      report.say('product', { base: show(base), rate: printed(world, line, columns.rate), expected: show(expected), amount: printed(world, line, columns.amount) }),
      report.say('difference', { difference: show(difference), tolerance: show(witnesses === null ? loose : strict) }),
      ...(witnesses === null ? [] : [report.say('exact', { count: witnesses })]),
      ...(zeros.length === 0 ? [] : [report.say('zeros', { fields: zeros.join(', ') })]),
      report.say('ruledOut', { type: typeWord(line) }),
    ];
    return lineFailure(world, line, { severity: 'error', difference, why });
  }
}

function unanswerable(line: BillRow, columns: Columns, world: LineWorld, report: Report): Sentence | null {
  if (line[columns.rate] === null && line.blendedDiscountRate !== null) return report.say('blended');
  if (line.spCost === null && line.spDeduction !== null && !line.spDeduction.isZero()) return report.say('savingsPlan');
  return absence(world, line, ['originalCost', columns.rate, columns.amount]);
}

function baseOf(line: BillRow): Decimal {
  let base = line.originalCost!;
  if (line.riCost !== null) base = base.minus(line.riCost);
  if (line.spCost !== null) base = base.minus(line.spCost);
  return base;
}

const BASE = ['originalCost', 'riCost', 'spCost'] as const satisfies readonly DecimalField[];

interface Tolerances {
  /** Without, and with, the rounding of the rate. */
  readonly strict: Decimal;
  readonly loose: Decimal;
}

/** At a whole rate the base goes over as it is printed, so that only a base of fewer decimals than the result is rounded. */
function tolerancesOf(line: BillRow, columns: Columns, base: Decimal, exactness: Exactness): Tolerances {
  const rate = line[columns.rate]!;
  const result = exactness.halfOfResult(line, columns.amount);
  const halves = BASE.filter((field) => line[field] !== null).map((field) => exactness.half(line, field));
  const carried = isWhole(rate) ? halves.filter((half) => half.isGreaterThan(result)) : halves;
  const strict = result.plus(carried.reduce((sum, half) => sum.plus(half), Decimal.zero).times(rate.abs()));
  return { strict, loose: strict.plus(base.abs().times(exactness.halfOfRate(line, columns.rate))) };
}
