import { Decimal } from '../../base/decimal.ts';
import { convert, conversion } from '../../fields/units.ts';
import type { Sentence } from '../../base/text.ts';
import type { CivilTime } from '../../base/time.ts';
import type { DeductionRow } from '../../fields/deductions.ts';
import type { Step } from '../../deduct/chain.ts';
import type { BalanceRow } from '../../deduct/link.ts';
import type { History } from '../../deduct/history.ts';
import type { Replay } from '../../deduct/replay.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { stake, stepLine } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { standingsOf, type Standing } from '../standing.ts';
import { evidenceOf, type Package, type World } from '../world.ts';
import { lagLines } from '../policyLines.ts';

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
    ended: { zh: '包在快照前已失效：没有当前周期，余量也可能已清零', en: 'The package ended before the snapshot: it has no current period, and its balance may have been cleared' },
    notLag: { zh: '不是快照延迟：快照前后 {hours} 小时内没有一行的余量与之相同', en: 'Not a snapshot lag: no row within {hours} hours of the snapshot left this balance' },
    lag: { zh: '与 {where}（{time}）的余量相同：快照延迟', en: 'Equals the balance of {where} ({time}): snapshot lag' },
    shared: { zh: '包有多个余量，总览只列一个', en: 'The package has several balances, and the overview lists only one' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if (pack.overview === null || pack.snapshot === null) return;
        if (pack.type === 'unlimited') {
          report.notCheckable({ id: 'common.unlimited', values: {} });
          return;
        }
        const standings = standingsOf(replay, pack, world, pack.snapshot);
        for (const standing of standings) {
          const alike = standings.filter((other) => other.listed === null && other.unit === standing.unit).length;
          if (standing.listed === null && alike > 1) report.notCheckable(report.say('shared'));
          else judge(standing, replay, pack, world, report);
        }
      },
    };
  },
};

interface Stated {
  readonly amount: Decimal | null;
  readonly unit: string | null;
  readonly scale: number;
}

/** What the overview states for this capacity, and its printed decimals. */
function statedFor(standing: Standing, pack: Package, world: World): Stated {
  const overview = pack.overview!;
  if (standing.listed !== null) return { amount: standing.listed.remaining, unit: standing.listed.unit, scale: scaleOfCombo(overview.combo ?? '') };
  if (pack.combo.length > 0) return { amount: null, unit: null, scale: 0 };
  const field = pack.type === 'period' || pack.type === 'slice' ? 'periodRemaining' : 'remaining';
  return { amount: overview[field], unit: overview.unit, scale: world.scale(overview.file, field) };
}

/** The most decimals of any number in the cell. */
function scaleOfCombo(cell: string): number {
  return [...cell.matchAll(/\.(\d+)/g)].reduce((most, [, decimals = '']) => Math.max(most, decimals.length), 0);
}

/** A snapshot held against the balance that the deductions leave, both in the unit of the overview. */
interface Comparison {
  readonly standing: Standing;
  readonly stated: Decimal;
  readonly expected: Decimal;
  readonly difference: Decimal;
  readonly tolerance: Decimal;
  readonly unit: string | null;
  readonly scale: number;
  /** A balance of the rows in the unit of the overview. */
  readonly inUnit: (balance: Decimal) => Decimal;
}

function judge(standing: Standing, replay: Replay, pack: Package, world: World, report: Report): void {
  const { amount: stated, unit, scale } = statedFor(standing, pack, world);
  if (stated === null || standing.balance === null) {
    report.notCheckable({ id: 'common.absent', values: { fields: 'remaining' } });
    return;
  }
  const ratio = standing.unit === null || unit === null ? { numerator: 1n, denominator: 1n } : conversion(standing.unit, unit);
  if (ratio === null) {
    report.notCheckable(blocked('unit-mismatch'));
    return;
  }
  const inUnit = (balance: Decimal): Decimal => convert(balance, ratio);
  const expected = inUnit(standing.balance);
  const last = standing.history?.stepAt(pack.snapshot!)?.row ?? null;
  const rowScale = last === null ? scale : world.scale(last.file, 'after');
  const isExact = rowScale === scale && ratio.numerator === ratio.denominator;
  const tolerance = isExact ? Decimal.zero : Decimal.halfUnit(scale).plus(inUnit(Decimal.halfUnit(rowScale)));
  const comparison = { standing, stated, expected, difference: stated.minus(expected), tolerance, unit, scale, inUnit };
  if (!comparison.difference.abs().isGreaterThan(tolerance)) {
    report.pass();
    return;
  }
  const because = reasonNotToJudge(comparison, replay, pack, world, report);
  if (because === null) tell(comparison, last, replay, pack, world, report);
  else report.notCheckable(because);
}

