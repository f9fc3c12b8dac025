import type { CivilTime } from '../../base/time.ts';
import { blocked, type Check } from '../check.ts';
import { refundOf } from '../refunds.ts';
import { showTime } from '../show.ts';
import { emptiedAt } from '../standing.ts';
import { evidenceOf } from '../world.ts';
import { policyLine } from '../policyLines.ts';

/**
 * A package ends when it expires, is used up or is refunded, whichever comes first. An overview that lets it end at
 * another moment counts days or capacity wrongly.
 */
export const endedTime: Check = {
  id: 'ended-time',
  family: 'validity',
  needs: ['packages'],
  texts: {
    title: { zh: '包失效时间', en: 'Ended at' },
    rule: { zh: '包失效时间 = 到期、余量首次为 0（总量递减包）、退款中最早的一个；容差为入账延迟', en: 'Ended-at = the earliest of expiry, first balance 0 (total packages) and refund; tolerance: the posting lag' },
    act: { zh: '在控制台核对该包的失效时间', en: 'Compare the package\'s ended-at with the console' },
    stated: { zh: '{where} · 包失效时间 {ended}', en: '{where} · ended at {ended}' },
    expected: { zh: '到期 {expiry} · 用尽 {emptied} · 退款 {refund}，最早为 {expected}', en: 'Expiry {expiry} · used up {emptied} · refund {refund}; the earliest is {expected}' },
    difference: { zh: '相差 {hours} 小时，容差 {lag} 小时', en: '{hours} hours apart, tolerance {lag} hours' },
    noTime: { zh: '没有包失效时间或到期时间', en: 'There is no ended-at or no expiry' },
    unseen: { zh: '用尽的时刻不在抵扣明细中', en: 'The moment at which it was used up is not in the deduction files' },
    refundUnseen: { zh: '账单中没有退款行，退款时间未知', en: 'The bill has no refund line, so the time of the refund is unknown' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        const { overview } = pack;
        if (overview === null) return;
        if (overview.endedAt === null || pack.expiresAt === null) {
          report.notCheckable(report.say('noTime'));
          return;
        }
        if (world.verdicts.has('validity-order', `package:${pack.id}`)) {
          report.notCheckable(blocked('validity-order'));
          return;
        }
        const ended = overview.endedAt;
        const refund = refundOf(pack);
        const lag = pack.policy.lag;
        // What happens after the snapshot cannot be in it, and what happened just before may not be in it yet.
        const seen = (time: CivilTime | null): CivilTime | null => (time === null || (pack.snapshot !== null && time > pack.snapshot) ? null : time);
        const emptied = pack.type === 'total' ? seen(emptiedAt(replay, pack)) : null;
        const refundTime = refund === null || refund.line === null ? null : seen(refund.time);
        const expected = earliest([pack.expiresAt, emptied, refundTime])!;
        const unseenYet = pack.snapshot !== null && pack.snapshot - expected <= lag ? pack.expiresAt : expected;
        const away = Math.min(Math.abs(ended - expected), Math.abs(ended - unseenYet));
        if (away <= lag) {
          report.pass();
          return;
        }
        const early = ended < expected;
        if (early && overview.status === 'refunded' && refundTime === null) {
          report.notCheckable(report.say('refundUnseen'));
          return;
        }
        if (early && emptied === null && pack.type === 'total' && overview.remaining !== null && overview.remaining.sign() <= 0) {
          report.notCheckable(world.verdicts.has('overview-balance', `package:${pack.id}`) ? blocked('overview-balance') : report.say('unseen'));
          return;
        }
        report.fail({
          severity: 'warning',
          subject: [pack.id],
          packageId: pack.id,
          product: pack.product,
          rows: [evidenceOf('packages', overview), ...(emptied === expected && pack.activity.lastRow !== null ? [pack.activity.lastRow] : []), ...(refund?.line ? [evidenceOf('bill', refund.line)] : [])],
          why: [
            report.say('stated', { where: world.where(overview), ended: showTime(ended) }),
            report.say('expected', { expiry: showTime(overview.expiry), emptied: showTime(emptied), refund: showTime(refundTime), expected: showTime(expected) }),
            report.say('difference', { hours: Math.floor(away / 3600), lag: Math.floor(lag / 3600) }),
            policyLine(pack.policy, 'lag'),
          ],
        });
      },
    };
  },
};

function earliest(times: readonly (CivilTime | null)[]): CivilTime | null {
  return times.reduce<CivilTime | null>((least, time) => (time !== null && (least === null || time < least) ? time : least), null);
}
