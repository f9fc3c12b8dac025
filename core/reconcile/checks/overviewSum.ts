import { Decimal } from '../../base/decimal.ts';
import type { CivilTime } from '../../base/time.ts';
import type { Sentence } from '../../base/text.ts';
import { periodAt } from '../../deduct/periods.ts';
import type { Replay } from '../../deduct/replay.ts';
import { transactionClass } from '../../fields/choices.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { countedRows, plainSum, sumOfCounted, type Counted } from '../counted.ts';
import { stake } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { coversFrom } from '../validity.ts';
import { assumptionLines, balanceOf } from '../waste.ts';
import { evidenceOf, type Package, type World } from '../world.ts';
import { policyLine } from '../policyLines.ts';

/** What makes a sum wrong and is told by a check of its own. */
const OTHERS = [
  'restated-row', 'validity-order', 'period-window', 'unit-mismatch', 'row-arithmetic', 'negative-amount', 'deduction-after-end', 'validity-window', 'chain-start', 'chain-gap', 'chain-increase',
  'duplicate-row', 'chain-fork', 'period-boundary', 'period-reset', 'period-overdrawn', 'overview-balance',
] as const;

/**
 * Where the files hold every deduction since a package (or its current period) began, what they took from the capacity is what
 * is no longer there: 10,000 bought, 9,250 deducted in all, 750 left. This needs no balances in the rows, so that it
 * also speaks where an export lacks them. Where the rows have balances and the sum is wrong, a link of the chain is
 * wrong as well, and the check of that link tells it.
 */
export const overviewSum: Check = {
  id: 'overview-sum',
  family: 'overview',
  needs: ['packages', 'deductions'],
  texts: {
    title: { zh: '总览余量与抵扣合计', en: 'Overview sum' },
    rule: {
      zh: '文件从生效（或周期开始）起完整覆盖时：容量 − 抵扣合计 = 剩余量；小数位相同时容差 0，否则为各数末位的一半之和',
      en: 'Where the files reach back to the start of the package (or period): capacity − sum of deductions = remaining; tolerance 0 at equal scales, else half a unit of each printed number',
    },
    act: { zh: '核对快照时间；若正确，请提交工单', en: 'Check the snapshot time; if it is right, open a ticket' },
    stated: { zh: '总览 {where}（快照 {time}）：剩余 {stated} {unit}', en: 'Overview {where} (snapshot {time}): remaining {stated} {unit}' },
    sum: { zh: '{from} 至快照共 {count} 行，合计抵扣 {sum} {unit}；{capacity} − {sum} = {expected} {unit}', en: 'From {from} to the snapshot {count} rows deduct {sum} {unit} in all; {capacity} − {sum} = {expected} {unit}' },
    difference: { zh: '差额 {stated} − {expected} = {difference} {unit}，容差 {tolerance}', en: 'Difference {stated} − {expected} = {difference} {unit}, tolerance {tolerance}' },
    changed: { zh: '容量因续费或变更而改变过', en: 'Renewals or changes altered the capacity' },
    several: { zh: '包有多个余量', en: 'The package has several balances' },
    ended: { zh: '包在快照前已失效，余量可能已清零', en: 'The package ended before the snapshot, so that its balance may have been cleared' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if (pack.overview === null || pack.type === null) return;
        const answer = pack.type === 'unlimited' ? { id: 'common.unlimited', values: {} } : sumsOf(replay, pack, world, report);
        if (answer === 'pass') report.pass();
        else if ('id' in answer) report.notCheckable(answer);
        else judge(answer, pack, world, report);
      },
    };
  },
};

interface Sums {
  readonly from: CivilTime;
  readonly capacity: Decimal;
  readonly stated: Decimal;
  /** Rows since the start, by time; later than the snapshot too. */
  readonly rows: readonly Counted[];
  readonly tolerance: Decimal;
  readonly scale: number;
}

