import { Decimal } from '../../base/decimal.ts';
import type { Sentence } from '../../base/text.ts';
import type { BillRow } from '../../fields/bill.ts';
import { transactionClass } from '../../fields/choices.ts';
import { absence, differenceOf, Exactness, isPrecisionLine, isPricedLine, lineFailure, printed, typeWord } from '../billLine.ts';
import type { Failure, LineCheck, Report } from '../check.ts';
import { attemptsOf, exactReading, isPricedRow, usedOf, type Attempt, type PricedRow } from '../costFormula.ts';
import { isCounted, readingsOf, type Reading } from '../listPrice.ts';
import { productOf } from '../product.ts';
import { show } from '../show.ts';
import { isMaterial, visibleFrom, Witnesses } from '../witnesses.ts';
import type { LineWorld } from '../world.ts';

/**
 * The first link of a line's money: 0.00001389 per core and second x 1 core x 3,599 seconds is an original cost of
 * 0.04999011, and nothing else. A line that says 0.41999011 was priced by something that it does not show.
 *
 * Where units contain numbers (`元/100个/小时`), the vendor divides by them, and does not say where they stand: see
 * listPrice.ts. Refunds, changes and adjustments may hide their price and original cost, and merged lines of monthly
 * aggregated files (without a transaction id) mix prices: where the formula holds for them they pass, else they are not
 * checkable. Two kinds of numbers are counted, not rounded: columns of whole numbers, and how many one buys. A price
 * counts as rounded unless many other lines with it prove that it was printed in full (witnesses.ts).
 */
export const originalCost: LineCheck = {
  onlyLines: true,
  id: 'original-cost',
  family: 'formulae',
  needs: ['bill'],
  texts: {
    title: { zh: '组件原价', en: 'Original cost' },
    rule: {
      zh: '组件原价 = 刊例价 × 用量 × 时长 ÷ 单位中的数字（如“100个”）。容差 = h(原价) + 每个因子的 h × 其余因子；h 是该列最后一位小数的一半，只有整数的列和购买数量不计 h；至少 20 行证明单价未舍入时，不计单价的 h',
      en: 'Original cost = list price × usage × duration ÷ numbers inside the units (as in "100个"). Tolerance = h(cost) + each factor\'s h × the others; h is half a unit of the last decimal that a column prints, none for columns of whole numbers and for numbers bought, and none for a price that 20 or more lines prove to be printed in full',
    },
    act: { zh: '在控制台核对该交易的单价、用量与原价；若控制台相同，请提交工单', en: 'Compare price, usage and original cost of the transaction with the console; if it says the same, open a ticket' },
    timed: { zh: '{where} · {price} {priceUnit} × {usage} {usageUnit} × {duration} {durationUnit}{ratio} = {expected}，文件写的是 {cost}', en: '{where} · {price} {priceUnit} × {usage} {usageUnit} × {duration} {durationUnit}{ratio} = {expected}, the file says {cost}' },
    untimed: { zh: '{where} · {price} {priceUnit} × {usage} {usageUnit}{ratio} = {expected}，文件写的是 {cost}', en: '{where} · {price} {priceUnit} × {usage} {usageUnit}{ratio} = {expected}, the file says {cost}' },
    difference: { zh: '差额 {difference}，容差 {tolerance}', en: 'Difference {difference}, tolerance {tolerance}' },
    exact: { zh: '单价未舍入：同一单价的其他 {count} 行精确到最后一位', en: 'The price was not rounded: {count} other lines with it hold to the last decimal' },
    others: { zh: '单位的其他读法也不成立：{list}', en: 'Other readings of the units do not hold either: {list}' },
    ruledOut: { zh: '不是退款、变配或调账：交易类型 {type}', en: 'Not a refund, change or adjustment: transaction type {type}' },
    hidden: { zh: '退款、变配、调账等行可能隐藏刊例价与原价：{type}', en: 'Refunds, changes, adjustments and the like may hide price and original cost: {type}' },
    merged: { zh: '没有交易 ID：可能是按月合并的行，单价不一', en: 'Without a transaction id: perhaps merged by month from lines of several prices' },
  },
  start(world, report) {
    const audit = new Audit(world, report);
    return { line: (line) => audit.hear(line), end: () => audit.settle() };
  },
};

const FACTORS = ['listPrice', 'usage', 'originalCost'] as const;

class Audit {
  private readonly world: LineWorld;
  private readonly report: Report;
  private readonly exactness: Exactness;
  private readonly witnesses: Witnesses;
  /** By file, the usage from which on a rounded price would show. */
  private readonly visible = new Map<number, Decimal>();

