import { Decimal } from '../../base/decimal.ts';
import type { Sentence } from '../../base/text.ts';
import { periodAt } from '../../deduct/periods.ts';
import type { Replay } from '../../deduct/replay.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { cyclesOf } from '../cycles.ts';
import { show, showTime } from '../show.ts';
import { coversFrom } from '../validity.ts';
import { assumptionLines } from '../waste.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/** What makes the balance of the current period wrong, and with it the total. */
const OTHERS = ['validity-order', 'period-window', 'overview-balance', 'overview-sum', 'overview-range'] as const;

/**
 * What "total remaining" means for a package with periods is not documented. Either what is left of all periods together
 * (the current balance and the full ones to come), or all that was bought less all that was deducted. 4,500 left of this
 * month and six months of 10,000 after it make 64,500; an overview that shows 64,512.5 follows neither reading.
 */
export const overviewTotal: Check = {
  id: 'overview-total',
  family: 'overview',
  needs: ['packages', 'deductions'],
  texts: {
    title: { zh: '周期包总剩余量', en: 'Total remaining of period packages' },
    rule: {
      zh: '总剩余量 = 单周期剩余量 + 单周期总量 × 之后的周期数，或 = 总量 − 全部抵扣；小数位相同时容差 0，否则为各数末位的一半之和',
      en: 'Total remaining = period remaining + period total × later periods, or = total − all deductions; tolerance 0 at equal scales, else half a unit of each printed number',
    },
    act: { zh: '以单周期剩余量为准；若需使用总剩余量，请向客服确认其口径', en: 'Go by the period remaining; ask support what the total remaining means before you use it' },
    stated: { zh: '{where}（快照 {time}）：总剩余量 {stated} {unit}', en: '{where} (snapshot {time}): total remaining {stated} {unit}' },
    later: { zh: '{left} + {capacity} × {count} = {expected} {unit}', en: '{left} + {capacity} × {count} = {expected} {unit}' },
    all: { zh: '{total} − 抵扣合计 {sum} = {expected} {unit}', en: '{total} − {sum} deducted in all = {expected} {unit}' },
    tolerance: { zh: '容差 {tolerance}', en: 'Tolerance {tolerance}' },
    noPeriod: { zh: '总览没有当前周期，之后的周期数未知', en: 'The overview names no current period, so that the number of later ones is unknown' },
    ended: { zh: '该包在快照前已失效', en: 'The package ended before the snapshot' },
    uncovered: { zh: '不符合第一种口径；抵扣文件没有从生效起完整覆盖，第二种口径无法核对', en: 'It does not fit the first reading; the files do not reach back to the start, so that the second cannot be tried' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if (pack.type !== 'period' || pack.overview === null) return;
        const because = reasonNotToJudge(replay, pack, world, report);
        if (because === null) judge(replay, pack, world, report);
        else report.notCheckable(because);
      },
    };
  },
};

function reasonNotToJudge({ anchor }: Replay, pack: Package, world: World, report: Report): Sentence | null {
  const { remaining, total, periodRemaining, periodTotal } = pack.overview!;
  if (pack.snapshot === null) return { id: 'common.noSnapshot', values: {} };
  if (remaining === null || total === null || periodRemaining === null || periodTotal === null) return { id: 'common.absent', values: { fields: 'remaining, total, periodRemaining, periodTotal' } };
  if (pack.effective === null || pack.expiresAt === null) return { id: 'common.absent', values: { fields: 'effective, expiry' } };
  const other = world.verdicts.first(OTHERS, `package:${pack.id}`);
  if (other !== null) return blocked(other);
  if (anchor !== 'overview') return report.say('noPeriod');
  return pack.snapshot >= pack.expiresAt ? report.say('ended') : null;
}

function judge(replay: Replay, pack: Package, world: World, report: Report): void {
  const overview = pack.overview!;
  const stated = overview.remaining!;
  const left = overview.periodRemaining!;
  const capacity = overview.periodTotal!;
  const tolerance = toleranceOf(overview.file, world);
  const fits = (expected: Decimal): boolean => !stated.minus(expected).abs().isGreaterThan(tolerance);
  const { laterLeast, laterMost } = cyclesOf(replay.rule, pack.effective!, pack.expiresAt!, Math.max(overview.periodStart!, pack.effective!));
  const counts = [laterMost, laterLeast, overview.periodsRemaining ?? laterMost, Math.max(0, (overview.periodsRemaining ?? laterMost + 1) - 1)];
  const first = (count: number): Decimal => left.plus(capacity.times(Decimal.ofInteger(count)));
  if (counts.some((count) => fits(first(count)))) {
    report.pass();
    return;
  }
  const sum = deductedInAll(replay, pack, world);
  if (sum === null) {
    report.notCheckable(report.say('uncovered'));
    return;
  }
  const second = overview.total!.minus(sum);
  if (fits(second)) {
    report.pass();
    return;
  }
  const scale = world.scale(overview.file, 'remaining');
  const shown = (value: Decimal): string => show(value, scale);
  const unit = pack.unit ?? '';
  report.fail({
    severity: 'info',
    subject: [pack.id],
    packageId: pack.id,
    product: pack.product,
    rows: [evidenceOf('packages', overview)],
    quantity: stated.minus(first(laterMost)).abs(),
    unit: pack.unit,
    why: [
      report.say('stated', { where: world.where(overview), time: showTime(pack.snapshot), stated: shown(stated), unit }),
      report.say('later', { left: shown(left), capacity: shown(capacity), count: laterMost, expected: shown(first(laterMost)), unit }),
      report.say('all', { total: shown(overview.total!), sum: shown(sum), expected: shown(second), unit }),
      report.say('tolerance', { tolerance: show(tolerance) }),
      ...assumptionLines(world, pack),
    ],
  });
}

function toleranceOf(file: number, world: World): Decimal {
  const scales = (['remaining', 'periodRemaining', 'periodTotal'] as const).map((field) => world.scale(file, field));
  if (scales.every((scale) => scale === scales[0])) return Decimal.zero;
  return scales.reduce((sum, scale) => sum.plus(Decimal.halfUnit(scale)), Decimal.zero);
}

/** Everything that was deducted up to the snapshot; `null` where the files do not hold all of it. */
function deductedInAll(replay: Replay, pack: Package, world: World): Decimal | null {
  const snapshot = pack.snapshot!;
  const from = coversFrom(pack);
  const product = replay.histories[0]?.first.row.product ?? pack.product;
  const begun = from === null ? null : Math.min(from, periodAt(replay.rule, pack.effective!).start ?? from);
  if (begun === null || !world.coverage.has(product) || world.coverage.postings(product, Math.max(begun, from!), snapshot, 0) !== 'complete') return null;
  let sum = Decimal.zero;
  for (const history of replay.histories) {
    for (const { row, counted, broken } of history.steps) {
      if (broken?.kind !== 'fork' && row.deductedAt! <= snapshot) sum = sum.plus(row.deducted.times(Decimal.ofInteger(counted)));
    }
  }
  for (const row of replay.unchained) if (row.deducted !== null && row.deductedAt !== null && row.deductedAt <= snapshot) sum = sum.plus(row.deducted);
  return sum;
}
