import { HOUR } from '../../base/time.ts';
import { isKnownChoice } from '../../fields/choices.ts';
import type { Replay } from '../../deduct/replay.ts';
import { blocked, type Check } from '../check.ts';
import type { PackageRow } from '../../fields/packages.ts';
import { refundOf } from '../refunds.ts';
import { show, showTime } from '../show.ts';
import { emptiedAt, standingsOf } from '../standing.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/** A status may be written a little after the moment that changes it. */
const STATUS_LAG = HOUR;

interface Facts {
  readonly expired: boolean;
  readonly justExpired: boolean;
  /** `null` where neither deductions nor overview tell. */
  readonly empty: boolean | null;
  readonly justEmptied: boolean;
  readonly refunded: boolean;
  readonly justRefunded: boolean;
  readonly started: boolean;
  readonly used: boolean;
}

/**
 * The status follows from dates, balance and refund. "Expired" in August for a package that runs until next June is a
 * contradiction, and so is "exhausted" with minutes left. Where two are true (empty and past its end) either may stand.
 */
export const status: Check = {
  id: 'status',
  family: 'validity',
  needs: ['packages'],
  texts: {
    title: { zh: '状态', en: 'Status' },
    rule: { zh: '快照时的状态与有效期、余量、退款一致', en: 'The status at the snapshot agrees with dates, balance and refund' },
    act: { zh: '在控制台核对该包的状态；若相同，请提交工单', en: 'Compare the status with the console; if it says the same, open a ticket' },
    contradiction: { zh: '{where}（快照 {snapshot}）· 状态“{status}”，应为 {expected}', en: '{where} (snapshot {snapshot}) · status "{status}", expected {expected}' },
    facts: { zh: '生效 {effective} · 到期 {expiry} · 失效 {ended} · 剩余 {remaining}', en: 'Effective {effective} · expiry {expiry} · ended {ended} · remaining {remaining}' },
    used: { zh: '该包已有 {rows} 行抵扣', en: 'The package has {rows} deductions' },
    unknown: { zh: '未知状态“{status}”', en: 'Unknown status "{status}"' },
    noStatus: { zh: '没有状态', en: 'There is no status' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        const { overview, snapshot } = pack;
        if (overview === null) return;
        if (overview.status === null || snapshot === null) {
          report.notCheckable(snapshot === null ? { id: 'common.noSnapshot', values: {} } : report.say('noStatus'));
          return;
        }
        if (!isKnownChoice('packageStatus', overview.status)) {
          report.notCheckable(report.say('unknown', { status: overview.status }));
          return;
        }
        if (world.verdicts.has('validity-order', `package:${pack.id}`)) {
          report.notCheckable(blocked('validity-order'));
          return;
        }
        const facts = factsOf(replay, pack, world);
        const possible = possibleStatuses(pack, facts);
        if (possible.has(overview.status)) {
          report.pass();
          return;
        }
        report.fail({
          severity: 'error',
          subject: [pack.id],
          packageId: pack.id,
          product: pack.product,
          rows: [evidenceOf('packages', overview), ...(pack.activity.lastRow === null ? [] : [pack.activity.lastRow])],
          why: [
            report.say('contradiction', { where: world.where(overview), snapshot: showTime(snapshot), status: `@packageStatus.${overview.status}`, expected: [...possible].map((code) => `@packageStatus.${code}`).join(' ') }),
            report.say('facts', {
              effective: showTime(pack.effective), expiry: showTime(overview.expiry), ended: showTime(overview.endedAt), remaining: show(overview.remaining ?? overview.periodRemaining, world.scale(overview.file, 'remaining')),
            }),
            ...(pack.activity.rows > 0 ? [report.say('used', { rows: pack.activity.rows })] : []),
            ...(world.snapshotAssumed ? [{ id: 'common.assumedSnapshot', values: { time: showTime(snapshot) } }] : []),
          ],
        });
      },
    };
  },
};

function factsOf(replay: Replay, pack: Package, world: World): Facts {
  const snapshot = pack.snapshot!;
  const refund = refundOf(pack);
  const emptied = pack.type === 'total' ? emptiedAt(replay, pack) : null;
  return {
    expired: pack.expiresAt !== null && pack.expiresAt <= snapshot,
    justExpired: pack.expiresAt !== null && Math.abs(pack.expiresAt - snapshot) <= STATUS_LAG,
    empty: emptyAt(replay, pack, world),
    justEmptied: emptied !== null && Math.abs(emptied - snapshot) <= Math.max(STATUS_LAG, pack.activity.lag),
    refunded: refund !== null && refund.line !== null && refund.time <= snapshot,
    justRefunded: refund !== null && Math.abs(refund.time - snapshot) <= STATUS_LAG,
    started: pack.effective === null || pack.effective <= snapshot,
    used: (pack.activity.firstPosting !== null && pack.activity.firstPosting <= snapshot) || isTouched(pack),
  };
}

/** Whether the overview itself shows that something was taken. */
function isTouched({ overview, combo }: Package): boolean {
  const { remaining, total, periodRemaining, periodTotal } = overview!;
  return [{ remaining, total }, { remaining: periodRemaining, total: periodTotal }, ...combo].some((part) => part.remaining !== null && part.total !== null && part.remaining.isLessThan(part.total));
}

/** Whether nothing is left: by the replay where it reaches the snapshot, else as the overview says. */
function emptyAt(replay: Replay, pack: Package, world: World): boolean | null {
  if (pack.type === 'unlimited' || pack.type === null) return pack.type === null ? null : false;
  const overview = pack.overview!;
  // Two balances that contradict each other leave it open; the contradiction is a finding of its own.
  if (world.verdicts.has('overview-balance', `package:${pack.id}`)) return null;
  if (pack.type !== 'total') return isSpent(overview);
  const standings = standingsOf(replay, pack, world, pack.snapshot!).filter((standing) => standing.history !== null);
  const replayed = standings.length > 0 && (pack.combo.length === 0 || standings.length >= pack.combo.length)
    ? standings.every((standing) => standing.balance !== null && standing.balance.sign() <= 0)
    : null;
  const complete = standings.every((standing) => standing.complete);
  if (replayed === true || (replayed === false && complete)) return replayed;
  if (pack.combo.length > 0) return pack.combo.every((item) => item.remaining !== null && item.remaining.sign() <= 0);
  return overview.remaining === null ? replayed : overview.remaining.sign() <= 0;
}

/** Whether the last period of a package is empty; earlier ones are followed by full ones. */
function isSpent({ remaining, periodRemaining }: PackageRow): boolean | null {
  if (remaining !== null) return remaining.sign() <= 0;
  return periodRemaining !== null && periodRemaining.sign() <= 0 ? null : false;
}

function possibleStatuses(pack: Package, facts: Facts): Set<string> {
  const possible = new Set<string>();
  const { overview, snapshot } = pack;
  if (facts.refunded && !facts.justRefunded) return new Set(['refunded']);
  if (facts.refunded) possible.add('refunded');
  const endedBefore = overview!.endedAt === null || overview!.endedAt <= snapshot! + STATUS_LAG;
  if (overview!.status === 'refunded' && endedBefore) possible.add('refunded');
  if (!facts.used) possible.add('inactive');
  if (facts.expired) possible.add('expired');
  if (facts.empty !== false) possible.add('exhausted');
  if ((!facts.expired && facts.empty !== true) || facts.justExpired || facts.justEmptied) possible.add('valid');
  if (facts.justExpired) possible.add('expired');
  if (!facts.started) {
    possible.add('valid');
    possible.add('inactive');
  }
  return possible;
}
