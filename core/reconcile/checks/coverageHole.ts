import { compareText } from '../../base/order.ts';
import { DAY, endOf, formatDay, type CivilTime } from '../../base/time.ts';
import type { FileFact } from '../../fields/facts.ts';
import type { Check } from '../check.ts';
import { merged } from '../coverage.ts';
import type { Package, World } from '../world.ts';

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
    const products = [...world.survey.usageDays].sort(([a], [b]) => compareText(a, b));
    for (const [product, days] of products) {
      const names = exportedAs(world, product);
      if (names.length === 0) {
        if (packagesOf(world, product).length > 0) report.notCheckable(report.say('notExported', { product }));
        continue;
      }
      const missing = missingDays(world, product, names, days);
      if (days.size > missing.length) report.pass(days.size - missing.length);
      for (const hole of holesOf(world, names, missing)) {
        const start = hole[0]! * DAY;
        const end = hole.at(-1)! * DAY;
        report.fail({
          severity: 'warning',
          subject: [product, formatDay(start)],
          product,
          rows: [],
          // One forgotten export is one cause, however many products it would have held.
          cause: stretch(world, names, start),
          blocks: [...[...new Set([product, ...names])].map((name) => `coverage:${name}`), ...hole.map((day) => `day:${day}`)],
          why: [
            report.say('hole', { product, start: formatDay(start), end: formatDay(end), days: hole.length }),
            report.say('covered', { ranges: neighbours(world, names, start) }),
            report.say('fetch', { product: names[0]!, from: `${formatDay(start)} 00:00:00`, to: `${formatDay(end)} 23:59:59` }),
          ],
        });
      }
    }
    return {};
  },
};

/** The names under which the product's deductions were exported. */
function exportedAs(world: World, product: string): string[] {
  const wanted = world.names.product(product);
  const names = new Set<string>();
  for (const file of world.files.values()) {
    if (file.kind === 'deductions') for (const name of file.products) if (world.names.product(name) === wanted && world.coverage.has(name)) names.add(name);
  }
  return [...names].sort(compareText);
}

function packagesOf(world: World, product: string): Package[] {
  const wanted = world.names.product(product);
  return [...world.packages.values()].filter((pack) => world.names.product(pack.product) === wanted);
}

function isCovered(world: World, names: readonly string[], day: number): boolean {
  return names.some((name) => world.coverage.touches(name, day * DAY, (day + 1) * DAY));
}

function missingDays(world: World, product: string, names: readonly string[], days: ReadonlySet<number>): number[] {
  const packages = packagesOf(world, product);
  return [...days]
    .filter((day) => !isCovered(world, names, day) && !isBeyondUsage(world, names, packages, day))
    .sort((a, b) => a - b);
}

/**
 * A file whose name says no range ends with its last deduction, which may just have emptied the package: usage after it is
 * a hole only if a package of the product could still be drawn from. The same holds before its first one.
 */
function isBeyondUsage(world: World, names: readonly string[], packages: readonly Package[], day: number): boolean {
  if (packages.length === 0 || packages.some((pack) => couldDeduct(pack, day * DAY))) return false;
  const files = [...world.files.values()].filter((file) => file.kind === 'deductions' && file.window !== null && holds(file, names));
  const before = files.filter((file) => file.window!.end < day * DAY);
  if (before.length === files.length) return !latest(files).windowFromName;
  return before.length === 0 && !earliest(files).windowFromName;
}

function holds(file: FileFact, names: readonly string[]): boolean {
  return file.products.length > 1 || file.products.some((name) => names.includes(name));
}

function latest(files: readonly FileFact[]): FileFact {
  return files.reduce((a, b) => (b.window!.end > a.window!.end ? b : a));
}

function earliest(files: readonly FileFact[]): FileFact {
  return files.reduce((a, b) => (b.window!.start < a.window!.start ? b : a));
}

/** Whether the overview leaves it open that the package was drawn from on that day. */
function couldDeduct(pack: Package, day: CivilTime): boolean {
  const ended = pack.overview?.endedAt ?? null;
  const end = ended === null ? pack.expiresAt : endOf(ended);
  return (pack.effective === null || pack.effective < day + DAY) && (end === null || end > day) && pack.overview?.status !== 'inactive';
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

/** Missing days with no covered day between them are one hole. */
function holesOf(world: World, names: readonly string[], missing: readonly number[]): number[][] {
  const holes: number[][] = [];
  for (const day of missing) {
    const hole = holes.at(-1);
    let joined = hole !== undefined;
    for (let between = (hole?.at(-1) ?? day) + 1; joined && between < day; between += 1) joined = !isCovered(world, names, between);
    if (hole !== undefined && joined) hole.push(day);
    else holes.push([day]);
  }
  return holes;
}
