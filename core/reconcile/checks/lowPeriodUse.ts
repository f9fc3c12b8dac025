import { Decimal } from '../../base/decimal.ts';
import { DAY } from '../../base/time.ts';
import { periodAt, type Period } from '../../deduct/periods.ts';
import type { Replay } from '../../deduct/replay.ts';
import type { History } from '../../deduct/history.ts';
import type { Check, Report } from '../check.ts';
import { stake } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

const IN_A_ROW = 3;
const LEAST_PERCENT = 60;

/** What was used of one complete period. */
interface PeriodUse {
  readonly period: Period;
  readonly used: Decimal;
  readonly capacity: Decimal;
  readonly history: History | null;
}

/**
 * A monthly package of 80,000 minutes of which 30,000 are used in May, June and July is too big: what a period does not
 * use is lost with it. Only periods count that lie in the validity and that the deduction files cover as a whole.
 */
export const lowPeriodUse: Check = {
  id: 'low-period-use',
  family: 'waste',
  needs: ['packages', 'deductions'],
  texts: {
    title: { zh: '周期用量偏低', en: 'Low period use' },
    rule: { zh: '完整且有覆盖的周期，不会连续三个用量低于单周期总量的 60%', en: 'Of complete, covered periods no three in a row use less than 60% of the period\'s capacity' },
    act: { zh: '续费时改用更小的规格', en: 'Renew a smaller size' },
    period: { zh: '{start} 至 {end}：抵扣 {used}，总量 {capacity} {unit}（{share}%）', en: '{start} to {end}: {used} deducted of {capacity} {unit} ({share}%)' },
    more: { zh: '共连续 {count} 个周期', en: '{count} periods in a row' },
    tooFew: { zh: '完整且有覆盖的周期不足三个', en: 'Fewer than three periods are complete and covered' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if (pack.type !== 'period' || pack.overview === null || pack.capacity === null) return;
        const items = new Set(replay.histories.map((history) => history.key.item));
        for (const item of items.size === 0 ? [''] : items) answer(world, report, replay, pack, item);
      },
    };
  },
};

function answer(world: World, report: Report, replay: Replay, pack: Package, item: string): void {
  const uses = usesOf(world, replay, pack, item);
  if (uses.length < IN_A_ROW) {
    report.notCheckable(report.say('tooFew'));
    return;
  }
  const run = latestRun(uses);
  if (run.length < IN_A_ROW) {
    report.pass();
    return;
  }
  const quantity = run.reduce((sum, { used, capacity }) => sum.plus(capacity.minus(used)), Decimal.zero);
  const unit = run.find(({ history }) => history !== null)?.history?.key.unit ?? pack.unit;
  report.fail({
    severity: 'warning',
    subject: [pack.id, item],
    packageId: pack.id,
    product: pack.product,
    rows: [...(pack.overview === null ? [] : [evidenceOf('packages', pack.overview)]), ...run.flatMap(({ history }) => (history === null ? [] : [evidenceOf('deductions', history.last.row)]))],
    quantity,
    unit,
    ...stake(world, pack, quantity, unit),
    why: [
      ...run.slice(-IN_A_ROW).map(({ period, used, capacity }) => report.say('period', {
        start: showTime(period.start), end: showTime(period.end), used: show(used), capacity: show(capacity), unit: unit ?? '', share: show(used.times(Decimal.ofInteger(100)).dividedBy(capacity, 1)),
      })),
      report.say('more', { count: run.length }),
    ],
  });
}

/** The complete, covered periods of one capacity, oldest first; a covered period without rows used nothing. */
function usesOf(world: World, replay: Replay, pack: Package, item: string): PeriodUse[] {
  const snapshot = pack.snapshot;
  const { rule } = replay;
  if (rule.kind === 'whole' || snapshot === null) return [];
  const histories = new Map(replay.histories.filter((history) => history.key.item === item).map((history) => [history.key.period.index, history]));
  const uses: PeriodUse[] = [];
  for (const part of world.coverage.of(pack.product)) {
    const until = Math.min(part.end, snapshot, pack.expiresAt ?? Number.POSITIVE_INFINITY);
    for (let period = periodAt(rule, Math.max(part.start, pack.effective ?? part.start)); period.end! <= until; period = periodAt(rule, period.end!)) {
      if (!isWhole(world, pack, period)) continue;
      const history = histories.get(period.index) ?? null;
      const capacity = history?.capacity ?? pack.capacity;
      if (capacity === null || capacity.sign() <= 0) continue;
      uses.push({ period, used: history?.deducted ?? Decimal.zero, capacity, history });
    }
  }
  return uses;
}

/** Whether the whole period lies in the validity and all of its postings are in the files. */
function isWhole(world: World, pack: Package, { start, end }: Period): boolean {
  if (pack.effective !== null && start! < pack.effective) return false;
  if (pack.effective !== null && start! - pack.effective < DAY) return world.coverage.covers(pack.product, start!, end!);
  return world.coverage.postings(pack.product, start!, end!, pack.activity.lag) === 'complete';
}

/** The latest stretch of neighbouring periods with low use that is long enough, else the last stretch. */
function latestRun(uses: readonly PeriodUse[]): PeriodUse[] {
  let run: PeriodUse[] = [];
  let found: PeriodUse[] = [];
  for (const use of uses) {
    const neighbour = run.length === 0 || run.at(-1)!.period.index === use.period.index - 1;
    const low = use.used.times(Decimal.ofInteger(100)).isLessThan(use.capacity.times(Decimal.ofInteger(LEAST_PERCENT)));
    run = low ? [...(neighbour ? run : []), use] : [];
    if (run.length >= IN_A_ROW) found = run;
  }
  return found;
}
