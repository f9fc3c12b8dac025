import type { BalanceRow } from '../../deduct/link.ts';
import type { History } from '../../deduct/history.ts';
import type { Check, Report } from '../check.ts';
import { rowSubject, stake, stepLine } from '../explain.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/**
 * Deductions have no number of their own: what names one is its package, its second, and whose usage of which item and time it pays for. An
 * export of July and another one of August that overlap hold the same deductions. Where the second one shows 5.2 for what the first
 * one showed as 5.0, the vendor has restated it, and the project now counts both.
 *
 * Told only if no file holds both rows: two deductions of one second may well be for one hour of usage. Which file is the newer one
 * does not stand in them, so that neither row is dropped; the user takes the older import back. Lines of the bill are for
 * `month-restated`.
 */
export const restatedRow: Check = {
  id: 'restated-row',
  family: 'data',
  needs: ['deductions'],
  texts: {
    title: { zh: '重出的抵扣', en: 'Restated deductions' },
    rule: { zh: '不同文件中，同一资源包、抵扣时间、归属者、计费项、用量时段的抵扣相同；容差 0', en: 'In different files deductions of one package, deduction time, owner, item and usage interval are the same; tolerance 0' },
    act: { zh: '撤销较早的那次导入，只保留最新的导出', en: 'Take back the import of the older file, so that only the newest export remains' },
    rows: { zh: '{first} 与 {second} 是同一次抵扣的两个版本，没有文件同时含有两者', en: '{first} and {second} are two versions of one deduction; no file holds both' },
  },
  start(world, report) {
    return {
      history: (history, pack) => hear(history, pack, world, report),
    };
  },
};

/** Rows of one second stand together in a history; each is compared with the ones before it. */
function hear(history: History, pack: Package, world: World, report: Report): void {
  const { steps } = history;
  let begin = 0;
  let sound = 0;
  for (let at = 1; at < steps.length; at += 1) {
    const { row } = steps[at]!;
    if (row.deductedAt !== steps[begin]!.row.deductedAt) {
      begin = at;
      continue;
    }
    sound += 1;
    for (let before = begin; before < at; before += 1) {
      const other = steps[before]!.row;
      if (!isSameDeduction(row, other) || isTogether(row, other, world)) continue;
      sound -= 1;
      tell([other, row], history, pack, world, report);
      break;
    }
  }
  if (sound > 0) report.pass(sound);
}

function isSameDeduction(a: BalanceRow, b: BalanceRow): boolean {
  return a.usageStart === b.usageStart && a.usageEnd === b.usageEnd && a.billingItem === b.billingItem && a.usageOwner === b.usageOwner && a.usageProduct === b.usageProduct && a.usageSubproduct === b.usageSubproduct;
}

/** Whether one file holds both. */
function isTogether(a: BalanceRow, b: BalanceRow, world: World): boolean {
  const sightings = world.sightings('deductions');
  const files = sightings.filesOf(a);
  return sightings.filesOf(b).some((file) => files.includes(file));
}

function tell(rows: readonly [BalanceRow, BalanceRow], history: History, pack: Package, world: World, report: Report): void {
  // By their values, so that no order of imports decides.
  const [first, second] = (rows[0].before.compare(rows[1].before) || rows[0].deducted.compare(rows[1].deducted)) <= 0 ? rows : [rows[1], rows[0]];
  const difference = first.deducted.minus(second.deducted).abs();
  const { unit } = history.key;
  report.fail({
    severity: 'warning',
    subject: rowSubject(first),
    packageId: pack.id,
    product: first.product ?? pack.product,
    rows: [evidenceOf('deductions', first), evidenceOf('deductions', second)],
    quantity: difference,
    unit,
    ...stake(world, pack, difference, unit),
    why: [report.say('rows', { first: world.where(first), second: world.where(second) }), stepLine(world, first), stepLine(world, second)],
  });
}
