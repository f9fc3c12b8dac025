import { Decimal } from '../../base/decimal.ts';
import { conversion, convert } from '../../fields/units.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { sumTolerance, type Matched } from '../match.ts';
import type { BilledSide } from '../usageSides.ts';
import { useKey } from '../progress.ts';
import { show, showTime } from '../show.ts';
import type { Package, World } from '../world.ts';
import { passLine } from '../matching.ts';

/**
 * Some products print in the bill how much of the usage packages paid for. It must be what the deduction details of the
 * same owner, item and interval add up to, in raw usage.
 */
export const deductedUsage: Check = {
  id: 'deducted-usage',
  family: 'usage',
  needs: ['bill', 'deductions'],
  texts: {
    title: { zh: '账单抵扣用量', en: 'Deducted usage' },
    rule: { zh: '账单的抵扣用量 = 同一归属者、计费项、时段内抵扣明细原始用量之和；同单位同小数位时容差 0，否则为各数末位的一半之和', en: 'Deducted usage of the bill = sum of the raw usage of the deductions of that owner, item and interval; tolerance 0 in one unit at one scale, else half a unit of each printed number' },
    act: { zh: '核对这段时间的抵扣明细是否完整；若完整，请提交工单', en: 'Make sure that the deduction details of this time are whole; if they are, open a ticket' },
    interval: { zh: '{owner} · {item} · {start} 至 {end}', en: '{owner} · {item} · {start} to {end}' },
    bill: { zh: '账单 {count} 行（{where}）：抵扣用量 {deducted} {unit}', en: '{count} lines of the bill ({where}): deducted usage {deducted} {unit}' },
    deductions: { zh: '抵扣明细 {count} 行原始用量合计 {raw} {unit}', en: '{count} deductions add up to {raw} {unit} of raw usage' },
    difference: { zh: '差额 {difference} {unit}，容差 {tolerance}', en: 'Difference {difference} {unit}, tolerance {tolerance}' },
    notPrinted: { zh: '该产品的账单不列抵扣用量', en: 'The bill does not print deducted usage for this product' },
  },
  start(world, report) {
    return {
      matched(usage) {
        if (usage.bill !== null && usage.bill.deducted !== null) judge(usage, usage.bill, usage.bill.deducted, world, report);
      },
      end() {
        const { without } = world.survey;
        if (without.deductedUsage > 0) report.notCheckable(report.say('notPrinted'), without.deductedUsage);
      },
    };
  },
};

function judge(usage: Matched, bill: BilledSide, stated: Decimal, world: World, report: Report): void {
  const { unit } = bill;
  const scale = world.scale(bill.rows[0]!.file, 'deductedUsage');
  const side = usage.deductions;
  const ratio = side === null || side.unit === null || unit === null ? { numerator: 1n, denominator: 1n } : conversion(side.unit, unit);
  if (side !== null && side.tainted !== null) {
    report.notCheckable(blocked(side.tainted));
    return;
  }
  if (ratio === null) {
    report.notCheckable({ id: 'common.noUnit', values: {} });
    return;
  }
  const raw = side === null ? Decimal.zero : convert(side.raw, ratio);
  const tolerance = sumTolerance({ count: bill.count, scale, unit }, side === null ? null : { count: side.count, scale: side.rawScale, unit: side.unit }, ratio);
  const difference = stated.minus(raw);
  if (!difference.abs().isGreaterThan(tolerance)) {
    report.pass();
    return;
  }
  const packages = packagesOf(usage, world);
  const because = difference.sign() > 0 ? missingRows(usage, packages, world) : null;
  if (because !== null) {
    report.notCheckable(because);
    return;
  }
  report.fail({
    severity: 'error',
    subject: [usage.owner, usage.product, usage.subproduct, usage.item, usage.start, usage.end],
    transactionId: bill.transactionId,
    packageId: packages.length === 1 ? packages[0]!.id : null,
    product: usage.product,
    rows: [...bill.rows, ...(side?.rows ?? [])],
    quantity: difference.abs(),
    unit,
    why: [
      report.say('interval', { owner: usage.owner, item: usage.item, start: showTime(usage.start), end: showTime(usage.end) }), passLine(usage.pass),
      report.say('bill', { where: bill.rows.slice(0, 5).map((row) => world.where(row)).join(' '), count: bill.count, deducted: show(stated, scale), unit: unit ?? '' }),
      report.say('deductions', { count: side?.count ?? 0, raw: show(raw, 8), unit: unit ?? '' }),
      report.say('difference', { difference: show(difference.abs(), 8), tolerance: show(tolerance), unit: unit ?? '' }),
    ],
  });
}

/** The packages that deducted this item for this owner, in this interval or at any time. */
function packagesOf(usage: Matched, world: World): Package[] {
  if (usage.deductions !== null) return usage.deductions.packages.map((id) => world.packages.get(id)).filter((pack) => pack !== undefined);
  const key = useKey(world.names, usage.owner, usage.product, usage.subproduct, usage.item);
  return [...world.packages.values()].filter((pack) => pack.uses.has(key));
}

/** Why deductions of the interval may be absent from the files: no coverage, or a gap that is a finding of its own. */
function missingRows(usage: Matched, packages: readonly Package[], world: World): ReturnType<typeof blocked> | null {
  const covered = packages.length === 0 ? [usage.product] : packages.map((pack) => pack.product);
  const lag = packages.reduce((most, pack) => Math.max(most, pack.activity.lag), 0);
  if (world.setAside.usage(usage.owner, usage.item, usage.start, usage.end)) return blocked('rejected-row');
  const key = useKey(world.names, usage.owner, usage.product, usage.subproduct, usage.item);
  const related = [...world.packages.values()].filter((pack) => packages.includes(pack) || pack.uses.has(key));
  for (const pack of related) {
    const inGap = pack.gaps.some((gap) => gap.from < usage.end + Math.max(pack.activity.lag, pack.policy.lag) && gap.to >= usage.start);
    if (inGap) return blocked('chain-gap');
  }
  if (!covered.some((product) => world.coverage.covers(product, usage.start, usage.end))) return { id: 'common.notCovered', values: {} };
  const end = Math.max(...covered.map((product) => world.coverage.span(product)?.end ?? 0));
  return usage.end + lag > end ? { id: 'common.edge', values: {} } : null;
}
