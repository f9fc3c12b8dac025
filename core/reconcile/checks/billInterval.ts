import { endOf, formatMonth, monthOf, type MonthNumber } from '../../base/time.ts';
import type { Sentence } from '../../base/text.ts';
import type { BillRow } from '../../fields/bill.ts';
import { transactionClass } from '../../fields/choices.ts';
import { absence, isPrecisionLine, lineFailure } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import { showTime } from '../show.ts';
import { isUsageLine } from '../survey.ts';
import type { LineWorld } from '../world.ts';

/**
 * A line of 23:00 to 22:59:59 of one day, or usage of May charged in May and listed under July. Files come by usage time
 * or by deduction time, and what is used in the last hour of January is charged on February 1, so that for metered usage
 * the month of its usage or of its charge fits; subscriptions belong to the month of payment, or to that in which they
 * begin. Adjustments may complete a year after the month that they correct: only their interval is looked at.
 */
export const billInterval: LineCheck = {
  onlyLines: true,
  id: 'bill-interval',
  family: 'formulae',
  needs: ['bill'],
  texts: {
    title: { zh: '使用区间与账期', en: 'Interval and month' },
    rule: { zh: '开始使用时间 ≤ 结束使用时间；账单月份是用量或扣费所在的月份', en: 'Usage start ≤ usage end; the bill month is that of the usage or of the charge' },
    act: { zh: '核对该交易的使用时间与账期', en: 'Compare the interval and the month of the transaction' },
    reversed: { zh: '{where} · 开始 {start} 晚于结束 {end}', en: '{where} · start {start} is after end {end}' },
    month: { zh: '{where} · 账单月份 {month}，而用量 {start} 至 {end}，扣费 {charged}', en: '{where} · bill month {month}, but usage {start} to {end}, charged {charged}' },
  },
  start: (world, report) => ({ line: (line) => judge(line, world, report) }),
};

function judge(line: BillRow, world: LineWorld, report: Report): void {
  if (isPrecisionLine(line)) return;
  const { usageStart: start, usageEnd: end } = line;
  if (start === null || end === null) {
    report.notCheckable(absence(world, line, ['usageStart', 'usageEnd'])!);
    return;
  }
  const broken: Sentence[] = [];
  if (start > end) broken.push(report.say('reversed', { where: world.where(line), start: showTime(start), end: showTime(end) }));
  if (line.billMonth !== null && contradicts(line, line.billMonth)) {
    broken.push(report.say('month', { where: world.where(line), month: formatMonth(line.billMonth), start: showTime(start), end: showTime(end), charged: showTime(line.transactionTime) }));
  }
  if (broken.length === 0) report.pass();
  else report.fail(lineFailure(world, line, { severity: 'warning', difference: null, why: broken }));
}

/** Whether no rule lists the line under `month`; where no rule binds the line, any month will do. */
function contradicts(line: BillRow, month: MonthNumber): boolean {
  const kind = transactionClass(line.transactionType);
  const times = isUsageLine(line) ? [line.usageStart, line.usageEnd === null ? null : endOf(line.usageEnd) - 1, line.transactionTime]
    : kind === 'purchase' || kind === 'renewal' || kind === 'modify' || kind === 'refund' ? [line.transactionTime, line.usageStart]
      : [];
  const known = times.filter((time) => time !== null);
  return known.length > 0 && known.every((time) => monthOf(time) !== month);
}
