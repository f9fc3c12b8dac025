import { Decimal } from '../../base/decimal.ts';
import type { Sentence } from '../../base/text.ts';
import type { Step } from '../../deduct/chain.ts';
import type { BalanceRow } from '../../deduct/link.ts';
import { keyText, type History } from '../../deduct/history.ts';
import type { DeductionRow } from '../../fields/deductions.ts';
import { conversion } from '../../fields/units.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { rowSubject, stake, stepLine } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { timesWhole } from '../usageRatio.ts';
import { largestCapacity } from '../validity.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/**
 * Nothing is taken below zero, and no balance is above what the package holds: 5 minutes left, 8 taken, −3 after cannot be.
 * A negative deduction is a reversal: the vendor gives back what it took for the same usage, which a person should see
 * beside its original. A run of rows above the capacity has one root, the place where it began.
 */
export const negativeAmount: Check = {
  id: 'negative-amount',
  family: 'rows',
  needs: ['deductions'],
  texts: {
    title: { zh: '负数与超出容量', en: 'Negative amounts' },
    rule: { zh: '抵扣量 ≥ 0（否则为冲回，警告），0 ≤ 余量 ≤ 该余量的容量，容差 0', en: 'Deducted ≥ 0 (else a reversal, a warning), 0 ≤ balance ≤ its capacity, tolerance 0' },
    act: { zh: '冲回请与原抵扣核对；余量为负或超出容量请提交工单', en: 'Compare a reversal with its original; open a ticket for a balance below 0 or above the capacity' },
    reversal: { zh: '{where} · {time} · 抵扣量 {deducted} {unit}：冲回', en: '{where} · {time} · deducted {deducted} {unit}: a reversal' },
    original: { zh: '原抵扣：{where} · {time} · {deducted} {unit}', en: 'Its original: {where} · {time} · {deducted} {unit}' },
    noOriginal: { zh: '文件里没有同一用量、金额相反的抵扣', en: 'The files hold no deduction of the opposite amount for the same usage' },
    below: { zh: '余量低于 0：{after} {unit}', en: 'The balance falls below 0: {after} {unit}' },
    above: { zh: '抵扣前余量 {before} {unit} 超出容量 {capacity} {unit}，多 {excess}', en: 'The balance {before} {unit} is above the capacity {capacity} {unit} by {excess}' },
    run: { zh: '从 {from} 到 {to} 连续 {count} 行', en: '{count} rows in a row, from {from} to {to}' },
    notReset: { zh: '不是周期重置：此前的行没有超出容量', en: 'Not a reset of the period: the rows before were within the capacity' },
  },
  start(world, report) {
    let rows: DeductionRow[] = [];
    const settle = (pack: Package): void => {
      tellReversals(rows, pack, world, report);
      rows = [];
    };
    return {
      deduction(row, _step, history) {
        rows.push(row);
        // Rows of a chain are judged with their history, reversals with their package.
        if (row.deducted === null) report.notCheckable({ id: 'common.absent', values: { fields: 'deducted' } });
        else if (history === null && row.deducted.sign() >= 0) report.pass();
      },
      history(history, pack) {
        settle(pack);
        judgeBalances(history, pack, world, report);
      },
      replayed: (_replay, pack) => settle(pack),
    };
  },
};

function tellReversals(rows: readonly DeductionRow[], pack: Package, world: World, report: Report): void {
  const reversals = rows.filter((row) => row.deducted !== null && row.deducted.sign() < 0);
  if (reversals.length === 0) return;
  const originals = new Map<string, DeductionRow[]>();
  for (const row of rows) {
    if (row.deducted === null || row.deducted.sign() <= 0) continue;
    const key = usageKey(row, row.deducted);
    const same = originals.get(key);
    if (same === undefined) originals.set(key, [row]);
    else same.push(row);
  }
  for (const row of reversals) {
    const deducted = row.deducted!;
    // Each original is given back once.
    const original = originals.get(usageKey(row, deducted.negated()))?.shift() ?? null;
    const unit = row.deductedUnit ?? row.packageUnit ?? '';
    const scale = world.scale(row.file, 'deducted');
    const line = (name: string, told: DeductionRow): Sentence => report.say(name, { where: world.where(told), time: showTime(told.deductedAt), deducted: show(told.deducted, scale), unit });
    report.fail({
      severity: 'warning',
      subject: rowSubject(row),
      packageId: row.packageId,
      product: row.product,
      rows: [evidenceOf('deductions', row), ...(original === null ? [] : [evidenceOf('deductions', original)])],
      quantity: deducted.abs(),
      unit: row.deductedUnit ?? row.packageUnit,
      ...stake(world, pack, deducted, row.deductedUnit ?? row.packageUnit),
      why: [line('reversal', row), original === null ? report.say('noOriginal') : line('original', original)],
    });
  }
}