/** A difference that nothing explains is an error; a balance that a row near the snapshot left or found is a note. */
function tell({ standing, stated, expected, difference, tolerance, unit, scale, inUnit }: Comparison, last: BalanceRow | null, replay: Replay, pack: Package, world: World, report: Report): void {
  const overview = pack.overview!;
  const near = nearSnapshot(standing, (balance) => !inUnit(balance).minus(stated).abs().isGreaterThan(tolerance), pack);
  const assumed = world.files.get(overview.file)?.snapshotAssumed === true;
  report.fail({
    severity: near === null ? 'error' : 'info',
    subject: [pack.id, standing.item],
    packageId: pack.id,
    product: pack.product,
    rows: [evidenceOf('packages', overview), ...[last, near].filter((row) => row !== null).map((row) => evidenceOf('deductions', row))],
    quantity: difference.abs(),
    unit,
    ...(near === null ? stake(world, pack, difference, unit) : {}),
    why: [
      report.say('stated', { where: world.where(overview), time: showTime(pack.snapshot), stated: show(stated, scale), unit: unit ?? '' }),
      last === null ? report.say('nothing', { expected: show(expected, scale), unit: unit ?? '' }) : stepLine(world, last),
      report.say('difference', { stated: show(stated, scale), expected: show(expected, scale), difference: show(difference, scale), unit: unit ?? '', tolerance: show(tolerance) }),
      near === null ? report.say('notLag', { hours: Math.ceil(pack.activity.lag / 3600) }) : report.say('lag', { where: world.where(near), time: showTime(near.deductedAt) }),
      ...lagLines(pack),
      ...(replay.anchor === 'fitted' || replay.anchor === 'refitted' ? [{ id: 'period-reset.fitted', values: {} }] : []),
      ...(assumed ? [{ id: 'common.assumedSnapshot', values: { time: showTime(pack.snapshot) } }] : []),
    ],
  });
}

function reasonNotToJudge(comparison: Comparison, replay: Replay, pack: Package, world: World, report: Report): Sentence | null {
  const { standing: { history, complete }, stated, difference } = comparison;
  const last = history?.stepAt(pack.snapshot!) ?? null;
  if (world.verdicts.has('period-window', `package:${pack.id}`)) return blocked('period-window');
  // What rows without balances took is not in the chain.
  if (replay.unchained.some((row) => isTaking(row, last?.row.deductedAt ?? null, pack.snapshot!))) return { id: 'common.absent', values: { fields: 'before, after' } };
  const since = last?.row.deductedAt ?? pack.effective ?? 0;
  if (world.setAside.deduction(pack.id, since, pack.snapshot!) && difference.sign() < 0) return blocked('rejected-row');
  if (last !== null) {
    const wrong = world.verdicts.firstOfRow(['row-arithmetic', 'deduction-after-end', 'restated-row'], last.row.row);
    if (wrong !== null) return blocked(wrong);
    if (last.undecided) return blocked('duplicate-row');
    const broken = brokenAtSnapshot(comparison, history!, last);
    if (broken !== null) return blocked(broken);
  }
  const perPeriod = pack.type === 'period' || pack.type === 'slice';
  const ended = pack.expiresAt !== null && pack.expiresAt <= pack.snapshot!;
  const cleared = stated.isZero() && (ended || pack.overview!.status === 'refunded' || pack.overview!.status === 'expired');
  if ((perPeriod && ended) || cleared) return report.say('ended');
  // Deductions that the files cannot hold make the overview smaller, never larger.
  if (!complete && (difference.sign() < 0 || last === null)) return report.say('uncovered');
  return null;
}

function isTaking({ deducted, deductedAt }: DeductionRow, after: CivilTime | null, until: CivilTime): boolean {
  return deducted !== null && !deducted.isZero() && deductedAt !== null && deductedAt <= until && (after === null || deductedAt > after);
}

/** The check that has found the chain broken just where the snapshot was taken. */
function brokenAtSnapshot({ stated, inUnit, tolerance }: Comparison, history: History, last: Step): string | null {
  const is = (balance: Decimal): boolean => !inUnit(balance).minus(stated).abs().isGreaterThan(tolerance);
  if (history.steps.some((step) => step.broken?.kind === 'fork' && is(step.row.after))) return 'chain-fork';
  const after = history.steps.slice(history.steps.indexOf(last) + 1).find((step) => step.broken?.kind !== 'fork');
  const inGap = after?.broken?.kind === 'gap' && stated.isLessThan(inUnit(last.row.after)) && !stated.isLessThan(inUnit(after.row.before));
  return inGap ? 'chain-gap' : null;
}

/** The row that shows the overview to have been taken a little earlier or later than stated. */
function nearSnapshot(standing: Standing, is: (balance: Decimal) => boolean, pack: Package): BalanceRow | null {
  const { lag } = pack.activity;
  return standing.history?.steps.find(({ row }) => Math.abs(row.deductedAt! - pack.snapshot!) <= lag && (is(row.after) || is(row.before)))?.row ?? null;
}
