import { Decimal } from '../../base/decimal.ts';
import { liftedUse } from '../../deduct/forecast.ts';
import type { Check } from '../check.ts';
import { stake } from '../explain.ts';
import { show } from '../show.ts';
import { assumptionLines, outlookLines, outlookOf, OUTLOOK_TEXTS } from '../waste.ts';
import { evidenceOf } from '../world.ts';

const TEN = Decimal.ofInteger(10);
const QUANTITY_DECIMALS = 9;

/**
 * 5,000,000 calls were bought for a year, 4,500,000 are left, and at 3,000 a day 1,200,000 more will be used: 3,300,000
 * calls will be lost. The rate is the largest of those over 7, 30 and 90 days (each with at least 3 active days), so that
 * only waste is told that remains even if the busiest of them goes on. For packages per period the current period counts.
 */
export const expectedWaste: Check = {
  id: 'expected-waste',
  family: 'waste',
  needs: ['packages', 'deductions'],
  texts: {
    title: { zh: '预计浪费', en: 'Expected waste' },
    rule: {
      zh: '剩余量 − 每天抵扣 × 剩余天数 ≤ 容量的 10%；每天抵扣取近 7、30、90 天（各至少 3 个有抵扣的日子）的最大值；周期包按当前周期',
      en: 'Remaining − daily deduction × days left ≤ 10% of the capacity; the largest of the rates over 7, 30 and 90 days (each with at least 3 active days); the current period for packages per period',
    },
    act: { zh: '减少续费数量，或让更多用量使用该包', en: 'Renew less, or let more usage draw from it' },
    waste: { zh: '预计到期仍剩 {waste} {unit}，为容量的 {share}%', en: '{waste} {unit} will be left at the end, {share}% of the capacity' },
    ...OUTLOOK_TEXTS,
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        const outlook = outlookOf(world, report, replay, pack);
        if (outlook === null) return;
        const { rate, balance, capacity } = outlook;
        const seconds = Decimal.ofInteger(rate.seconds);
        const lifted = balance.times(seconds).minus(liftedUse(rate, outlook.end - outlook.snapshot));
        if (!lifted.times(TEN).isGreaterThan(capacity.times(seconds))) {
          report.pass();
          return;
        }
        const waste = lifted.dividedBy(seconds, QUANTITY_DECIMALS);
        report.fail({
          severity: 'warning',
          subject: [pack.id, ...(pack.type === 'period' ? [outlook.end] : [])],
          packageId: pack.id,
          product: pack.product,
          rows: [evidenceOf('packages', outlook.overview), ...(pack.activity.lastRow === null ? [] : [pack.activity.lastRow])],
          quantity: waste,
          unit: pack.unit,
          ...stake(world, pack, waste, pack.unit),
          why: [
            ...outlookLines(report, pack, outlook),
            report.say('waste', { waste: show(waste), unit: pack.unit ?? '', share: show(waste.times(Decimal.ofInteger(100)).dividedBy(capacity, 1)) }),
            ...assumptionLines(world, pack),
          ],
        });
      },
    };
  },
};
