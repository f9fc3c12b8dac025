import { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import type { BillRow } from '../../fields/bill.ts';
import { amountOf, type BillTotal } from '../../fields/facts.ts';
import { fieldWord } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import { show } from '../show.ts';
import type { LineWorld } from '../world.ts';

/**
 * Cards, pivots and exports take their totals from the store, which sums the bill by account, product, subproduct,
 * transaction type and billing mode. Here every line is added once more as it goes by. Two sums that differ are a defect
 * of ours, never of the vendor: it is better that the program says so than that two of its pages disagree.
 */
export const cube: LineCheck = {
  onlyLines: true,
  id: 'cube',
  family: 'totals',
  needs: ['bill'],
  texts: {
    title: { zh: '汇总一致', en: 'Totals agree' },
    rule: { zh: '按账号、产品、子产品、交易类型、计费模式的合计，等于逐行相加；容差 0，币种分开', en: 'Totals by account, product, subproduct, transaction type and billing mode equal the lines added one by one; tolerance 0, each currency by itself' },
    act: { zh: '这是本程序的缺陷：请附上该项目文件报告', en: 'This is a defect of this program: please report it with the project file' },
    totals: { zh: '按 {dimension}（{currency}）：逐行相加 {streamed}（{lines} 行），存储合计 {stored}（{counted} 行）', en: 'By {dimension} ({currency}): lines add up to {streamed} ({lines} lines), the store says {stored} ({counted} lines)' },
  },
  start(world, report) {
    const streamed = new Map<string, Sum>();
    return {
      line(line: BillRow) {
        const amount = amountOf(line);
        if (amount !== null) add(streamed, line.currency ?? '', amount, 1);
      },
      end: () => compare(streamed, world, report),
    };
  },
};

const DIMENSIONS = ['owner', 'product', 'subproduct', 'transactionType', 'billingMode'] as const satisfies readonly BillTotal['dimension'][];

interface Sum {
  amount: Decimal;
  lines: number;
}

const NOTHING: Readonly<Sum> = { amount: Decimal.zero, lines: 0 };

function add(sums: Map<string, Sum>, key: string, amount: Decimal, lines: number): void {
  const known = sums.get(key);
  if (known === undefined) sums.set(key, { amount, lines });
  else {
    known.amount = known.amount.plus(amount);
    known.lines += lines;
  }
}

/** Every line has one value of each dimension, so that all dimensions of a currency add up to the same. */
function compare(streamed: ReadonlyMap<string, Sum>, world: LineWorld, report: Report): void {
  const stored = new Map<string, Sum>();
  for (const { dimension, currency, amount, lines } of world.billTotals()) add(stored, `${dimension}\u0001${currency ?? ''}`, amount, lines);
  const currencies = new Set([...streamed.keys(), ...[...stored.keys()].map((key) => key.slice(key.indexOf('\u0001') + 1))]);
  for (const currency of [...currencies].sort(compareText)) {
    for (const dimension of DIMENSIONS) {
      const mine = streamed.get(currency) ?? NOTHING;
      const theirs = stored.get(`${dimension}\u0001${currency}`) ?? NOTHING;
      if (mine.amount.equals(theirs.amount) && mine.lines === theirs.lines) report.pass();
      else fail(dimension, currency, mine, theirs, report);
    }
  }
}

function fail(dimension: BillTotal['dimension'], currency: string, mine: Readonly<Sum>, theirs: Readonly<Sum>, report: Report): void {
  const difference = mine.amount.minus(theirs.amount).abs();
  report.fail({
    severity: 'error',
    subject: [dimension, currency],
    rows: [],
    quantity: difference,
    unit: currency || null,
    money: difference,
    currency: currency || null,
    why: [report.say('totals', {
      dimension: fieldWord(dimension), currency: currency || '-', streamed: show(mine.amount), lines: mine.lines, stored: show(theirs.amount), counted: theirs.lines,
    })],
  });
}
