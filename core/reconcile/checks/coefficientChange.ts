import type { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import { formatDay, startOfDay } from '../../base/time.ts';
import type { Sentence } from '../../base/text.ts';
import type { DeductionRow } from '../../fields/deductions.ts';
import type { Check, Report } from '../check.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/** The rows of one item of a package, by coefficient: hardly ever more than one. */
interface Item {
  readonly key: string;
  readonly first: DeductionRow;
  readonly groups: { readonly coefficient: Decimal; readonly rows: DeductionRow[] }[];
}

/** Days on which two coefficients meet that a finding names. */
const DAYS_NAMED = 5;

/**
 * One item of one package has one coefficient. That it changes from one month to the next is news (the vendor changed its
 * price list); that 500 and 450 calls per hour stand side by side on one day is a reason to ask. Rows whose coefficient
 * does not even fit their own deduction are left to `coefficient`.
 */
export const coefficientChange: Check = {
  id: 'coefficient-change',
  family: 'rows',
  needs: ['deductions'],
  texts: {
    title: { zh: '系数变化', en: 'Coefficient change' },
    rule: { zh: '同一资源包、同一计费项（及用量单位）只有一个抵扣系数，容差 0；跨日变化为提示，同日并存为警告', en: 'One coefficient for one package and billing item (and usage unit), tolerance 0; a change over time is information, two on one day a warning' },
    act: { zh: '核对该计费项公示的抵扣系数及其生效日期', en: 'Look up the published coefficient of the item and since when it holds' },
    span: { zh: '{item} · 系数 {coefficient}：{first} 至 {last}，{count} 行，首见 {where}', en: '{item} · coefficient {coefficient}: {first} to {last}, {count} rows, first at {where}' },
    day: { zh: '{day} 同日出现系数 {coefficients}', en: '{day}: coefficients {coefficients} on one day' },
  },
  start(world, report) {
    let items: Item[] = [];
    return {
      deduction(row) {
        if (row.coefficient === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'coefficient' } });
          return;
        }
        const { coefficient } = row;
        let item = items.find(({ first }) => isSameItem(first, row));
        if (item === undefined) {
          item = { key: [row.usageProduct, row.usageSubproduct, row.billingItem, row.rawUnit].join('|'), first: row, groups: [] };
          items.push(item);
        }
        const group = item.groups.find((candidate) => candidate.coefficient.equals(coefficient));
        if (group === undefined) item.groups.push({ coefficient, rows: [row] });
        else group.rows.push(row);
      },
      replayed(_replay, pack) {
        for (const item of items) answer(world, report, pack, item);
        items = [];
      },
    };
  },
};

function isSameItem(a: DeductionRow, b: DeductionRow): boolean {
  return a.billingItem === b.billingItem && a.rawUnit === b.rawUnit && a.usageSubproduct === b.usageSubproduct && a.usageProduct === b.usageProduct;
}

interface Group {
  readonly coefficient: string;
  readonly rows: readonly DeductionRow[];
}

/** The coefficients that the rows bear out, oldest first, with their rows by day. */
function soundGroups(world: World, { groups }: Item): Group[] {
  if (groups.length < 2) return [];
  return groups
    .map(({ coefficient, rows }) => ({ coefficient: coefficient.toString(), rows: rows.filter((row) => !world.verdicts.hasRow('coefficient', row.row)) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ coefficient, rows }) => ({ coefficient, rows: rows.sort((a, b) => dayOf(a) - dayOf(b)) }))
    .sort((a, b) => dayOf(a.rows[0]!) - dayOf(b.rows[0]!) || compareText(a.coefficient, b.coefficient));
}

function answer(world: World, report: Report, pack: Package, item: Item): void {
  const groups = soundGroups(world, item);
  if (groups.length < 2) {
    report.pass();
    return;
  }
  const days = sharedDays(groups);
  const why: Sentence[] = groups.map(({ coefficient, rows }) => report.say('span', {
    item: item.first.billingItem ?? '-', coefficient, first: formatDay(dayOf(rows[0]!)), last: formatDay(dayOf(rows.at(-1)!)), count: rows.length, where: world.where(rows[0]!),
  }));
  for (const [day, coefficients] of days.slice(0, DAYS_NAMED)) why.push(report.say('day', { day: formatDay(day), coefficients: coefficients.join(', ') }));
  report.fail({
    severity: days.length > 0 ? 'warning' : 'info',
    subject: [pack.id, item.key],
    packageId: pack.id,
    product: item.first.product ?? pack.product,
    rows: groups.map(({ rows }) => evidenceOf('deductions', rows[0]!)),
    why,
  });
}

function dayOf(row: DeductionRow): number {
  return startOfDay(row.usageStart ?? row.deductedAt ?? 0);
}

/** Days of usage on which more than one coefficient was applied. */
function sharedDays(groups: readonly Group[]): [number, string[]][] {
  const days = new Map<number, string[]>();
  for (const { coefficient, rows } of groups) {
    for (const day of new Set(rows.map(dayOf))) {
      const same = days.get(day);
      if (same === undefined) days.set(day, [coefficient]);
      else same.push(coefficient);
    }
  }
  return [...days].filter(([, coefficients]) => coefficients.length > 1).sort(([a], [b]) => a - b);
}
