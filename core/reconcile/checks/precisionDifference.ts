import { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import { formatMonth, type MonthNumber } from '../../base/time.ts';
import type { BillRow } from '../../fields/bill.ts';
import { amountOf } from '../../fields/facts.ts';
import { isPrecisionLine, lineCurrency } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import type { Evidence } from '../finding.ts';
import { show } from '../show.ts';
import { evidenceOf, monthOfLine, type LineWorld } from '../world.ts';

/**
 * Lines are computed to 8 decimals, accounts are debited in 2, and once a month a line "月度计费精度差异" makes up for the
 * difference (samples of the vendor: −0.00000285, −0.69, −3.69316144). The debits are in no file that we read, so that
 * two things can be said and no more: no debit is off by more than 0.01, so that the precision lines of a month cannot
 * exceed 0.01 times its lines; and a month that adds up to whole cents with them is explained. Anything else is not
 * checkable: without debits one cannot tell a wrong precision line from a bill that is not whole.
 */
export const precisionDifference: LineCheck = {
  onlyLines: true,
  id: 'precision-difference',
  family: 'totals',
  needs: ['bill'],
  texts: {
    title: { zh: '月度计费精度差异', en: 'Monthly precision difference' },
    rule: {
      zh: '按支付者、账期、币种：|精度差异行合计| ≤ 0.01 × 其余行数；加上精度差异后合计为整分。容差 0；实际扣款不在文件中',
      en: 'By payer, month and currency: |sum of precision lines| ≤ 0.01 × number of other lines; with them the month adds up to whole cents. Tolerance 0; the debits themselves are in no file',
    },
    act: { zh: '与收支明细的扣款合计核对该月', en: 'Compare the month with the debits of the income and expense list' },
    bound: { zh: '{payer} · {month}：精度差异 {precision} {currency}，超过 {lines} 行 × 0.01 = {limit}', en: '{payer} · {month}: precision lines {precision} {currency} exceed {lines} lines × 0.01 = {limit}' },
    total: { zh: '其余行合计 {others}，加上精度差异为 {sum} {currency}', en: 'The other lines add up to {others}, with the precision lines to {sum} {currency}' },
    noLines: { zh: '没有月度计费精度差异行（账单未出齐，或只有一部分）', en: 'There are no precision lines: the month is not final, or the bill is a part of it' },
    noDebits: { zh: '加上精度差异后不是整分；没有实际扣款，无法判断', en: 'With the precision lines the month is not in whole cents; without the debits this cannot be judged' },
  },
  start(world, report) {
    const months = new Map<string, Month>();
    let last: Month | null = null;
    return {
      line(line) {
        last = note(months, last, line, world);
      },
      end() {
        for (const key of [...months.keys()].sort(compareText)) judge(months.get(key)!, report);
      },
    };
  },
};

interface Month {
  readonly payer: string | null;
  readonly month: MonthNumber | null;
  readonly currency: string | null;
  others: Decimal;
  lines: number;
  /** Some line has no transaction id: it may stand for many debits, and lines do not count them. */
  merged: boolean;
  precision: Decimal;
  readonly rows: Evidence[];
}

/** Answers the month of the line, which is mostly that of the line before it, `last`. */
function note(months: Map<string, Month>, last: Month | null, line: BillRow, world: LineWorld): Month | null {
  const amount = amountOf(line);
  if (amount === null) return last;
  const month = monthOfLine(line);
  const currency = lineCurrency(world, line);
  const known = last !== null && last.payer === line.payer && last.month === month && last.currency === currency ? last : monthFor(months, line.payer, month, currency);
  if (isPrecisionLine(line)) {
    known.precision = known.precision.plus(amount);
    known.rows.push(evidenceOf('bill', line));
  } else {
    known.others = known.others.plus(amount);
    known.lines += 1;
    known.merged ||= line.transactionId === null;
  }
  return known;
}

function monthFor(months: Map<string, Month>, payer: string | null, month: MonthNumber | null, currency: string | null): Month {
  const key = `${payer ?? ''}\u0001${month ?? ''}\u0001${currency ?? ''}`;
  let known = months.get(key);
  if (known === undefined) {
    known = { payer, month, currency, others: Decimal.zero, lines: 0, merged: false, precision: Decimal.zero, rows: [] };
    months.set(key, known);
  }
  return known;
}

const CENT = Decimal.of('0.01');
const CENTS = 2;

function judge(month: Month, report: Report): void {
  const { precision, lines, others } = month;
  const sum = others.plus(precision);
  const limit = CENT.times(Decimal.ofInteger(lines));
  if (lines > 0 && !month.merged && precision.abs().isGreaterThan(limit)) fail(month, limit, sum, report);
  else if (sum.equals(sum.rounded(CENTS))) report.pass();
  else report.notCheckable(report.say(month.rows.length === 0 ? 'noLines' : 'noDebits'));
}

function fail(month: Month, limit: Decimal, sum: Decimal, report: Report): void {
  const currency = month.currency ?? '';
  const excess = month.precision.abs().minus(limit);
  report.fail({
    severity: 'warning',
    subject: [month.payer, month.month, month.currency],
    rows: month.rows,
    quantity: excess,
    unit: month.currency,
    money: excess,
    currency: month.currency,
    why: [
      report.say('bound', { payer: month.payer ?? '-', month: month.month === null ? '-' : formatMonth(month.month), precision: show(month.precision), currency, lines: month.lines, limit: show(limit) }),
      report.say('total', { others: show(month.others), sum: show(sum), currency }),
    ],
  });
}