function usageKey(row: DeductionRow, amount: Decimal): string {
  return [row.usageStart, row.usageEnd, row.usageOwner, row.usageProduct, row.usageSubproduct, row.billingItem, amount.toString()].join('\u0001');
}

type Trouble = 'below' | 'above';

/** Judges the balances of one history; rows in a row with the same trouble are one run. */
function judgeBalances(history: History, pack: Package, world: World, report: Report): void {
  const limit = limitOf(history, pack);
  let run: { trouble: Trouble; steps: Step[]; carried: boolean } | null = null;
  let sound = 0;
  const close = (): void => {
    if (run !== null) tellRun(run.trouble, run.steps, run.carried, { history, pack, world, report, limit });
    run = null;
  };
  for (const step of history.steps) {
    const trouble = troubleOf(step.row, limit);
    if (run !== null && trouble !== run.trouble) close();
    if (trouble === null) {
      // Reversals have been told already.
      if (step.row.deducted.sign() >= 0) sound += 1 + step.copies.length;
    } else if (trouble === 'empty') {
      report.notCheckable(blocked('deduction-after-end'), 1 + step.copies.length);
    } else {
      run ??= { trouble, steps: [], carried: step === history.first && (pack.type === 'period' || pack.type === 'slice') };
      run.steps.push(step);
    }
  }
  close();
  if (sound > 0) report.pass(sound);
}

interface Limit {
  readonly capacity: Decimal;
  /** The balance times `lift` compares with it. */
  readonly lift: Decimal;
}

/** The capacity of the balance in units in which both sides are whole multiples; `null` where it is unknown. */
function limitOf(history: History, pack: Package): Limit | null {
  if (history.capacity !== null) return { capacity: largestCapacity(pack, history.capacity), lift: Decimal.one };
  const { unit } = history.key;
  if (pack.capacity === null || pack.combo.length > 0 || pack.unit === null || unit === null) return null;
  // Where 1000 or 1024 per prefix is open, the larger capacity accuses nobody.
  const ratio = conversion(pack.unit, unit, pack.policy.byteBase ?? 1024);
  return ratio === null ? null : { capacity: pack.capacity.times(Decimal.ofUnits(ratio.numerator, 0)), lift: Decimal.ofUnits(ratio.denominator, 0) };
}

function troubleOf(row: BalanceRow, limit: Limit | null): Trouble | 'empty' | null {
  if (row.before.isZero() && row.deducted.sign() > 0) return 'empty';
  if (row.after.sign() < 0) return 'below';
  return limit !== null && timesWhole(row.before, limit.lift).isGreaterThan(limit.capacity) ? 'above' : null;
}

interface Place {
  readonly history: History;
  readonly pack: Package;
  readonly world: World;
  readonly report: Report;
  readonly limit: Limit | null;
}

function tellRun(trouble: Trouble, steps: readonly Step[], carried: boolean, { history, pack, world, report, limit }: Place): void {
  const rows = steps.flatMap((step) => [step.row, ...step.copies]);
  if (trouble === 'above' && carried) {
    report.notCheckable(blocked('period-reset'), rows.length);
    return;
  }
  const capacity = limit === null ? Decimal.zero : limit.capacity.dividedBy(limit.lift, 12);
  const sizeOf = (row: BalanceRow): Decimal => (trouble === 'below' ? row.after.negated() : row.before.minus(capacity));
  const worst = rows.reduce((a, b) => (sizeOf(b).isGreaterThan(sizeOf(a)) ? b : a));
  const first = rows[0]!;
  const { unit } = history.key;
  const scale = world.scale(worst.file, 'before');
  const values = { unit: unit ?? '', before: show(worst.before, scale), after: show(worst.after, scale), capacity: show(capacity), excess: show(sizeOf(worst), scale) };
  const why = [
    stepLine(world, worst), report.say(trouble, values),
    ...(rows.length === 1 ? [] : [report.say('run', { from: showTime(first.deductedAt), to: showTime(rows.at(-1)!.deductedAt), count: rows.length })]),
    ...(trouble === 'above' && pack.type !== 'total' && steps[0] !== history.first ? [report.say('notReset')] : []),
  ];
  for (const row of rows) {
    // The sum over the run is its largest excess: the rows after the first only inherit it.
    const quantity = row === worst ? sizeOf(row) : Decimal.zero;
    report.fail({
      severity: 'error',
      subject: rowSubject(row),
      cause: [trouble, keyText(history.key), first.deductedAt, first.usageStart].join('|'),
      packageId: pack.id,
      product: row.product,
      rows: [evidenceOf('deductions', row)],
      quantity,
      unit,
      ...stake(world, pack, quantity, unit),
      why,
    });
  }
}
