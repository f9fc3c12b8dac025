import { endOf } from '../../base/time.ts';
import type { Check } from '../check.ts';
import { showTime } from '../show.ts';
import { evidenceOf } from '../world.ts';

/** A package becomes effective before it expires, and its current period lies inside that time. */
export const validityOrder: Check = {
  id: 'validity-order',
  family: 'validity',
  needs: ['packages'],
  texts: {
    title: { zh: '有效期先后', en: 'Validity order' },
    rule: { zh: '生效时间 < 到期时间；当前周期与有效期相交', en: 'Effective < expiry; the current period lies in the validity' },
    act: { zh: '在控制台核对该包的时间', en: 'Compare the package\'s times with the console' },
    order: { zh: '{where} · 生效 {effective} 不早于到期 {expiry}', en: '{where} · effective {effective} is not before expiry {expiry}' },
    period: { zh: '{where} · 当前周期 {start} 至 {end} 不在有效期 {effective} 至 {expiry} 内', en: '{where} · the current period {start} to {end} is outside the validity {effective} to {expiry}' },
  },
  start(world, report) {
    return {
      package(pack) {
        const { overview, effective, expiresAt } = pack;
        if (overview === null) return;
        if (effective === null || expiresAt === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'effective, expiry' } });
          return;
        }
        const values = {
          where: world.where(overview), effective: showTime(effective), expiry: showTime(overview.expiry),
          start: showTime(overview.periodStart), end: showTime(overview.periodEnd),
        };
        const inverted = effective >= expiresAt;
        const outside = overview.periodStart !== null && overview.periodEnd !== null && (overview.periodStart >= expiresAt || endOf(overview.periodEnd) <= effective);
        // An expired package may still show the period in which the overview was taken.
        const expired = overview.status === 'expired' || (pack.snapshot !== null && pack.snapshot >= expiresAt);
        if (!inverted && (!outside || expired)) {
          report.pass();
          return;
        }
        report.fail({
          severity: 'error', subject: [pack.id], packageId: pack.id, product: pack.product,
          rows: [evidenceOf('packages', overview)],
          why: [report.say(inverted ? 'order' : 'period', values)],
        });
      },
    };
  },
};
