import { Decimal } from '../../base/decimal.ts';
import type { BillRow } from '../../fields/bill.ts';
import { AMOUNT_FIELDS } from '../../fields/facts.ts';
import { absence, Exactness, fieldWord, isPrecisionLine, lineFailure, printed, type DecimalField } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import { readingsOf } from '../listPrice.ts';
import { show } from '../show.ts';
import { isUsageLine } from '../survey.ts';
import type { LineWorld } from '../world.ts';

/**
 * A package took 3.6 core hours of 3.6, nothing is left to bill, and the line costs 0.90 all the same. The reverse, usage
 * at a price that costs nothing, is worth a look unless the line itself explains it: a discount of 0, a reserved
 * instance or savings plan that carries all of it, a voucher that pays all of it, or an amount too small to print.
 */
export const coveredButCharged: LineCheck = {
  onlyLines: true,
  id: 'covered-but-charged',
  family: 'formulae',
  needs: ['bill'],
  texts: {
    title: { zh: '已抵扣仍扣费', en: 'Covered but charged' },
    rule: {
      zh: '按量行：计费用量（或时长）为 0 时金额为 0；用量与单价大于 0 时金额大于 0，除非折扣、预留实例、节省计划、代金券或舍入可解释。容差 0',
      en: 'Metered lines: no billed usage (or duration), no amount; with usage and a price there is an amount, unless discount, reserved instance, savings plan, voucher or rounding explain it. Tolerance 0',
    },
    act: { zh: '核对该交易的抵扣；多扣的请提交工单退还', en: 'Compare the transaction with its deductions; open a ticket for what was charged too much' },
    charged: { zh: '{where} · 用量 {usage} {unit}，时长 {duration}，而 {field} = {amount}', en: '{where} · usage {usage} {unit}, duration {duration}, and yet {field} = {amount}' },
    raw: { zh: '原始用量 {raw}，抵扣用量 {deducted}', en: 'Raw usage {raw}, deducted usage {deducted}' },
    free: { zh: '{where} · 用量 {usage} {unit}，单价 {price} {priceUnit}，应为 {expected}，而 {field} = 0', en: '{where} · usage {usage} {unit} at {price} {priceUnit} would be {expected}, and yet {field} = 0' },
    unexplained: { zh: '折扣率 {rate}，预留实例 {ri}，节省计划 {sp}，代金券 {voucher} 都不能解释', en: 'Not explained by discount {rate}, reserved instance {ri}, savings plan {sp} or voucher {voucher}' },
  },
  start(world, report) {
    const exactness = new Exactness(world);
    return { line: (line) => judge(line, world, report, exactness) };
  },
};

/** Amounts, those before vouchers first: they say what something costs. A charge that a voucher pays is a charge. */
const AMOUNTS = ['beforeVoucher', 'afterDiscount', 'totalCost', 'amountBeforeTax', 'totalIncludingTax'] as const satisfies readonly DecimalField[];

function judge(line: BillRow, world: LineWorld, report: Report, exactness: Exactness): void {
  if (isPrecisionLine(line) || !isUsageLine(line)) return;
  const { usage } = line;
  const first = AMOUNTS.find((field) => line[field] !== null);
  if (usage === null || first === undefined) {
    report.notCheckable(absence(world, line, usage === null ? ['usage'] : AMOUNTS)!);
    return;
  }
  const charged = AMOUNT_FIELDS.find((field) => line[field] !== null && !line[field].isZero());
  const nothing = usage.isZero() || (line.duration?.isZero() ?? false);
  if (nothing && charged !== undefined) {
    report.fail(lineFailure(world, line, {
      severity: 'error',
      difference: line[charged]!.abs(),
      why: [
        report.say('charged', { where: world.where(line), usage: printed(world, line, 'usage'), unit: line.usageUnit ?? '', duration: printed(world, line, 'duration'), field: fieldWord(charged), amount: printed(world, line, charged) }),
        ...(line.rawUsage === null && line.deductedUsage === null ? [] : [report.say('raw', { raw: printed(world, line, 'rawUsage'), deducted: printed(world, line, 'deductedUsage') })]),
      ],
    }));
    return;
  }
  const expected = nothing || charged !== undefined || line.listPrice === null || line.listPrice.sign() <= 0 || usage.sign() < 0 ? null : unexplained(line, first, exactness);
  if (expected === null) {
    report.pass();
    return;
  }
  report.fail(lineFailure(world, line, {
    severity: 'warning',
    difference: expected.rounded(world.scale(line.file, first)),
    why: [
      report.say('free', {
        where: world.where(line), usage: printed(world, line, 'usage'), unit: line.usageUnit ?? '', price: printed(world, line, 'listPrice'), priceUnit: line.priceUnit ?? '', expected: show(expected), field: fieldWord(first),
      }),
      report.say('unexplained', { rate: show(rateOf(line)), ri: show(line.riCost), sp: show(line.spCost ?? line.spDeduction), voucher: show(voucherOf(line)) }),
    ],
  }));
}

function rateOf(line: BillRow): Decimal | null {
  return line.customerDiscountRate ?? line.discountRate ?? line.blendedDiscountRate;
}

function voucherOf(line: BillRow): Decimal | null {
  return line.customerVoucher ?? line.voucher ?? line.resellerVoucher;
}

/** What the line should have cost at least; `null` where it explains itself why that is nothing. */
function unexplained(line: BillRow, amount: DecimalField, exactness: Exactness): Decimal | null {
  const rate = rateOf(line) ?? Decimal.one;
  const voucher = voucherOf(line) ?? Decimal.zero;
  if (rate.isZero() || !voucher.isZero()) return null;
  const plan = line.spCost ?? line.spDeduction ?? Decimal.zero;
  const carried = (line.riCost ?? Decimal.zero).plus(plan);
  const gross = line.originalCost === null || line.originalCost.isZero() ? leastCost(line) : line.originalCost;
  const expected = gross.minus(carried).times(rate);
  return expected.isGreaterThan(exactness.halfOfResult(line, amount)) ? expected : null;
}

/** List price x usage x duration by the reading of the units that makes the least of it. */
function leastCost(line: BillRow): Decimal {
  const perUnit = line.listPrice!.times(line.usage!);
  const costs = readingsOf(line.priceUnit, line.usageUnit, line.durationUnit).all.map(({ up, down, timed }) => {
    const gross = timed && line.duration !== null ? perUnit.times(line.duration) : perUnit;
    return gross.times(up).dividedBy(down, 18);
  });
  return costs.reduce((least, cost) => (cost.isLessThan(least) ? cost : least));
}
