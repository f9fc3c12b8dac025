import { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import type { BillRow } from '../../fields/bill.ts';
import { amountOf } from '../../fields/facts.ts';
import { absence, isPrecisionLine, lineCurrency } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import { Repeats } from '../repeats.ts';
import { show, showTime } from '../show.ts';
import { repeatKey } from '../survey.ts';
import { evidenceOf, type LineWorld } from '../world.ts';

/**
 * A transaction id is charged once. The same id, component and interval twice with the same amount is money taken (or
 * listed) twice, whether the copies are alike to the letter or differ elsewhere. Files that overlap repeat nothing: a
 * line that two of them have is one line. Lines without a transaction id (files merged by month print `-`) are not
 * checkable.
 *
 * One finding per transaction; the money at stake is what its surplus copies cost. Copies that cost nothing count too:
 * whoever adds up usage counts it twice.
 */
export const duplicateTransaction: LineCheck = {
  onlyLines: true,
  id: 'duplicate-transaction',
  family: 'purchases',
  needs: ['bill'],
  texts: {
    title: { zh: '重复交易', en: 'Duplicate transaction' },
    rule: { zh: '同一交易 ID、实例、组件与使用区间不会以相同金额出现两次；容差 0', en: 'No transaction id, instance, component and interval occurs twice with equal amounts; tolerance 0' },
    act: { zh: '在收支明细中确认是否扣了两次；若是，请提交工单退还', en: 'See in the income and expense list whether it was paid twice; if so, open a ticket' },
    copies: { zh: '交易 {id} · {component} · {start} 至 {end} · {amount} {currency} 出现 {count} 次：{where}', en: 'Transaction {id} · {component} · {start} to {end} · {amount} {currency} occurs {count} times: {where}' },
    surplus: { zh: '多出的金额 = {sum} {currency}', en: 'Surplus = {sum} {currency}' },
    records: { zh: '这些行的账单记录 ID 不同：{ids}', en: 'The lines have different record ids: {ids}' },
    notOverlap: { zh: '不是文件重叠所致：重叠的文件中相同的行只计一次', en: 'Not an overlap of files: a line that several files have is counted once' },
  },
  start(world, report) {
    // A million identities as texts would not fit: only where what may be there twice stands is kept, and it is read again.
    const repeats = new Repeats();
    let place = -1;
    let lines = 0;
    return {
      line(line) {
        place += 1;
        if (isPrecisionLine(line)) return;
        if (line.transactionId === null) {
          report.notCheckable(absence(world, line, ['transactionId'])!);
          return;
        }
        lines += 1;
        repeats.note(line, place);
      },
      end() {
        const candidates = new Map<string, BillRow[]>();
        for (const line of world.linesAt(repeats.places())) {
          const key = repeatKey(line);
          const same = candidates.get(key);
          if (same === undefined) candidates.set(key, [line]);
          else same.push(line);
        }
        const repeated = [...candidates.values()].filter((group) => group.length > 1 && amountOf(group[0]!) !== null);
        const byTransaction = new Map<string, BillRow[][]>();
        for (const group of repeated) {
          const id = group[0]!.transactionId!;
          byTransaction.set(id, [...(byTransaction.get(id) ?? []), group]);
        }
        report.pass(lines - repeated.reduce((sum, group) => sum + group.length, 0));
        for (const id of [...byTransaction.keys()].sort(compareText)) fail(id, byTransaction.get(id)!, world, report);
      },
    };
  },
};

function fail(id: string, groups: readonly BillRow[][], world: LineWorld, report: Report): void {
  const first = groups[0]![0]!;
  const currency = lineCurrency(world, first);
  const surplus = surplusOf(groups, currency, world);
  const records = groups.flat().map((line) => line.recordId).filter((record) => record !== null);
  report.fail({
    severity: 'error',
    subject: [id],
    transactionId: id,
    product: first.product,
    rows: groups.flat().map((line) => evidenceOf('bill', line)),
    quantity: surplus?.abs() ?? null,
    unit: currency,
    money: surplus?.abs() ?? null,
    currency,
    why: [
      ...groups.map((group) => report.say('copies', {
        id, component: group[0]!.componentName ?? group[0]!.componentType ?? '-', start: showTime(group[0]!.usageStart), end: showTime(group[0]!.usageEnd),
        amount: show(amountOf(group[0]!)), currency: lineCurrency(world, group[0]!) ?? '', count: group.length, where: group.map((line) => world.where(line)).join(', '),
      })),
      report.say('surplus', { sum: show(surplus?.abs() ?? null), currency: currency ?? '' }),
      ...(new Set(records).size > 1 ? [report.say('records', { ids: [...new Set(records)].join(', ') })] : []),
      report.say('notOverlap'),
    ],
  });
}

/** Amount x (copies - 1), over the components of the transaction; `null` where amounts are absent or currencies differ. */
function surplusOf(groups: readonly BillRow[][], currency: string | null, world: LineWorld): Decimal | null {
  let sum = Decimal.zero;
  for (const group of groups) {
    const amount = amountOf(group[0]!);
    if (amount === null || group.some((line) => lineCurrency(world, line) !== currency)) return null;
    sum = sum.plus(amount.times(Decimal.ofInteger(group.length - 1)));
  }
  return sum;
}
