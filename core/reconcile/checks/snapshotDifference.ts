import { Decimal } from '../../base/decimal.ts';
import type { CivilTime } from '../../base/time.ts';
import type { Sentence } from '../../base/text.ts';
import type { Replay } from '../../deduct/replay.ts';
import type { PackageRow } from '../../fields/packages.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { countedRows, sumOfCounted, type Counted } from '../counted.ts';
import { purchaseBetween, stake } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type Package, type World } from '../world.ts';
import { lagLines } from '../policyLines.ts';

/** What makes the newer overview or the deductions between the two wrong, and is told by a check of its own. */
const OTHERS = [
  'restated-row', 'validity-order', 'period-window', 'unit-mismatch', 'row-arithmetic', 'negative-amount', 'deduction-after-end', 'chain-gap', 'chain-increase', 'duplicate-row', 'chain-fork', 'period-boundary', 'period-reset',
  'period-overdrawn', 'overview-balance', 'overview-sum',
] as const;

/**
 * Two overviews of a package, and the deductions between them, must agree: 8,000 left on 1 July, 650 deducted since, so
 * 7,350 left on 1 August. Where a period began in between it was full at its start. `overview-balance` judges the newest
 * overview alone; this check judges those before it.
 */
export const snapshotDifference: Check = {
  id: 'snapshot-difference',
  family: 'overview',
  needs: ['packages', 'deductions'],
  texts: {
    title: { zh: '两次快照之差', en: 'Snapshot difference' },
    rule: {
      zh: '前一次剩余 − 后一次剩余 = 其间的抵扣合计；其间开始新周期的，后一次剩余 = 容量 − 该周期的抵扣合计；小数位相同时容差 0，否则为各数末位的一半之和',
      en: 'Remaining of the earlier overview − remaining of the later one = deductions between them; where a period began between, the later remaining = capacity − deductions of that period; tolerance 0 at equal scales, else half a unit of each printed number',
    },
    act: { zh: '核对两次快照的时间；若正确，请提交工单', en: 'Check the times of both snapshots; if they are right, open a ticket' },
    earlier: { zh: '{where}（快照 {time}）：剩余 {remaining} {unit}', en: '{where} (snapshot {time}): remaining {remaining} {unit}' },
    between: { zh: '其间 {count} 行，合计抵扣 {sum} {unit}；{first} − {sum} = {expected}', en: '{count} rows between them deduct {sum} {unit}; {first} − {sum} = {expected}' },
    reset: { zh: '周期 {start} 开始时为 {capacity} {unit}，其后 {count} 行，合计抵扣 {sum}；应剩 {expected}', en: 'At {start} a period began with {capacity} {unit}, since then {count} rows deduct {sum}; {expected} should be left' },
    difference: { zh: '差额 {stated} − {expected} = {difference} {unit}，容差 {tolerance}', en: 'Difference {stated} − {expected} = {difference} {unit}, tolerance {tolerance}' },
    lag: { zh: '某次快照早或晚 {hours} 小时以内即相符：快照延迟', en: 'With one of the snapshots taken up to {hours} hours earlier or later they agree: snapshot lag' },
    changed: { zh: '两次快照之间容量或单位变了，或有续费、变更、退款', en: 'Capacity or unit changed between the snapshots, or there was a renewal, a change or a refund' },
    several: { zh: '包有多个余量', en: 'The package has several balances' },
    ended: { zh: '包在后一次快照前已失效，余量可能已清零', en: 'The package ended before the later snapshot, so that its balance may have been cleared' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if (pack.overviews.length < 2 || pack.type === null || pack.type === 'unlimited') return;
        const taken = pack.overviews.map((overview) => ({ overview, at: world.files.get(overview.file)?.snapshot ?? null }));
        for (let next = 1; next < taken.length; next += 1) {
          const [earlier, later] = [taken[next - 1]!, taken[next]!];
          if (earlier.at === null || later.at === null) report.notCheckable({ id: 'common.noSnapshot', values: {} });
          else if (earlier.at < later.at) compare({ earlier: earlier.overview, from: earlier.at, later: later.overview, to: later.at }, replay, pack, world, report);
        }
      },
    };
  },
};

interface Pair {
  readonly earlier: PackageRow;
  readonly from: CivilTime;
  readonly later: PackageRow;
  readonly to: CivilTime;
}

interface Amounts {
  readonly first: Decimal;
  readonly stated: Decimal;
  /** Start of the period of the later overview where the earlier one shows another. */
  readonly reset: CivilTime | null;
  readonly tolerance: Decimal;
  readonly scale: number;
  readonly rows: readonly Counted[];
}

function compare(pair: Pair, replay: Replay, pack: Package, world: World, report: Report): void {
  const amounts = amountsOf(pair, replay, pack, world, report);
  if ('id' in amounts) {
    report.notCheckable(amounts);
    return;
  }
  const { first, stated, reset, rows, tolerance } = amounts;
  const inside = rows.filter(({ at }) => (reset === null ? at > pair.from : at >= reset) && at <= pair.to);
  const difference = stated.minus(first.minus(sumOfCounted(inside)));
  if (!difference.abs().isGreaterThan(tolerance)) {
    report.pass();
    return;
  }
  const other = world.verdicts.first(OTHERS, `package:${pack.id}`);
  if (other !== null) report.notCheckable(blocked(other));
  else if (purchaseBetween(pack, pair.from, pair.to)) report.notCheckable(report.say('changed'));
  else if (world.setAside.deduction(pack.id, pair.from, pair.to)) report.notCheckable(blocked('rejected-row'));
  else if (isCleared(pair, stated)) report.notCheckable(report.say('ended'));
  else tell(pair, amounts, inside, difference, pack, world, report);
}

