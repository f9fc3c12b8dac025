import { DAY, monthOf } from '../../base/time.ts';
import { blocked, type Check } from '../check.ts';
import { show, showTime } from '../show.ts';
import { passLine } from '../matching.ts';
import type { World } from '../world.ts';

/**
 * A product whose bill prints deducted usage has a line for every hour that a package paid for. Where deductions exist
 * and the month is loaded, but no line is there, the bill and the deductions tell of different usage.
 */
export const deductionWithoutBill: Check = {
  id: 'deduction-without-bill',
  family: 'usage',
  needs: ['bill', 'deductions'],
  texts: {
    title: { zh: '有抵扣无账单', en: 'Deduction without bill line' },
    rule: { zh: '账单列抵扣用量的产品，已加载月份内每个有抵扣的时段都有账单行', en: 'Where the bill prints deducted usage, every interval with deductions in a loaded month has a line' },
    act: { zh: '重新下载该月账单；若仍没有，请提交工单', en: 'Download the bill of that month again; if the line is still missing, open a ticket' },
    missing: { zh: '{owner} · {item} · {start} 至 {end}：抵扣 {count} 行，原始用量 {raw} {unit}，账单没有对应行', en: '{owner} · {item} · {start} to {end}: {count} deductions of {raw} {unit} raw usage, and no line in the bill' },
    notLoaded: { zh: '该时段的账单未加载', en: 'The bill of this time is not loaded' },
  },
  start(world, report) {
    let days: ReadonlyMap<string, UsedDays> | null = null;
    return {
      matched(usage) {
        const side = usage.deductions;
        if (side === null) return;
        if (usage.bill !== null) {
          report.pass();
          return;
        }
        if (side.tainted !== null) {
          report.notCheckable(blocked(side.tainted));
          return;
        }
        if (world.setAside.line(usage.owner, usage.start, usage.end)) {
          report.notCheckable(blocked('rejected-row'));
          return;
        }
        days ??= daysOf(world);
        const loaded = days.get(world.names.product(usage.product));
        const day = Math.floor(usage.start / DAY);
        if (loaded === undefined || day < loaded.first || day > loaded.last || !loaded.months.has(monthOf(usage.start))) {
          report.notCheckable(report.say('notLoaded'));
          return;
        }
        report.fail({
          severity: 'warning',
          subject: [usage.owner, usage.product, usage.subproduct, usage.item, usage.start, usage.end],
          packageId: side.packages[0] ?? null,
          product: usage.product,
          rows: side.rows,
          quantity: side.raw,
          unit: side.unit,
          why: [report.say('missing', { owner: usage.owner, item: usage.item, start: showTime(usage.start), end: showTime(usage.end), count: side.count, raw: show(side.raw, side.rawScale), unit: side.unit ?? '' }), passLine(usage.pass)],
        });
      },
    };
  },
};

/** First and last day with usage, and all months with any. */
interface UsedDays {
  readonly first: number;
  readonly last: number;
  readonly months: ReadonlySet<number>;
}

/** By product, as `Names.product` has them. */
function daysOf(world: World): ReadonlyMap<string, UsedDays> {
  const days = new Map<string, UsedDays>();
  for (const [product, used] of world.survey.usageDays) {
    const key = world.names.product(product);
    const sorted = [...used].sort((a, b) => a - b);
    const known = days.get(key);
    days.set(key, {
      first: Math.min(sorted[0]!, known?.first ?? Infinity), last: Math.max(sorted.at(-1)!, known?.last ?? -Infinity),
      months: new Set([...(known?.months ?? []), ...sorted.map((day) => monthOf(day * DAY))]),
    });
  }
  return days;
}
