import { Decimal } from '../../base/decimal.ts';
import type { Sentence } from '../../base/text.ts';
import type { BillRow } from '../../fields/bill.ts';
import { transactionClass } from '../../fields/choices.ts';
import { absence, differenceOf, Exactness, isPrecisionLine, isPricedLine, isWhole, lineFailure, printed, typeWord } from '../billLine.ts';
import type { Check, Report } from '../check.ts';
import { isCounted, readingsOf, type Reading } from '../listPrice.ts';
import { isProduct, productOf } from '../product.ts';
import { show } from '../show.ts';
import type { World } from '../world.ts';

/**
 * The first link of a line's money: 0.00001389 per core and second x 1 core x 3,599 seconds is an original cost of
 * 0.04999011, and nothing else. A line that says 0.41999011 was priced by something that it does not show.
 *
 * Where units contain numbers (`元/100个/小时`), the vendor divides by them, and does not say where they stand: see
 * listPrice.ts. Refunds, changes and adjustments may hide their price and original cost, and merged lines of monthly
 * aggregated files (without a transaction id) mix prices: where the formula holds for them they pass, else they are not
 * checkable. Two kinds of numbers are counted, not rounded: columns of whole numbers, and how many one buys.
 */
export const originalCost: Check = {
  id: 'original-cost',
  family: 'formulae',
  needs: ['bill'],
  texts: {
    title: { zh: '组件原价', en: 'Original cost' },
    rule: {
      zh: '组件原价 = 刊例价 × 用量 × 时长 ÷ 单位中的数字（如“100个”）。容差 = h(原价) + 每个因子的 h × 其余因子；h 是该列最后一位小数的一半，只有整数的列和购买数量不计 h',
      en: 'Original cost = list price × usage × duration ÷ numbers inside the units (as in "100个"). Tolerance = h(cost) + each factor\'s h × the others; h is half a unit of the last decimal that a column prints, none for columns of whole numbers and for numbers bought',
    },
    act: { zh: '在控制台核对该交易的单价、用量与原价；若控制台相同，请提交工单', en: 'Compare price, usage and original cost of the transaction with the console; if it says the same, open a ticket' },
    timed: { zh: '{where} · {price} {priceUnit} × {usage} {usageUnit} × {duration} {durationUnit}{ratio} = {expected}，文件写的是 {cost}', en: '{where} · {price} {priceUnit} × {usage} {usageUnit} × {duration} {durationUnit}{ratio} = {expected}, the file says {cost}' },
    untimed: { zh: '{where} · {price} {priceUnit} × {usage} {usageUnit}{ratio} = {expected}，文件写的是 {cost}', en: '{where} · {price} {priceUnit} × {usage} {usageUnit}{ratio} = {expected}, the file says {cost}' },
    difference: { zh: '差额 {difference}，容差 {tolerance}', en: 'Difference {difference}, tolerance {tolerance}' },
    others: { zh: '单位的其他读法也不成立：{list}', en: 'Other readings of the units do not hold either: {list}' },
    ruledOut: { zh: '不是退款、变配或调账：交易类型 {type}', en: 'Not a refund, change or adjustment: transaction type {type}' },
    hidden: { zh: '退款、变配、调账等行可能隐藏刊例价与原价：{type}', en: 'Refunds, changes, adjustments and the like may hide price and original cost: {type}' },
    merged: { zh: '没有交易 ID：可能是按月合并的行，单价不一', en: 'Without a transaction id: perhaps merged by month from lines of several prices' },
  },
  start(world, report) {
    const exactness = new Exactness(world);
    return { line: (line) => judge(line, world, report, exactness) };
  },
};

const FACTORS = ['listPrice', 'usage', 'originalCost'] as const;

function judge(line: BillRow, world: World, report: Report, exactness: Exactness): void {
  if (isPrecisionLine(line)) return;
  const { listPrice, usage, originalCost: cost } = line;
  if (listPrice === null || usage === null || cost === null) {
    const hidden = transactionClass(line.transactionType) === 'refund';
    report.notCheckable(hidden ? report.say('hidden', { type: typeWord(line) }) : absence(world, line, FACTORS)!);
    return;
  }
  const { all, agree } = readingsOf(line.priceUnit, line.usageUnit, line.durationUnit);
  // Usage times duration has fewer decimals than either with the price, and nearly every line passes as it stands.
  const used = line.duration === null || line.duration.equals(Decimal.one) ? usage : productOf(usage, line.duration);
  if (isPlain(all[0]!) && isProduct(listPrice, used, cost, exactness.halfOfResult(line, 'originalCost'))) {
    report.pass();
    return;
  }
  const perUnit = productOf(listPrice, usage);
  if (all.some((reading) => holds(line, perUnit, cost, reading, exactness))) {
    report.pass();
    return;
  }
  const excuse = excuseOf(line, listPrice, agree, world, report);
  if (excuse !== null) report.notCheckable(excuse);
  else report.fail(lineFailure(world, line, explain(line, perUnit, cost, all, world, report, exactness)));
}

