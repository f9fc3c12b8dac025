import { Decimal } from '../../base/decimal.ts';
import { convert, conversion } from '../../fields/units.ts';
import type { Replay } from '../../deduct/replay.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { stake, stepLine } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { standingsOf, type Standing } from '../standing.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/**
 * The overview says what is left; the deductions say it too. At the snapshot the remaining amount is the after balance
 * of the last deduction up to then (of the current period, for period and slice packages), or the whole capacity where
 * nothing was deducted. 3.25 minutes more in the overview are minutes that somebody paid for and nobody can account for.
 */
export const overviewBalance: Check = {
  id: 'overview-balance',
  family: 'overview',
  needs: ['packages', 'deductions'],
  texts: {
    title: { zh: '总览余量与抵扣不符', en: 'Overview balance' },
    rule: { zh: '快照时的剩余量 = 快照前最后一行的抵扣后余量；当前周期没有抵扣时 = 容量', en: 'Remaining at the snapshot = after of the last deduction up to it; = capacity where the current period has none' },
    act: { zh: '核对快照时间；若正确，请提交工单', en: 'Check the snapshot time; if it is right, open a ticket' },
    stated: { zh: '总览 {where}（快照 {time}）：剩余 {stated} {unit}', en: 'Overview {where} (snapshot {time}): remaining {stated} {unit}' },
    nothing: { zh: '当前周期没有抵扣，应为容量 {expected} {unit}', en: 'Nothing was deducted in the current period, so it should be the capacity {expected} {unit}' },
    difference: { zh: '差额 {stated} − {expected} = {difference} {unit}，容差 {tolerance}', en: 'Difference {stated} − {expected} = {difference} {unit}, tolerance {tolerance}' },
    uncovered: { zh: '抵扣明细没有覆盖到快照时间', en: 'The deduction files do not reach the snapshot' },
    ended: { zh: '包在快照前已失效，当前周期不再适用', en: 'The package ended before the snapshot, so that it has no current period' },
    notLag: { zh: '不是快照延迟：快照前后 {hours} 小时内没有一行的余量与之相同', en: 'Not a snapshot lag: no row within {hours} hours of the snapshot left this balance' },
    lag: { zh: '与快照前后另一行的余量相同（快照延迟）', en: 'Equals the balance of another row near the snapshot (snapshot lag)' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if (pack.overview === null || pack.snapshot === null) return;
        if (pack.type === 'unlimited') {
          report.notCheckable({ id: 'common.unlimited', values: {} });
          return;
        }
        for (const standing of standingsOf(replay, pack, world, pack.snapshot)) judge(standing, replay, pack, world, report);
      },
    };
  },
};

/** What the overview states for this capacity, and its printed decimals. */
function statedFor(standing: Standing, pack: Package, world: World): { stated: Decimal | null; unit: string | null; scale: number } {
  const overview = pack.overview!;
  const perPeriod = pack.type === 'period' || pack.type === 'slice';
  const name = standing.item.split('·').at(-1) ?? '';
  const combo = pack.combo.find((item) => item.name === name) ?? pack.combo.filter((item) => item.unit === standing.unit)[0];
  if (combo !== undefined && pack.combo.length > 0) return { stated: combo.remaining, unit: combo.unit, scale: 9 };
  const field = perPeriod ? 'periodRemaining' : 'remaining';
  return { stated: overview[field], unit: overview.unit, scale: world.scale(overview.file, field) };
}

function judge(standing: Standing, replay: Replay, pack: Package, world: World, report: Report): void {
  const { stated, unit, scale } = statedFor(standing, pack, world);
  if (stated === null || standing.balance === null) {
    report.notCheckable({ id: 'common.absent', values: { fields: 'remaining' } });
    return;
  }
  const ratio = standing.unit === null || unit === null ? { numerator: 1n, denominator: 1n } : conversion(standing.unit, unit);
  if (ratio === null) {
    report.notCheckable(blocked('unit-mismatch'));
    return;
  }
  const expected = convert(standing.balance, ratio);
  const difference = stated.minus(expected);
  const last = standing.history?.stepAt(pack.snapshot!)?.row ?? null;
  const rowScale = last === null ? scale : world.scale(last.file, 'after');
  const tolerance = rowScale === scale ? Decimal.zero : Decimal.halfUnit(scale).plus(Decimal.halfUnit(rowScale));
  if (!difference.abs().isGreaterThan(tolerance)) {
    report.pass();
    return;
  }
  const because = reasonNotToJudge(standing, difference, pack, world, report);
  if (because !== null) {
    report.notCheckable(because);
    return;
  }
  if (nearSnapshot(standing, stated, pack, tolerance)) {
    report.pass();
    return;
  }
  report.fail({
    severity: 'error',
    subject: [pack.id, standing.item],
    packageId: pack.id,
    product: pack.product,
    rows: [evidenceOf('packages', pack.overview!), ...(last === null ? [] : [evidenceOf('deductions', last)])],
    quantity: difference.abs(),
    unit,
    ...stake(world, pack, difference, unit),
    why: [
      report.say('stated', { where: world.where(pack.overview!), time: showTime(pack.snapshot), stated: show(stated, scale), unit: unit ?? '' }),
      last === null ? report.say('nothing', { expected: show(expected, scale), unit: unit ?? '' }) : stepLine(world, last),
      report.say('difference', { stated: show(stated, scale), expected: show(expected, scale), difference: show(difference, scale), unit: unit ?? '', tolerance: show(tolerance) }),
      report.say('notLag', { hours: Math.ceil(pack.activity.lag / 3600) }),
      ...(replay.anchor === 'fitted' ? [{ id: 'period-reset.fitted', values: {} }] : []),
      ...(world.files.get(pack.overview!.file)?.snapshotAssumed === true ? [{ id: 'common.assumedSnapshot', values: { time: showTime(pack.snapshot) } }] : []),
    ],
  });
}

function reasonNotToJudge(standing: Standing, difference: Decimal, pack: Package, world: World, report: Report): ReturnType<Report['say']> | null {
  const last = standing.history?.stepAt(pack.snapshot!) ?? null;
  if (last !== null) {
    if (world.verdicts.has('row-arithmetic', `row:${last.row.row}`)) return blocked('row-arithmetic');
    if (last.undecided) return blocked('duplicate-row');
  }
  const perPeriod = pack.type === 'period' || pack.type === 'slice';
  if (perPeriod && pack.expiresAt !== null && pack.expiresAt <= pack.snapshot!) return report.say('ended');
  // Deductions that the files cannot hold make the overview smaller, never larger.
  if (!standing.complete && (difference.sign() < 0 || last === null)) return report.say('uncovered');
  return null;
}

/** Whether the overview was taken a little earlier or later than stated: it equals the balance that a row near the snapshot left or found. */
function nearSnapshot(standing: Standing, stated: Decimal, pack: Package, tolerance: Decimal): boolean {
  const lag = pack.activity.lag;
  return standing.history?.steps.some(({ row }) => Math.abs(row.deductedAt! - pack.snapshot!) <= lag
    && (!row.after.minus(stated).abs().isGreaterThan(tolerance) || !row.before.minus(stated).abs().isGreaterThan(tolerance))) ?? false;
}
