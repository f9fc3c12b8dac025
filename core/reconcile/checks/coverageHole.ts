import { DAY, formatDay, type CivilTime } from '../../base/time.ts';
import type { Check, Report } from '../check.ts';
import { merged } from '../coverage.ts';
import { exportedUsage, packagesOf } from '../holes.ts';
import type { World } from '../world.ts';

/**
 * The console exports one product and at most three months at a time, so that a file is easily forgotten. The bill gives it
 * away: it has pay-as-you-go usage of 云呼叫中心 on 12 and 13 June, and no deduction file reaches these days. Whatever the
 * packages did there is not in the files. One hole is one finding, and what depends on those days is not checkable.
 */
export const coverageHole: Check = {
  id: 'coverage-hole',
  family: 'data',
  needs: ['deductions', 'bill'],
  texts: {
    title: { zh: '抵扣明细有空缺', en: 'Coverage hole' },
    rule: { zh: '账单里某产品有按量用量的每一天，都有抵扣文件覆盖（以文件名的用量时间为准，否则为首末用量时间）', en: 'Each day on which the bill has pay-as-you-go usage of a product is covered by a deduction file (the range in the file name, else first to last usage time)' },
    act: { zh: '费用中心 › 资源包管理 › 抵扣明细 › 选择产品和用量时间 › 下载 › 导出记录，取得文件后导入', en: 'Billing center › Package management › Deduction details › choose product and usage time › Download › Export records, then import the file' },
    hole: { zh: '{product}：{start} 至 {end} 账单有 {days} 天按量用量，没有抵扣文件', en: '{product}: from {start} to {end} the bill has pay-as-you-go usage on {days} days, and there is no deduction file' },
    covered: { zh: '前后的抵扣文件覆盖：{ranges}', en: 'The deduction files before and after cover: {ranges}' },
    fetch: { zh: '需要导出：产品 {product}，用量时间 {from} 至 {to}', en: 'To export: product {product}, usage time {from} to {to}' },
    notExported: { zh: '{product}：没有导出任何抵扣明细', en: '{product}: no deduction details were exported at all' },
  },
  start(world, report) {
    return {
      end() {
        for (const { product, names, covered, holes } of exportedUsage(world)) {
          if (names.length === 0 && packagesOf(world, product).length > 0) report.notCheckable(report.say('notExported', { product }));
          if (covered > 0) report.pass(covered);
          for (const hole of holes) tell(hole, product, names, world, report);
        }
      },
    };
  },
};

function tell(hole: readonly number[], product: string, names: readonly string[], world: World, report: Report): void {
  const start = hole[0]! * DAY;
  const end = hole.at(-1)! * DAY;
  report.fail({
    severity: 'warning',
    subject: [product, formatDay(start)],
    product,
    rows: [],
    // One forgotten export is one cause, however many products it would have held.
    cause: stretch(world, names, start),
    why: [
      report.say('hole', { product, start: formatDay(start), end: formatDay(end), days: hole.length }),
      report.say('covered', { ranges: neighbours(world, names, start) }),
      report.say('fetch', { product: names[0]!, from: `${formatDay(start)} 00:00:00`, to: `${formatDay(end)} 23:59:59` }),
    ],
  });
}

/** The covered time before and after a moment. */
function neighbours(world: World, names: readonly string[], time: CivilTime): string {
  const parts = merged(names.flatMap((name) => world.coverage.of(name)));
  const around = [parts.filter((part) => part.end <= time).at(-1), parts.find((part) => part.start > time)];
  return around.flatMap((part) => (part === undefined ? [] : [`${formatDay(part.start)} – ${formatDay(part.end - 1)}`])).join(', ');
}

/** The uncovered time around a moment, by its ends; open ends have none. */
function stretch(world: World, names: readonly string[], time: CivilTime): string {
  const parts = merged(names.flatMap((name) => world.coverage.of(name)));
  return [parts.filter((part) => part.end <= time).at(-1)?.end ?? '', parts.find((part) => part.start > time)?.start ?? ''].join('|');
}
