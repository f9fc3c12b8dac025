import { Decimal } from '../../base/decimal.ts';
import { DAY } from '../../base/time.ts';
import type { Check } from '../check.ts';
import { stake } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { assumptionLines } from '../waste.ts';
import { evidenceOf } from '../world.ts';

const NEAR_DAYS = 30;

/**
 * Some packages have to be activated before a deadline, which the overview prints as their expiry. One that still waits
 * with less than a month to go is easily forgotten, and its whole capacity is lost.
 */
export const notActivated: Check = {
  id: 'not-activated',
  family: 'waste',
  needs: ['packages'],
  texts: {
    title: { zh: '尚未激活', en: 'Not activated' },
    rule: { zh: '未激活的资源包距到期时间超过 30 天', en: 'A package that is not activated has more than 30 days until its expiry' },
    act: { zh: '在到期前激活该包，或申请退款', en: 'Activate it before its expiry, or ask for a refund' },
    near: { zh: '快照 {snapshot}：未激活，{expiry} 到期，还有 {days} 天，容量 {capacity} {unit}', en: 'Snapshot {snapshot}: not activated, expires {expiry}, in {days} days, capacity {capacity} {unit}' },
    past: { zh: '快照 {snapshot}：未激活，且 {expiry} 已过期，容量 {capacity} {unit}', en: 'Snapshot {snapshot}: not activated, and it expired {expiry}, capacity {capacity} {unit}' },
  },
  start(world, report) {
    return {
      replayed(_replay, pack) {
        const { overview, snapshot, expiresAt } = pack;
        if (overview?.status !== 'inactive') return;
        if (snapshot === null || expiresAt === null) {
          report.notCheckable(snapshot === null ? { id: 'common.noSnapshot', values: {} } : { id: 'common.absent', values: { fields: 'expiry' } });
          return;
        }
        const seconds = expiresAt - snapshot;
        if (seconds > NEAR_DAYS * DAY) {
          report.pass();
          return;
        }
        const quantity = overview.remaining ?? pack.capacity;
        report.fail({
          severity: 'warning',
          subject: [pack.id],
          packageId: pack.id,
          product: pack.product,
          rows: [evidenceOf('packages', overview)],
          quantity,
          unit: pack.unit,
          ...(quantity === null ? {} : stake(world, pack, quantity, pack.unit)),
          why: [
            report.say(seconds > 0 ? 'near' : 'past', {
              snapshot: showTime(snapshot), expiry: showTime(overview.expiry), days: show(Decimal.ofInteger(Math.max(0, seconds)).dividedBy(Decimal.ofInteger(DAY), 1)),
              capacity: show(pack.capacity), unit: pack.unit ?? '',
            }),
            ...assumptionLines(world, pack),
          ],
        });
      },
    };
  },
};
