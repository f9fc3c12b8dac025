import type { Decimal } from '../../base/decimal.ts';
import type { BillRow } from '../../fields/bill.ts';
import { transactionClass, type TransactionClass } from '../../fields/choices.ts';
import { AMOUNT_FIELDS, amountOf } from '../../fields/facts.ts';
import { absence, fieldWord, isPrecisionLine, lineFailure, printed, typeWord, type DecimalField } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import type { LineWorld } from '../world.ts';

/**
 * A purchase of −140 or a refund of +24 turns a total around by twice its amount. Charges are never below 0, refunds and
 * compensations never above. Changes of a subscription go up or down and reversals, moves and discounts either way, so
 * that any sign is right for them.
 */
export const sign: LineCheck = {
  onlyLines: true,
  id: 'sign',
  family: 'formulae',
  needs: ['bill'],
  texts: {
    title: { zh: '金额正负', en: 'Sign of amounts' },
    rule: { zh: '扣费类金额 ≥ 0；退款与调账补偿 ≤ 0。容差 0', en: 'Charges ≥ 0; refunds and compensations ≤ 0. Tolerance 0' },
    act: { zh: '核对交易类型与金额方向', en: 'Compare the transaction type with the direction of the amount' },
    charge: { zh: '{where} · 交易类型 {type} 是扣费，{field} = {amount} 小于 0', en: '{where} · transaction type {type} is a charge, {field} = {amount} is below 0' },
    credit: { zh: '{where} · 交易类型 {type} 是退还，{field} = {amount} 大于 0', en: '{where} · transaction type {type} is a credit, {field} = {amount} is above 0' },
    unknownType: { zh: '交易类型未知：{type}', en: 'Unknown transaction type: {type}' },
  },
  start: (world, report) => ({ line: (line) => judge(line, world, report) }),
};

const CHARGES: ReadonlySet<TransactionClass> = new Set<TransactionClass>(['purchase', 'renewal', 'usage', 'adjust-debit', 'offline', 'reserved', 'savings-plan', 'guarantee']);
const CREDITS: ReadonlySet<TransactionClass> = new Set<TransactionClass>(['refund', 'adjust-credit']);

function judge(line: BillRow, world: LineWorld, report: Report): void {
  if (isPrecisionLine(line)) return;
  const kind = transactionClass(line.transactionType);
  if (kind === null) {
    report.notCheckable(line.transactionType === null ? absence(world, line, ['transactionType'])! : report.say('unknownType', { type: line.transactionType }));
    return;
  }
  // The amount that is paid first: it is the one that totals add up.
  const paid = amountOf(line);
  if (paid === null && line.originalCost === null) {
    report.notCheckable(absence(world, line, [...AMOUNT_FIELDS, 'originalCost'])!);
    return;
  }
  const wrong = CHARGES.has(kind) ? -1 : CREDITS.has(kind) ? 1 : null;
  if (wrong === null || (paid?.sign() !== wrong && line.originalCost?.sign() !== wrong)) {
    report.pass();
    return;
  }
  const paidField = AMOUNT_FIELDS.find((field) => line[field] !== null);
  const fields: DecimalField[] = [...(paidField === undefined ? [] : [paidField]), 'originalCost'];
  const broken = fields.filter((field) => line[field]?.sign() === wrong);
  const amount: Decimal = line[broken[0]!]!;
  report.fail(lineFailure(world, line, {
    severity: 'warning',
    difference: amount.abs(),
    why: broken.map((field) => report.say(wrong === -1 ? 'charge' : 'credit', { where: world.where(line), type: typeWord(line), field: fieldWord(field), amount: printed(world, line, field) })),
  }));
}