  constructor(world: LineWorld, report: Report) {
    this.world = world;
    this.report = report;
    this.exactness = new Exactness(world);
    this.witnesses = new Witnesses((line, count) => this.failure(line as PricedRow, count));
  }

  hear(line: BillRow): void {
    if (isPrecisionLine(line)) return;
    if (!isPricedRow(line)) {
      const hidden = transactionClass(line.transactionType) === 'refund';
      this.report.notCheckable(hidden ? this.report.say('hidden', { type: typeWord(line) }) : absence(this.world, line, FACTORS)!);
      return;
    }
    const { all, agree } = readingsOf(line.priceUnit, line.usageUnit, line.durationUnit);
    const used = usedOf(line);
    const exact = exactReading(line, used, all, this.exactness.halfOfResult(line, 'originalCost'));
    if (exact !== null) this.hold(line, used, exact);
    else this.attempt(line, used, agree);
  }

  private attempt(line: PricedRow, used: Decimal, agree: boolean): void {
    const attempts = attemptsOf(line, this.exactness);
    const strict = attempts.find(({ withinStrict }) => withinStrict);
    const loose = attempts.find(({ withinLoose }) => withinLoose);
    if (strict !== undefined) {
      this.hold(line, used, strict.reading);
      return;
    }
    const excuse = this.excuseOf(line, agree);
    if (loose === undefined) {
      if (excuse !== null) this.report.notCheckable(excuse);
      else this.report.fail(this.failure(line, null));
    } else if (excuse === null && isMaterial(loose.off, this.exactness.halfOfResult(line, 'originalCost'))) this.witnesses.doubt(line, line.listPrice, this.report);
    else this.report.pass();
  }

  private hold(line: PricedRow, used: Decimal, { up, down }: Reading): void {
    this.report.pass();
    if (!productOf(used, up).isLessThan(productOf(this.visibleUsage(line), down))) this.witnesses.hold(line, line.listPrice);
  }

  private visibleUsage(line: BillRow): Decimal {
    let from = this.visible.get(line.file);
    if (from === undefined) {
      from = visibleFrom(this.world.scale(line.file, 'listPrice'), this.world.scale(line.file, 'originalCost'));
      this.visible.set(line.file, from);
    }
    return from;
  }

  /** Why a formula that does not hold proves nothing for this line. */
  private excuseOf(line: PricedRow, agree: boolean): Sentence | null {
    if (!isPricedLine(line) || line.listPrice.sign() < 0) return this.report.say('hidden', { type: typeWord(line) });
    if (line.transactionId === null) return this.report.say('merged');
    if (line.duration === null) return absence(this.world, line, ['duration']);
    const single = line.usage.equals(Decimal.one) && line.duration.equals(Decimal.one) && isCounted(line.usageUnit);
    return agree || single ? null : { id: 'common.noUnit', values: {} };
  }

  /** With `witnesses`, the price is known to be exact. */
  private failure(line: PricedRow, witnesses: number | null): Failure {
    const { world, report } = this;
    const [nearest, ...others] = attemptsOf(line, this.exactness) as [Attempt, ...Attempt[]];
    const different = others.filter(({ expected }) => !expected.equals(nearest.expected));
    const difference = differenceOf(world, line, 'originalCost', nearest.expected);
    const why = [
      report.say(nearest.reading.timed ? 'timed' : 'untimed', {
        where: world.where(line), price: printed(world, line, 'listPrice'), priceUnit: line.priceUnit ?? '', usage: printed(world, line, 'usage'), usageUnit: line.usageUnit ?? '',
        duration: printed(world, line, 'duration'), durationUnit: line.durationUnit ?? '', ratio: ratioText(nearest.reading), expected: show(nearest.expected), cost: printed(world, line, 'originalCost'),
      }),
      report.say('difference', { difference: show(difference), tolerance: show(witnesses === null ? nearest.loose : nearest.strict) }),
      ...(witnesses === null ? [] : [report.say('exact', { count: witnesses })]),
      ...(different.length === 0 ? [] : [report.say('others', { list: different.map(({ reading, expected }) => `${ratioText(reading).trim() || '× 1'} = ${show(expected)}`).join('; ') })]),
      report.say('ruledOut', { type: typeWord(line) }),
    ];
    return lineFailure(world, line, { severity: 'error', difference, why });
  }

  settle(): void {
    this.witnesses.settle(this.report);
  }
}

function ratioText({ up, down }: Reading): string {
  if (up.equals(down)) return '';
  return down.equals(Decimal.one) ? ` × ${up.toString()}` : ` × ${up.toString()}/${down.toString()}`;
}
