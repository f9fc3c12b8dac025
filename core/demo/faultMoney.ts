import { Decimal } from '../base/decimal.ts';
import { DAY, formatMonth, HOUR, monthOf, monthStart } from '../base/time.ts';
import { PAYER } from './billCells.ts';
import { PLAIN, PLAIN_UNLIMITED, productOf, type ProductSpec } from './products.ts';
import { FINE, FINE_DIGITS, fine, plainFine, rate } from './fixed.ts';
import { makeLine, settleFrom, transactionId } from './lines.ts';
import type { Bench } from './bench.ts';
import type { BillLine } from './records.ts';

/** Faults in the amounts of one line of the bill; the amounts after the wrong one follow from it. */

const OFF = fine('0.37');

function planted(bench: Bench, check: string, note: string, change: (line: BillLine) => void, severity: 'error' | 'warning' = 'error', quantity: string | null = plainFine(OFF)): void {
  const { line } = bench.line();
  change(line);
  bench.expect({ check, transactionId: line.transactionId, severity, note, ...(quantity === null ? {} : { quantity }) });
}

export function originalCost(bench: Bench): void {
  planted(bench, 'original-cost', 'original cost 0.37 too high, later amounts follow', (line) => {
    line.original += OFF;
    settleFrom(line, 'original');
  });
}

export function beforeVoucher(bench: Bench): void {
  planted(bench, 'before-voucher', 'amount after discount 0.37 too high, later amounts follow', (line) => {
    line.discounted += OFF;
    settleFrom(line, 'discounted');
  });
}

export function totalCost(bench: Bench): void {
  planted(bench, 'total-cost', 'amount after vouchers 0.37 too high, taxes follow', (line) => {
    line.net += OFF;
    settleFrom(line, 'net');
  });
}

export function tax(bench: Bench): void {
  planted(bench, 'tax', 'tax 0.37 too high, the total including tax follows', (line) => {
    line.tax += OFF;
    line.gross += OFF;
  });
}

export function paymentSplit(bench: Bench): void {
  planted(bench, 'payment-split', 'cash 0.37 too high', (line) => {
    line.cash += OFF;
  });
}

export function sign(bench: Bench, turn: number): void {
  if (turn % 2 === 0) {
    planted(bench, 'sign', 'usage and all amounts of a charge below zero', (line) => {
      line.usage = -line.usage;
      settleFrom(line, 'usage');
    }, 'warning', null);
    return;
  }
  const { line, home } = bench.line();
  const at = line.at + 3 * HOUR;
  const credit = makeLine({
    kind: 'adjust', product: line.product, owner: line.owner, at, start: line.start, end: line.end, instanceId: line.instanceId,
    transactionId: transactionId(at, home.plan.index, 70_000_000 + turn), component: line.component, listPrice: fine('12.34'), per: '/次', usage: FINE, usageUnit: '次', durationUnit: '次',
  });
  home.lines.push(credit);
  bench.expect({ check: 'sign', transactionId: credit.transactionId, severity: 'warning', note: 'an adjustment in the customer\'s favour above zero' });
}

export function billRange(bench: Bench, turn: number): void {
  const which = turn % (bench.settings.layout === 'cn' ? 2 : 3);
  const notes = ['discount 1.2', 'voucher above the amount', 'longer reserved duration than usage duration'];
  planted(bench, 'bill-range', notes[which]!, (line) => {
    if (which === 0) line.discount = rate('1.2');
    if (which === 1) line.voucher = line.discounted + 5n * FINE;
    if (which === 2) line.riDuration = line.duration + 1n;
    settleFrom(line, 'original');
  }, 'warning', null);
}

export function coveredButCharged(bench: Bench): void {
  const { line } = bench.line();
  line.usage = 0n;
  bench.expect({ check: 'covered-but-charged', transactionId: line.transactionId, money: plainFine(line.net), severity: 'error', note: 'usage 0 with a cost' });
}

/** The same line stands twice. */
export function duplicateTransaction(bench: Bench): void {
  const { line, home } = bench.line();
  home.lines.push({ ...line });
  bench.expect({ check: 'duplicate-transaction', transactionId: line.transactionId, severity: 'error', note: 'a line twice' });
}

/** Owners of a product without packages, and a credit in one of two whole months. */
export function monthChange(bench: Bench, turn: number): void {
  const product = [PLAIN[0]!, PLAIN[2]!, PLAIN_UNLIMITED][turn % 3]!;
  const home = bench.keep(bench.planner.scope({ product, owners: bench.planner.owners(product, 1), packages: [], rhythm: { kind: 'bursts', every: 40, length: 1, offset: 11 } }));
  const at = monthStart(monthOf(bench.frame.windowStart) + 2) + 10 * DAY;
  const line = home.lines.find(({ start }) => start >= at)!;
  home.lines.push(makeLine({
    kind: 'adjust', product, owner: line.owner, at: line.at, start: line.start, end: line.end, instanceId: line.instanceId, transactionId: transactionId(line.at, home.plan.index, 71_000_000 + turn),
    component: line.component, listPrice: fine('-2500'), per: '/次', usage: FINE, usageUnit: '次', durationUnit: '次',
  }));
  bench.expect({ check: 'month-change', product: product.product, severity: 'info', note: `a credit of 2500 in the second whole month, ${line.owner}` });
}

/** A product that nobody else uses: what its second and third month cost is stated, the one truly, the other 0.37 too high. */
export function statedTotal(bench: Bench, turn: number): void {
  const product: ProductSpec = { ...productOf('did'), code: 'stated', product: `应付总额产品${turn}`, subproduct: `应付总额产品${turn}-基础版` };
  const home = bench.keep(bench.planner.scope({ product, owners: bench.planner.owners(product, 1), packages: [], rhythm: { kind: 'bursts', every: 20, length: 1, offset: 9 } }));
  const { layout } = bench.settings;
  const second = monthOf(bench.frame.windowStart) + 1;
  for (const [month, off] of [[second, OFF], [second + 1, 0n]] as const) {
    const sum = home.lines.filter(({ start }) => monthOf(start) === month).reduce((total, line) => total + (layout === 'cn' ? line.discounted : line.net), 0n);
    bench.totals.push({ month, payer: turn % 2 === 0 ? null : PAYER, product: product.product, currency: layout === 'cn' ? 'CNY' : 'USD', amount: Decimal.of(plainFine(sum + off)), scale: FINE_DIGITS });
  }
  bench.expect({ check: 'stated-total', product: product.product, quantity: plainFine(OFF), severity: 'error', note: `the total of ${product.product} in ${formatMonth(second)} is stated 0.37 too high` });
}