function isCleared({ later, to }: Pair, stated: Decimal): boolean {
  return stated.isZero() && (later.status === 'expired' || later.status === 'refunded' || (later.expiry !== null && later.expiry <= to));
}

function amountsOf({ earlier, from, later, to }: Pair, replay: Replay, pack: Package, world: World, report: Report): Amounts | Sentence {
  if (pack.combo.length > 0 || new Set(replay.histories.map(({ key }) => key.item)).size > 1) return report.say('several');
  const perPeriod = pack.type !== 'total';
  const [left, total] = perPeriod ? (['periodRemaining', 'periodTotal'] as const) : (['remaining', 'total'] as const);
  const first = earlier[left];
  const stated = later[left];
  if (first === null || stated === null) return { id: 'common.absent', values: { fields: left } };
  if (earlier.unit !== later.unit || !isSame(earlier[total], later[total])) return report.say('changed');
  if (perPeriod && (earlier.periodStart === null || later.periodStart === null)) return { id: 'common.absent', values: { fields: 'periodStart' } };
  const reset = perPeriod && earlier.periodStart !== later.periodStart ? later.periodStart : null;
  const capacity = later[total];
  if (reset !== null && capacity === null) return { id: 'common.noCapacity', values: {} };
  const begin = reset ?? from;
  const rows = countedRows(replay, later.unit, Math.min(begin, from) - pack.activity.lag);
  if (rows === null) return blocked('unit-mismatch');
  const product = rows[0]?.row.product ?? pack.product;
  if (!world.coverage.has(product)) return { id: 'common.notCovered', values: {} };
  const reach = world.coverage.postings(product, begin, to, pack.activity.lag);
  if (reach !== 'complete') return { id: reach === 'hole' ? 'common.hole' : 'common.edge', values: {} };
  const scale = Math.max(world.scale(earlier.file, left), world.scale(later.file, left));
  const counted = rows.filter(({ at }) => at > begin && at <= to);
  const scales = [world.scale(earlier.file, left), world.scale(later.file, left), ...counted.map(({ row }) => world.scale(row.file, 'deducted'))];
  const isExact = scales.every((each) => each === scale) && rows.every(({ row }) => row.packageUnit === null || row.packageUnit === later.unit);
  const tolerance = isExact ? Decimal.zero : scales.reduce((sum, each) => sum.plus(Decimal.halfUnit(each)), Decimal.zero);
  return { first: reset === null ? first : capacity!, stated, reset, tolerance, scale, rows };
}

function isSame(a: Decimal | null, b: Decimal | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

function tell(pair: Pair, amounts: Amounts, inside: readonly Counted[], difference: Decimal, pack: Package, world: World, report: Report): void {
  const { first, stated, reset, tolerance, scale } = amounts;
  const unit = pack.unit ?? '';
  const shown = (value: Decimal): string => show(value, scale);
  const isLag = agreesWithinLag(pair, amounts, pack);
  const sum = sumOfCounted(inside);
  const values = { count: inside.length, sum: shown(sum), expected: shown(first.minus(sum)), unit };
  const side = (row: PackageRow, at: CivilTime): Sentence => report.say('earlier', {
    where: world.where(row), time: showTime(at), remaining: shown((pack.type === 'total' ? row.remaining : row.periodRemaining)!), unit,
  });
  report.fail({
    severity: isLag ? 'info' : 'error',
    subject: [pack.id, pair.from, pair.to],
    packageId: pack.id,
    product: pack.product,
    rows: [evidenceOf('packages', pair.earlier), evidenceOf('packages', pair.later), ...inside.slice(-1).map(({ row }) => evidenceOf('deductions', row))],
    quantity: difference.abs(),
    unit: pack.unit,
    ...(isLag ? {} : stake(world, pack, difference, pack.unit)),
    why: [
      side(pair.earlier, pair.from), side(pair.later, pair.to),
      reset === null ? report.say('between', { ...values, first: shown(first) }) : report.say('reset', { ...values, start: showTime(reset), capacity: shown(first) }),
      report.say('difference', { stated: shown(stated), expected: shown(first.minus(sum)), difference: shown(difference), unit, tolerance: show(tolerance) }),
      ...(isLag ? [report.say('lag', { hours: Math.ceil(pack.activity.lag / 3600) }), ...lagLines(pack)] : []),
      ...[pair.earlier, pair.later].filter((row) => world.files.get(row.file)?.snapshotAssumed === true).map((row): Sentence => ({ id: 'common.assumedSnapshot', values: { time: showTime(world.files.get(row.file)!.snapshot) } })),
    ],
  });
}

/** Whether moving the two moments over rows within the lag makes the difference go away. */
function agreesWithinLag({ from, to }: Pair, { first, stated, reset, rows, tolerance }: Amounts, pack: Package): boolean {
  const { lag } = pack.activity;
  const begins = rows.flatMap(({ at }, index) => (Math.abs(at - (reset ?? from)) <= lag ? [index, index + 1] : []));
  const ends = rows.flatMap(({ at }, index) => (Math.abs(at - to) <= lag ? [index, index + 1] : []));
  const plainBegin = rows.filter(({ at }) => (reset === null ? at <= from : at < reset)).length;
  const plainEnd = rows.filter(({ at }) => at <= to).length;
  const sums = [Decimal.zero];
  for (const { amount } of rows) sums.push(sums.at(-1)!.plus(amount));
  // A period begins when it begins: only the snapshots may be off.
  const starts = reset === null ? new Set([plainBegin, ...begins]) : new Set([plainBegin]);
  for (const begin of starts) {
    for (const end of new Set([plainEnd, ...ends])) {
      if (end >= begin && !stated.minus(first.minus(sums[end]!.minus(sums[begin]!))).abs().isGreaterThan(tolerance)) return true;
    }
  }
  return false;
}