function sumsOf(replay: Replay, pack: Package, world: World, report: Report): Sums | Sentence | 'pass' {
  const snapshot = pack.snapshot;
  const overview = pack.overview!;
  if (snapshot === null) return { id: 'common.noSnapshot', values: {} };
  if (pack.combo.length > 0 || new Set(replay.histories.map(({ key }) => key.item)).size > 1) return report.say('several');
  const perPeriod = pack.type !== 'total';
  const stated = balanceOf(pack);
  if (stated === null || pack.capacity === null) return { id: 'common.absent', values: { fields: perPeriod ? 'periodRemaining, periodTotal' : 'remaining, total' } };
  if (perPeriod && replay.anchor !== 'overview') return { id: 'common.absent', values: { fields: 'periodStart, periodEnd' } };
  const begun = coversFrom(pack);
  if (begun === null) return { id: 'common.absent', values: { fields: 'effective' } };
  const period = perPeriod ? periodAt(replay.rule, overview.periodStart!).start! : begun;
  const from = Math.max(period, begun);
  const product = (replay.histories[0]?.first.row ?? replay.unchained[0])?.product ?? pack.product;
  if (!world.coverage.has(product)) return { id: 'common.notCovered', values: {} };
  const last = Math.max(from, Math.min(snapshot, pack.activity.lastPosting ?? from));
  const reach = world.coverage.postings(product, from, last, period > begun ? pack.activity.lag : 0);
  if (reach !== 'complete') return { id: reach === 'hole' ? 'common.hole' : 'common.edge', values: {} };
  const scale = world.scale(overview.file, perPeriod ? 'periodRemaining' : 'remaining');
  const plain = plainSum(replay, overview.unit, { from, to: snapshot }, (file) => world.scale(file, 'deducted') === scale);
  if (plain !== null && pack.capacity.minus(plain).equals(stated)) return 'pass';
  const rows = countedRows(replay, overview.unit, from);
  if (rows === null) return blocked('unit-mismatch');
  const rowScales = rows.map(({ row }) => world.scale(row.file, 'deducted'));
  const isExact = rowScales.every((rowScale) => rowScale === scale) && rows.every(({ row }) => row.packageUnit === null || row.packageUnit === overview.unit);
  const tolerance = isExact ? Decimal.zero : rowScales.reduce((sum, rowScale) => sum.plus(Decimal.halfUnit(rowScale)), Decimal.halfUnit(scale));
  return { from, capacity: pack.capacity, stated, rows, tolerance, scale };
}

function lastUntil(rows: readonly Counted[], time: CivilTime): CivilTime | null {
  return rows.findLast(({ at }) => at <= time)?.at ?? null;
}

function judge(sums: Sums, pack: Package, world: World, report: Report): void {
  const { capacity, stated, rows, tolerance } = sums;
  const snapshot = pack.snapshot!;
  const counted = rows.filter(({ at }) => at <= snapshot);
  const sum = sumOfCounted(counted);
  const expected = capacity.minus(sum);
  const difference = stated.minus(expected);
  if (!difference.abs().isGreaterThan(tolerance) || isLag(sums, pack)) {
    report.pass();
    return;
  }
  const because = reasonNotToJudge(sums, difference, pack, world, report);
  if (because !== null) {
    report.notCheckable(because);
    return;
  }
  const overview = pack.overview!;
  const shown = (value: Decimal): string => show(value, sums.scale);
  const unit = pack.unit ?? '';
  report.fail({
    severity: 'error',
    subject: [pack.id],
    packageId: pack.id,
    product: pack.product,
    rows: [evidenceOf('packages', overview), ...counted.slice(-1).map(({ row }) => evidenceOf('deductions', row))],
    quantity: difference.abs(),
    unit: pack.unit,
    ...stake(world, pack, difference, pack.unit),
    why: [
      report.say('stated', { where: world.where(overview), time: showTime(snapshot), stated: shown(stated), unit }),
      report.say('sum', { from: showTime(sums.from), count: counted.length, sum: shown(sum), capacity: shown(capacity), expected: shown(expected), unit }),
      report.say('difference', { stated: shown(stated), expected: shown(expected), difference: shown(difference), unit, tolerance: show(tolerance) }),
      policyLine(pack.policy, 'retroactive'), ...assumptionLines(world, pack),
    ],
  });
}

/** Whether the overview was taken a little earlier or later than stated, between two other rows; `overview-balance` says so. */
function isLag({ capacity, stated, rows, tolerance }: Sums, pack: Package): boolean {
  const { lag } = pack.activity;
  let left = capacity;
  for (const { at, amount } of rows) {
    const isNear = Math.abs(at - pack.snapshot!) <= lag;
    if (isNear && !stated.minus(left).abs().isGreaterThan(tolerance)) return true;
    left = left.minus(amount);
    if (isNear && !stated.minus(left).abs().isGreaterThan(tolerance)) return true;
  }
  return false;
}

function reasonNotToJudge({ from, rows, stated }: Sums, difference: Decimal, pack: Package, world: World, report: Report): Sentence | null {
  const snapshot = pack.snapshot!;
  const other = world.verdicts.first(OTHERS, `package:${pack.id}`);
  if (other !== null) return blocked(other);
  if (difference.sign() < 0 && world.setAside.deduction(pack.id, from, snapshot)) return blocked('rejected-row');
  if (pack.purchases.some((line) => ['renewal', 'modify'].includes(transactionClass(line.transactionType) ?? ''))) return report.say('changed');
  const ended = (pack.expiresAt !== null && pack.expiresAt <= snapshot) || pack.overview!.status === 'refunded' || pack.overview!.status === 'expired';
  if (ended && (stated.isZero() || pack.type !== 'total')) return report.say('ended');
  // Deductions that the files cannot hold make the overview smaller, never larger.
  const product = rows[0]?.row.product ?? pack.product;
  const isWhole = world.coverage.postings(product, lastUntil(rows, snapshot) ?? from, snapshot, 0) === 'complete';
  return difference.sign() < 0 && !isWhole ? { id: 'common.notCovered', values: {} } : null;
}
