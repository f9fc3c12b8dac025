import { Decimal } from '../../base/decimal.ts';
import type { BalanceRow } from '../../deduct/link.ts';
import type { Replay } from '../../deduct/replay.ts';
import type { Check } from '../check.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf } from '../world.ts';

/** So many rows of a package are named; one with a slice per hour has thousands. */
const ROWS_KEPT = 50;

/**
 * A deduction draws on the period in which it is posted, not on that of its usage: what was used at 23:30 on 30 June and posted
 * at 00:10 on 1 July takes from July. Nothing is wrong with that, but whoever adds up the usage of June will not find
 * June's deductions. Told once per package.
 */
export const periodSplit: Check = {
  id: 'period-split',
  family: 'periods',
  needs: ['deductions', 'packages'],
  texts: {
    title: { zh: '跨周期抵扣', en: 'Split periods' },
    rule: { zh: '抵扣时间与用量开始时间在同一周期（或分片）', en: 'Deduction time and usage start lie in one period (or slice)' },
    act: { zh: '无需处理；按用量时间汇总时请注意', en: 'Nothing to do; mind it when you add up by usage time' },
    rows: { zh: '{count} 行的用量在另一周期，合计抵扣 {sum} {unit}', en: '{count} rows are of usage in another period, {sum} {unit} in all' },
    first: { zh: '例如 {where}：用量始于 {usage}，{time} 抵扣，属于周期 {start} 至 {end}', en: 'For example {where}: usage from {usage}, deducted {time}, in the period {start} to {end}' },
    fitted: { zh: '周期边界由数据推定（假定）', en: 'The period boundaries were fitted to the rows (assumed)' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if ((pack.type !== 'period' && pack.type !== 'slice') || replay.histories.length === 0) return;
        const split = splitOf(replay);
        if (split === null) {
          if (replay.histories.every(({ steps }) => steps.every(({ row }) => row.usageStart === null))) report.notCheckable({ id: 'common.absent', values: { fields: 'usageStart' } });
          else report.pass();
          return;
        }
        const { first, rows, count, sum, unit } = split;
        const values = { count, sum: show(sum, world.scale(first.row.file, 'deducted')), unit: unit ?? '' };
        report.fail({
          severity: 'info',
          subject: [pack.id],
          packageId: pack.id,
          product: pack.product,
          rows: rows.map((row) => evidenceOf('deductions', row)),
          quantity: sum,
          unit,
          why: [
            report.say('rows', values),
            report.say('first', { where: world.where(first.row), usage: showTime(first.row.usageStart), time: showTime(first.row.deductedAt), start: showTime(first.start), end: showTime(first.end) }),
            ...(replay.anchor === 'fitted' || replay.anchor === 'refitted' ? [report.say('fitted')] : []),
          ],
        });
      },
    };
  },
};

interface Split {
  readonly first: { readonly row: BalanceRow; readonly start: number; readonly end: number };
  readonly rows: BalanceRow[];
  count: number;
  /** `null` once rows of different units have met. */
  sum: Decimal | null;
  readonly unit: string | null;
}

function splitOf(replay: Replay): Split | null {
  let split: Split | null = null;
  for (const { key, steps } of replay.histories) {
    const { start, end } = key.period;
    if (start === null || end === null) continue;
    for (const { row, copies } of steps) {
      if (row.usageStart === null || (row.usageStart >= start && row.usageStart < end)) continue;
      split ??= { first: { row, start, end }, rows: [], count: 0, sum: Decimal.zero, unit: key.unit };
      split.count += 1 + copies.length;
      split.sum = split.sum === null || key.unit !== split.unit ? null : split.sum.plus(copies.length === 0 ? row.deducted : row.deducted.times(Decimal.ofInteger(1 + copies.length)));
      if (split.rows.length < ROWS_KEPT) split.rows.push(row, ...copies);
    }
  }
  return split;
}
