import { DAY } from '../../base/time.ts';
import type { Check } from '../check.ts';
import { stake } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { aliveAt, assumptionLines, balanceOf, observedBefore } from '../waste.ts';
import { evidenceOf } from '../world.ts';

const IDLE_DAYS = 30;

/**
 * A package was bought, is valid, has balance, and nobody draws from it: for a month not one deduction. Perhaps the product
 * is no longer used, perhaps another package comes first, perhaps the usage runs under another account and is billed.
 */
export const idlePackage: Check = {
  id: 'idle-package',
  family: 'waste',
  needs: ['packages', 'deductions'],
  texts: {
    title: { zh: '闲置资源包', en: 'Idle package' },
    rule: { zh: '有效且有余量的资源包，快照前 30 天内有抵扣', en: 'A valid package with balance deducts something within 30 days before the snapshot' },
    act: { zh: '核对是否仍需要该包，用量是否在其他账号或地域，是否可退款', en: 'Find out whether it is still needed, whether the usage runs under another account or region, and whether it can be refunded' },
    idle: { zh: '{from} 至 {until} 没有抵扣；快照 {snapshot} 剩余 {balance} {unit}，{expiry} 到期', en: 'No deduction from {from} to {until}; {balance} {unit} left at the snapshot {snapshot}, expires {expiry}' },
    last: { zh: '最后一次有抵扣的用量日：{day}', en: 'Last day of usage with a deduction: {day}' },
    never: { zh: '文件里没有该包的任何抵扣', en: 'The files hold no deduction of the package at all' },
    young: { zh: '生效不足 30 天', en: 'It has been effective for less than 30 days' },
  },
  start(world, report) {
    return {
      replayed(_replay, pack) {
        if (pack.overview !== null && pack.snapshot === null) {
          report.notCheckable({ id: 'common.noSnapshot', values: {} });
          return;
        }
        const alive = aliveAt(pack);
        if (alive === null) return;
        const balance = balanceOf(pack);
        if (pack.type !== 'unlimited' && balance === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'remaining' } });
          return;
        }
        if (pack.type !== 'unlimited' && balance !== null && balance.sign() <= 0) return;
        const observed = observedBefore(world, pack, alive.snapshot);
        if (observed === null || observed.from > observed.until - IDLE_DAYS * DAY) {
          report.notCheckable({ id: 'common.notCovered', values: {} });
          return;
        }
        const from = observed.until - IDLE_DAYS * DAY;
        if (pack.effective !== null && pack.effective > from) {
          report.notCheckable(report.say('young'));
          return;
        }
        const last = pack.activity.days.at(-1) ?? null;
        if (last !== null && (last + 1) * DAY > from) {
          report.pass();
          return;
        }
        report.fail({
          severity: 'warning',
          subject: [pack.id],
          packageId: pack.id,
          product: pack.product,
          rows: [evidenceOf('packages', alive.overview), ...(pack.activity.lastRow === null ? [] : [pack.activity.lastRow])],
          quantity: balance,
          unit: pack.unit,
          ...(balance === null ? {} : stake(world, pack, balance, pack.unit)),
          why: [
            report.say('idle', {
              from: showTime(from), until: showTime(observed.until), snapshot: showTime(alive.snapshot), balance: balance === null ? '∞' : show(balance), unit: pack.unit ?? '', expiry: showTime(pack.expiresAt),
            }),
            last === null ? report.say('never') : report.say('last', { day: showTime(last * DAY).slice(0, 10) }),
            ...assumptionLines(world, pack),
          ],
        });
      },
    };
  },
};
