import { Decimal } from '../../base/decimal.ts';
import { conversion, convert, type Ratio } from '../../fields/units.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { sumTolerance, type Matched } from '../match.ts';
import { show, showTime } from '../show.ts';
import type { BilledSide, DeductedSide } from '../usageSides.ts';
import type { World } from '../world.ts';
import { passLine } from '../matching.ts';

const ONE: Ratio = { numerator: 1n, denominator: 1n };

/**
 * When a package runs out in the middle of an hour the next one pays for the rest, and what no package pays for is billed. The parts and
 * the billed rest are the raw usage of that hour: 800 + 150 of two packages and 50 billed make 1,000. More than was used is an
 * error, less is told.
 *
 * Where the bill also prints how much was deducted, `deducted-usage` and `net-usage` hold the same three numbers to each other, two by
 * two, and tell what is wrong; this check speaks where that column is empty.
 */
export const splitUsage: Check = {
  id: 'split-usage',
  family: 'usage',
  needs: ['bill', 'deductions'],
  texts: {
    title: { zh: '跨包用量', en: 'Usage spanning packages' },
    rule: { zh: '同一归属者、计费项、时段内：各包抵扣的原始用量 + 账单用量 = 账单原始用量；同单位同小数位时容差 0，否则为各数末位的一半之和', en: 'Per owner, item and interval: raw usage deducted by the packages + billed usage = raw usage of the bill; tolerance 0 in one unit at one scale, else half a unit of each printed number' },
    act: { zh: '核对这段时间的抵扣明细与账单', en: 'Compare the deduction details of this time with the bill' },
    interval: { zh: '{owner} · {item} · {start} 至 {end}，{count} 个资源包：{packages}', en: '{owner} · {item} · {start} to {end}, {count} packages: {packages}' },
    sums: { zh: '抵扣 {deducted} + 计费 {billed} = {sum} {unit}，账单原始用量 {raw}', en: 'Deducted {deducted} + billed {billed} = {sum} {unit}, raw usage of the bill {raw}' },
    over: { zh: '多 {difference} {unit}，容差 {tolerance}', en: '{difference} {unit} too much, tolerance {tolerance}' },
    short: { zh: '少 {difference} {unit}，容差 {tolerance}', en: '{difference} {unit} missing, tolerance {tolerance}' },
    notPrinted: { zh: '账单不列原始用量', en: 'The bill does not print raw usage' },
  },
  start(world, report) {
    const notPrinted = report.say('notPrinted');
    return {
      matched(usage) {
        const { bill, deductions } = usage;
        if (bill === null || deductions === null || deductions.packages.length < 2) return;
        if (bill.raw === null || bill.usage === null) report.notCheckable(notPrinted);
        else judge(usage, deductions, bill, bill.raw, bill.usage, world, report);
      },
    };
  },
};

function judge(usage: Matched, side: DeductedSide, bill: BilledSide, raw: Decimal, billed: Decimal, world: World, report: Report): void {
  const { unit } = bill;
  if (side.tainted !== null) {
    report.notCheckable(blocked(side.tainted));
    return;
  }
  const ratio = side.unit === null || unit === null ? ONE : conversion(side.unit, unit);
  if (ratio === null) {
    report.notCheckable({ id: 'common.noUnit', values: {} });
    return;
  }
  const deducted = convert(side.raw, ratio);
  const scaleOf = (field: string): number => world.scale(bill.rows[0]!.file, field);
  const inBill = (field: string): { count: number; scale: number; unit: string | null } => ({ count: bill.count, scale: scaleOf(field), unit });
  const tolerance = sumTolerance(inBill('rawUsage'), { count: side.count, scale: side.rawScale, unit: side.unit }, ratio).plus(sumTolerance(inBill('rawUsage'), inBill('usage'), ONE));
  const difference = deducted.plus(billed).minus(raw);
  if (!difference.abs().isGreaterThan(tolerance)) {
    report.pass();
    return;
  }
  const other = otherCheck(deducted, bill, raw, tolerance);
  if (other !== null) {
    report.notCheckable(blocked(other));
    return;
  }
  const isOver = difference.sign() > 0;
  const size = show(difference.abs(), 8);
  report.fail({
    severity: isOver ? 'error' : 'info',
    subject: [usage.owner, usage.product, usage.subproduct, usage.item, usage.start, usage.end],
    transactionId: bill.transactionId,
    product: usage.product,
    rows: [...bill.rows, ...side.rows],
    quantity: difference.abs(),
    unit,
    why: [
      report.say('interval', { owner: usage.owner, item: usage.item, start: showTime(usage.start), end: showTime(usage.end), count: side.packages.length, packages: side.packages.slice(0, 5).join(' ') }), passLine(usage.pass),
      report.say('sums', { deducted: show(deducted, 8), billed: show(billed, 8), sum: show(deducted.plus(billed), 8), raw: show(raw, 8), unit: unit ?? '' }),
      report.say(isOver ? 'over' : 'short', { difference: size, unit: unit ?? '', tolerance: show(tolerance) }),
    ],
  });
}

/** Which of the checks that hold two of the numbers to each other tells what is wrong; `null` where none can. */
function otherCheck(deducted: Decimal, bill: BilledSide, raw: Decimal, tolerance: Decimal): string | null {
  if (deducted.minus(raw).isGreaterThan(tolerance)) return 'over-deduction';
  if (bill.deducted === null) return null;
  return bill.deducted.minus(deducted).abs().isGreaterThan(tolerance) ? 'deducted-usage' : 'net-usage';
}
