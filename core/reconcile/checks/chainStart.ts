import { transactionClass } from '../../fields/choices.ts';
import type { Sentence } from '../../base/text.ts';
import type { History } from '../../deduct/history.ts';
import type { Replay } from '../../deduct/replay.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { differenceLine, stake, stepLine } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { coversFrom } from '../validity.ts';
import { evidenceOf, type Package, type World } from '../world.ts';
import { policyLine } from '../policyLines.ts';

/**
 * A package is full when it begins. Where the files hold every deduction since then, its first row finds the whole
 * capacity: a package of 10,000 minutes whose first row finds 9,990.4 has lost 9.6 before anybody saw a deduction.
 *
 * A period that begins while the package is valid is for `period-reset`; this check is about the first period alone, which
 * may begin in the middle of a regular one. More than the capacity is for `negative-amount`, or `period-reset`.
 */
export const chainStart: Check = {
  id: 'chain-start',
  family: 'chains',
  needs: ['deductions', 'packages'],
  texts: {
    title: { zh: '首行余量', en: 'Chain start' },
    rule: { zh: '文件从生效起就有覆盖时：第一行的抵扣前余量 = 容量；容差 0', en: 'Where the files reach back to the effective time: the first row finds the whole capacity; tolerance 0' },
    act: { zh: '先核对导出是否完整；若完整，请提交工单', en: 'First make sure that the export is whole; if it is, open a ticket' },
    begun: { zh: '该包 {effective} 生效，容量 {capacity} {unit}，抵扣文件从 {from} 起完整覆盖到第一行', en: 'Effective {effective}, capacity {capacity} {unit}; from {from} to the first row the deduction files have no hole' },
    changed: { zh: '容量变更过，生效时的容量未知', en: 'The capacity was changed, so that the one at the start is unknown' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if (pack.type === null || pack.overview === null) return;
        for (const history of firstHistories(replay)) judge(history, pack, world, report);
      },
    };
  },
};

/** The oldest history of each capacity. */
function firstHistories(replay: Replay): History[] {
  const first = new Map<string, History>();
  for (const history of replay.histories) {
    const known = first.get(history.key.item);
    if (known === undefined || history.key.period.index < known.key.period.index) first.set(history.key.item, history);
  }
  return [...first.values()];
}

function judge(history: History, pack: Package, world: World, report: Report): void {
  const { start } = history.key.period;
  if (start !== null && (pack.effective === null || pack.effective <= start)) return;
  const because = reasonNotToJudge(history, pack, world, report);
  if (because !== null) {
    report.notCheckable(because);
    return;
  }
  const { row } = history.first;
  const { unit } = history.key;
  const missing = history.capacity!.minus(row.before);
  if (missing.isZero()) {
    report.pass();
    return;
  }
  const scale = world.scale(row.file, 'before');
  report.fail({
    severity: 'warning',
    subject: [pack.id, history.key.item],
    packageId: pack.id,
    product: row.product ?? pack.product,
    rows: [evidenceOf('deductions', row), evidenceOf('packages', pack.overview!)],
    quantity: missing,
    unit,
    ...stake(world, pack, missing, unit),
    why: [
      report.say('begun', { effective: showTime(pack.effective), capacity: show(history.capacity, scale), unit: unit ?? '', from: showTime(coversFrom(pack)) }),
      policyLine(pack.policy, 'retroactive'), stepLine(world, row), differenceLine(world, row, history.capacity!, row.before, unit),
    ],
  });
}

function reasonNotToJudge(history: History, pack: Package, world: World, report: Report): Sentence | null {
  const { row } = history.first;
  const { capacity } = history;
  const from = coversFrom(pack);
  if (from === null) return { id: 'common.absent', values: { fields: 'effective' } };
  if (capacity === null) return { id: 'common.noCapacity', values: {} };
  if (row.before.equals(capacity)) return null;
  const totals = new Set(pack.overviews.map((overview) => `${overview.total?.toString()} ${overview.periodTotal?.toString()}`));
  if (totals.size > 1 || pack.purchases.some((line) => transactionClass(line.transactionType) === 'modify')) return report.say('changed');
  if (row.before.isGreaterThan(capacity)) return blocked(history.key.period.start === null ? 'negative-amount' : 'period-reset');
  const wrong = world.verdicts.first(['validity-order', 'validity-window'], `package:${pack.id}`);
  if (wrong !== null) return blocked(wrong);
  if (world.setAside.deduction(pack.id, from, row.deductedAt!)) return blocked('rejected-row');
  if (world.verdicts.hasRow('row-arithmetic', row.row) && row.after.plus(row.deducted).equals(capacity)) return blocked('row-arithmetic');
  const coverage = world.coverage.postings(row.product ?? pack.product, from, row.deductedAt!, 0);
  return coverage === 'complete' ? null : { id: coverage === 'hole' ? 'common.hole' : 'common.edge', values: {} };
}
