import { Decimal } from '../../base/decimal.ts';
import { endOf, HOUR } from '../../base/time.ts';
import { blocked, type Check } from '../check.ts';
import { showTime } from '../show.ts';
import { evidenceOf } from '../world.ts';
import { assumptionLines } from '../waste.ts';

/** A page may show a new period a little after it has begun. */
const REFRESH_LAG = HOUR;

/**
 * The overview shows the balance of the current period and when that period begins and ends. One that was taken on 12 July
 * and shows the period of June shows a balance of June: whoever reads 300 minutes left there may have used them up by now.
 */
export const periodWindow: Check = {
  id: 'period-window',
  family: 'periods',
  needs: ['packages'],
  texts: {
    title: { zh: '当前周期', en: 'Current period' },
    rule: { zh: '单周期开始时间 ≤ 快照时间 < 单周期结束时间；容差 1 小时（页面刷新）', en: 'Period start ≤ snapshot < period end; tolerance 1 hour (the page is refreshed)' },
    act: { zh: '核对快照时间，或重新获取资源包总览', en: 'Check the snapshot time, or fetch the overview again' },
    outside: { zh: '{where} · 单周期 {start} 至 {end}，快照 {snapshot}，相差 {hours} 小时', en: '{where} · period {start} to {end}, snapshot {snapshot}, {hours} hours apart' },
    notInForce: { zh: '快照时该包尚未生效或已到期，没有当前周期', en: 'At the snapshot the package was not yet effective or had expired, so that it had no current period' },
  },
  start(world, report) {
    return {
      package(pack) {
        const { overview, snapshot } = pack;
        if (overview === null || (pack.type !== 'period' && pack.type !== 'slice')) return;
        if (snapshot === null) {
          report.notCheckable({ id: 'common.noSnapshot', values: {} });
          return;
        }
        if (overview.periodStart === null || overview.periodEnd === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'periodStart, periodEnd' } });
          return;
        }
        if (world.verdicts.has('validity-order', `package:${pack.id}`)) {
          report.notCheckable(blocked('validity-order'));
          return;
        }
        if ((pack.effective !== null && snapshot < pack.effective) || (pack.expiresAt !== null && snapshot >= pack.expiresAt)) {
          report.notCheckable(report.say('notInForce'));
          return;
        }
        const away = Math.max(overview.periodStart - snapshot, snapshot - endOf(overview.periodEnd));
        if (away <= REFRESH_LAG) {
          report.pass();
          return;
        }
        report.fail({
          severity: 'warning',
          subject: [pack.id],
          packageId: pack.id,
          product: pack.product,
          rows: [evidenceOf('packages', overview)],
          why: [
            report.say('outside', {
              where: world.where(overview), start: showTime(overview.periodStart), end: showTime(overview.periodEnd), snapshot: showTime(snapshot),
              hours: Decimal.ofInteger(away).dividedBy(Decimal.ofInteger(HOUR), 1).toString(),
            }),
            ...assumptionLines(world, pack),
          ],
        });
      },
    };
  },
};
