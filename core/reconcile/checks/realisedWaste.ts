import { formatMonth, monthOf } from '../../base/time.ts';
import type { Decimal } from '../../base/decimal.ts';
import type { Check } from '../check.ts';
import { stake } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type Package } from '../world.ts';

/**
 * What was left when a package expired is lost, and the loss belongs to the month of the expiry: 89,924,742.972 thousand
 * tokens left on 15 July are July's waste. A refunded package has given its balance back.
 */
export const realisedWaste: Check = {
  id: 'realised-waste',
  family: 'waste',
  needs: ['packages'],
  texts: {
    title: { zh: '已发生的浪费', en: 'Realised waste' },
    rule: { zh: '已到期的资源包没有剩余量；剩余量计入到期当月', en: 'An expired package has nothing left; what is left counts in the month of its expiry' },
    act: { zh: '续费或新购时据此减少数量', en: 'Buy less next time' },
    lost: { zh: '{expiry} 到期，剩余 {balance} {unit}（容量 {capacity}），计入 {month}', en: 'Expired {expiry} with {balance} {unit} left of {capacity}; counts in {month}' },
    fromRows: { zh: '总览没有剩余量，取最后一笔抵扣后的余量', en: 'The overview shows no remaining amount; this is the balance after the last deduction' },
  },
  start(world, report) {
    return {
      replayed(_replay, pack) {
        const { overview, snapshot, expiresAt } = pack;
        if (overview === null || pack.type === 'unlimited' || pack.type === 'slice' || overview.status === 'refunded') return;
        if (snapshot === null || expiresAt === null) {
          report.notCheckable(snapshot === null ? { id: 'common.noSnapshot', values: {} } : { id: 'common.absent', values: { fields: 'expiry' } });
          return;
        }
        if (snapshot < expiresAt) return;
        const balance = leftOf(pack);
        if (balance === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'remaining' } });
          return;
        }
        if (balance.sign() <= 0) {
          report.pass();
          return;
        }
        const fromRows = printedLeft(pack) === null;
        report.fail({
          severity: 'info',
          subject: [pack.id],
          packageId: pack.id,
          product: pack.product,
          rows: [evidenceOf('packages', overview), ...(fromRows && pack.activity.lastRow !== null ? [pack.activity.lastRow] : [])],
          quantity: balance,
          unit: pack.unit,
          ...stake(world, pack, balance, pack.unit),
          why: [
            // An expiry at midnight ends the month before.
            report.say('lost', { expiry: showTime(overview.expiry), balance: show(balance), unit: pack.unit ?? '', capacity: show(pack.capacity), month: formatMonth(monthOf(expiresAt - 1)) }),
            ...(fromRows ? [report.say('fromRows')] : []),
          ],
        });
      },
    };
  },
};

function printedLeft(pack: Package): Decimal | null {
  return pack.overview?.remaining ?? pack.overview?.periodRemaining ?? null;
}

function leftOf(pack: Package): Decimal | null {
  return printedLeft(pack) ?? (pack.combo.length === 0 && pack.type === 'total' ? pack.activity.lastAfter : null);
}
