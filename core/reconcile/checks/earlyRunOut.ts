import { Decimal } from '../../base/decimal.ts';
import type { Sentence } from '../../base/text.ts';
import { DAY, type CivilTime } from '../../base/time.ts';
import { liftedUse } from '../../deduct/forecast.ts';
import type { Check, Report } from '../check.ts';
import type { Money } from '../money.ts';
import { PayAsYouGoPrices } from '../prices.ts';
import { show, showTime } from '../show.ts';
import { assumptionLines, outlookLines, outlookOf, OUTLOOK_TEXTS } from '../waste.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

const NEAR_DAYS = 30;
const QUANTITY_DECIMALS = 9;

interface Short {
  /** When what is left would be lost. */
  readonly end: CivilTime;
  /** How it goes on, in words. */
  readonly lines: readonly Sentence[];
  /** When nothing is left, at the rate. */
  readonly empty: CivilTime;
  /** What is needed beyond that until the end, in package units. */
  readonly rest: Decimal;
}

/**
 * 9,000 minutes are left and 700 go each day, so that the package is empty in 13 days although it is valid for 60. Whatever
 * comes after is billed as you go: 47 days at 700 minutes at the price of the bill, unless another package takes over. The
 * rate is the largest of those over 7, 30 and 90 days, so that the warning comes early rather than late.
 */
export const earlyRunOut: Check = {
  id: 'early-run-out',
  family: 'waste',
  needs: ['packages', 'deductions'],
  texts: {
    title: { zh: '提前用尽', en: 'Early run-out' },
    rule: {
      zh: '剩余量 ÷ 每天抵扣 ≥ 剩余天数，或 30 天内不会用尽；每天抵扣取近 7、30、90 天（各至少 3 个有抵扣的日子）的最大值；周期包按当前周期',
      en: 'Remaining ÷ daily deduction ≥ days left, or more than 30 days; the largest of the rates over 7, 30 and 90 days (each with at least 3 active days); the current period for packages per period',
    },
    act: { zh: '提前购买或调整用量；确认是否有其他资源包接续', en: 'Buy in time or use less; make sure whether another package takes over' },
    runOut: { zh: '预计 {empty} 用尽，此后到失效还需 {rest} {unit}', en: 'It will be empty on {empty}; {rest} {unit} more are needed until its end' },
    price: { zh: '按账单中“{item}”的按量单价 {amount} {currency} / {usage} {unit}，约 {money} {currency}', en: 'At the pay-as-you-go price of "{item}" in the bill, {amount} {currency} for {usage} {unit}, about {money} {currency}' },
    noPrice: { zh: '账单里没有可用的按量单价', en: 'The bill has no pay-as-you-go price for it' },
    ...OUTLOOK_TEXTS,
  },
  ledger: (world) => new PayAsYouGoPrices((file) => world.files.get(file)?.layout ?? null, world.names),
  start(world, report, prices: PayAsYouGoPrices) {
    const short: { readonly pack: Package; readonly entry: Short }[] = [];
    return {
      replayed(replay, pack) {
        const outlook = outlookOf(world, report, replay, pack);
        if (outlook === null) return;
        const { rate, balance } = outlook;
        const held = balance.times(Decimal.ofInteger(rate.seconds));
        const needed = liftedUse(rate, outlook.end - outlook.snapshot);
        if (!held.isLessThan(needed) || held.isGreaterThan(liftedUse(rate, NEAR_DAYS * DAY))) {
          report.pass();
          return;
        }
        const seconds = Decimal.ofInteger(rate.seconds);
        const entry: Short = {
          end: outlook.end,
          lines: outlookLines(report, pack, outlook),
          empty: outlook.snapshot + held.dividedBy(rate.deducted, 0).whole,
          rest: needed.minus(held).dividedBy(seconds, QUANTITY_DECIMALS),
        };
        short.push({ pack, entry });
        report.note(entry);
      },
      recall(pack, notes) {
        for (const entry of notes as readonly Short[]) short.push({ pack, entry });
      },
      end() {
        for (const { pack, entry } of short) tell(world, report, prices, pack, entry);
      },
    };
  },
};

function tell(world: World, report: Report, prices: PayAsYouGoPrices, pack: Package, { end, lines, empty, rest }: Short): void {
  const priced = prices.costOf(pack, rest);
  const money: Money | null = priced?.money ?? null;
  report.fail({
    severity: 'warning',
    subject: [pack.id, ...(pack.type === 'period' ? [end] : [])],
    packageId: pack.id,
    product: pack.product,
    rows: [evidenceOf('packages', pack.overview!), ...(pack.activity.lastRow === null ? [] : [pack.activity.lastRow]), ...(priced === null ? [] : [priced.evidence])],
    quantity: rest,
    unit: pack.unit,
    money: money?.amount ?? null,
    currency: money?.currency ?? null,
    why: [
      ...lines,
      report.say('runOut', { empty: showTime(empty), rest: show(rest), unit: pack.unit ?? '' }),
      priced === null
        ? report.say('noPrice')
        : report.say('price', { item: priced.item, amount: show(priced.amount), usage: show(priced.usage), unit: priced.unit, money: show(priced.money.amount), currency: priced.money.currency ?? '' }),
      ...assumptionLines(world, pack),
    ],
  });
}