/** Why a formula that does not hold proves nothing for this line. */
function excuseOf(line: BillRow, listPrice: Decimal, agree: boolean, world: World, report: Report): Sentence | null {
  if (!isPricedLine(line) || listPrice.sign() < 0) return report.say('hidden', { type: typeWord(line) });
  if (line.transactionId === null) return report.say('merged');
  if (line.duration === null) return absence(world, line, ['duration']);
  const single = line.usage!.equals(Decimal.one) && line.duration.equals(Decimal.one) && isCounted(line.usageUnit);
  return agree || single ? null : { id: 'common.noUnit', values: {} };
}

function isPlain({ ratio }: Reading): boolean {
  return ratio.numerator === ratio.denominator;
}

function grossOf(line: BillRow, perUnit: Decimal, reading: Reading): Decimal {
  return reading.timed && line.duration !== null ? productOf(perUnit, line.duration) : perUnit;
}

/** Both sides are multiplied with the denominator of the reading, so that nothing is divided on the way to the verdict. */
function holds(line: BillRow, perUnit: Decimal, cost: Decimal, reading: Reading, exactness: Exactness): boolean {
  const { numerator, denominator } = reading.ratio;
  const plain = isPlain(reading);
  const expected = plain ? grossOf(line, perUnit, reading) : grossOf(line, perUnit, reading).times(Decimal.ofUnits(numerator, 0));
  const claimed = plain ? cost : cost.times(Decimal.ofUnits(denominator, 0));
  return expected.equals(claimed) || !expected.minus(claimed).abs().isGreaterThan(toleranceOf(line, reading, exactness));
}

/** h(cost) + each factor's h times the others, times the denominator of the reading. */
function toleranceOf(line: BillRow, reading: Reading, exactness: Exactness): Decimal {
  const usage = line.usage!.abs();
  const price = line.listPrice!.abs();
  const duration = reading.timed && line.duration !== null ? line.duration.abs() : Decimal.one;
  const kind = transactionClass(line.transactionType);
  const bought = kind !== 'usage' && kind !== null && isWhole(line.usage!);
  const slack = exactness.half(line, 'listPrice').times(usage).times(duration)
    .plus(bought ? Decimal.zero : price.times(exactness.half(line, 'usage')).times(duration))
    .plus(reading.timed && line.duration !== null ? price.times(usage).times(exactness.half(line, 'duration')) : Decimal.zero);
  return exactness.halfOfResult(line, 'originalCost').times(Decimal.ofUnits(reading.ratio.denominator, 0)).plus(slack.times(Decimal.ofUnits(reading.ratio.numerator, 0)));
}

/** Decimals beyond the printed ones in which quotients are shown. */
const SHOWN = 12;

function explain(line: BillRow, perUnit: Decimal, cost: Decimal, all: readonly Reading[], world: World, report: Report, exactness: Exactness): Parameters<typeof lineFailure>[2] {
  const tried = all.map((reading) => ({ reading, expected: divided(grossOf(line, perUnit, reading).times(Decimal.ofUnits(reading.ratio.numerator, 0)), reading.ratio.denominator) }));
  const distance = (entry: (typeof tried)[number]): Decimal => entry.expected.minus(cost).abs();
  const nearest = tried.reduce((best, entry) => (distance(entry).isLessThan(distance(best)) ? entry : best));
  const others = tried.filter((entry) => entry !== nearest && !entry.expected.equals(nearest.expected));
  const difference = differenceOf(world, line, 'originalCost', nearest.expected);
  const tolerance = divided(toleranceOf(line, nearest.reading, exactness), nearest.reading.ratio.denominator);
  const why = [
    report.say(nearest.reading.timed ? 'timed' : 'untimed', {
      where: world.where(line), price: printed(world, line, 'listPrice'), priceUnit: line.priceUnit ?? '', usage: printed(world, line, 'usage'), usageUnit: line.usageUnit ?? '',
      duration: printed(world, line, 'duration'), durationUnit: line.durationUnit ?? '', ratio: ratioText(nearest.reading), expected: show(nearest.expected), cost: printed(world, line, 'originalCost'),
    }),
    report.say('difference', { difference: show(difference), tolerance: show(tolerance) }),
    ...(others.length === 0 ? [] : [report.say('others', { list: others.map(({ reading, expected }) => `${ratioText(reading).trim() || '× 1'} = ${show(expected)}`).join('; ') })]),
    report.say('ruledOut', { type: typeWord(line) }),
  ];
  return { severity: 'error', difference, why };
}

function divided(value: Decimal, denominator: bigint): Decimal {
  return denominator === 1n ? value : value.dividedBy(Decimal.ofUnits(denominator, 0), SHOWN);
}

function ratioText(reading: Reading): string {
  if (isPlain(reading)) return '';
  const { ratio } = reading;
  return ratio.denominator === 1n ? ` × ${ratio.numerator}` : ` × ${ratio.numerator}/${ratio.denominator}`;
}
