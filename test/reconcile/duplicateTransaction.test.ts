import { describe, expect, it } from 'vitest';
import { duplicateTransaction } from '../../core/reconcile/checks/duplicateTransaction.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const LINE: Cells = { transactionId: 'T1', usage: '1', afterDiscount: '1.20900500', transactionTime: '2025-07-09 18:28:16', usageStart: '2025-07-09 17:00:00', usageEnd: '2025-07-09 17:59:59' };

describe('duplicate-transaction', () => {
  it.each([['cn', 'afterDiscount', 'CNY'], ['intl', 'amountBeforeTax', 'USD'], ['reseller', 'totalCost', 'USD']] as const)('finds a line that stands twice in a %s bill', (billLayout, amount, currency) => {
    const line = { ...LINE, afterDiscount: null, [amount]: '1.20900500', currency };
    const { result, findings } = answer({ billLayout, bill: [{ ...line, transactionId: 'T0' }, line, { ...line, copy: '1' }] }, duplicateTransaction);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings.map(brief)).toEqual([`error | - | T1 | 1.209005 ${currency} | 1.209005 ${currency} | bill:3,bill:4`]);
    expect(said(findings[0]!, 'count', 'sum')).toEqual(['rule', 'copies count=2', 'surplus sum=1.209005', 'notOverlap']);
  });

  it('makes one finding of all components and copies of a transaction', () => {
    const other = { ...LINE, componentName: 'J', afterDiscount: '0.50000000' };
    const { findings } = answer({ bill: [LINE, LINE, LINE, other, other] }, duplicateTransaction);
    expect(findings.map(brief)).toEqual(['error | - | T1 | 2.91801 CNY | 2.91801 CNY | bill:2,bill:3,bill:4,bill:5,bill:6']);
  });

  it('counts copies that cost nothing too', () => {
    const line = { ...LINE, afterDiscount: '0.00000000' };
    expect(answer({ bill: [line, line] }, duplicateTransaction).findings.map(brief)).toEqual(['error | - | T1 | 0 CNY | 0 CNY | bill:2,bill:3']);
  });

  it('finds copies that differ elsewhere, and tells of their record ids', () => {
    const { findings } = answer({ bill: [{ ...LINE, recordId: 'R1', project: 'a' }, { ...LINE, recordId: 'R2', project: 'b' }] }, duplicateTransaction);
    expect(said(findings[0]!, 'ids')).toEqual(['rule', 'copies', 'surplus', 'records ids=R1, R2', 'notOverlap']);
  });

  it.each([
    ['amount, by its last decimal', { afterDiscount: '1.20900501' }],
    ['component', { componentName: 'J' }],
    ['instance', { instanceId: 'ins-2' }],
    ['interval', { usageStart: '2025-07-09 16:00:00' }],
    ['transaction', { transactionId: 'T2' }],
  ])('passes lines of another %s', (_name, other) => {
    expect(counts(answer({ bill: [LINE, { ...LINE, ...other }] }, duplicateTransaction).result)).toBe('2/2/0/0');
  });

  it('adds no currencies', () => {
    const { findings } = answer({ bill: [{ ...LINE, currency: 'USD' }, LINE] }, duplicateTransaction);
    expect(findings.map(({ money }) => money)).toEqual([null]);
  });

  it('is not checkable without a transaction id or amount; precision lines are no lines', () => {
    const { result } = answer({ bill: [{ ...LINE, transactionId: null }, { ...LINE, transactionId: null }, { ...LINE, afterDiscount: null }, { ...LINE, afterDiscount: null }, { ...LINE, transactionType: 'precision' }] }, duplicateTransaction);
    expect([counts(result), result.reasons]).toEqual(['4/2/0/2', [{ reason: { id: 'common.absent', values: { fields: 'transactionId' } }, count: 2 }]]);
  });
});
