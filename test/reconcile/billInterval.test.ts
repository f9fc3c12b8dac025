import { describe, expect, it } from 'vitest';
import { billInterval } from '../../core/reconcile/checks/billInterval.ts';
import { formatMonth } from '../../core/base/time.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const MAY = String(2025 * 12 + 4);
const JUNE = String(2025 * 12 + 5);
const JULY = String(2025 * 12 + 6);
const LINE: Cells = { transactionId: 'T1', usage: '1', transactionTime: '2025-06-01 00:20:00', usageStart: '2025-05-31 23:00:00', usageEnd: '2025-05-31 23:59:59' };

const told = (line: Cells): string => counts(answer({ billLayout: 'intl', bill: [{ ...LINE, ...line }] }, billInterval).result);

describe('bill-interval', () => {
  it('finds an interval that ends before it starts', () => {
    const { findings } = answer({ bill: [{ ...LINE, usageEnd: '2025-05-31 22:59:59' }] }, billInterval);
    expect(findings.map(brief)).toEqual(['warning | - | T1 | - | - | bill:2']);
    expect(said(findings[0]!, 'start', 'end')).toEqual(['rule', 'reversed start=2025-05-31 23:00:00 end=2025-05-31 22:59:59']);
    expect([told({ usageEnd: '2025-05-31 23:00:00' }), told({ usageEnd: '2025-05-31 22:59:59' })]).toEqual(['1/1/0/0', '1/0/1/0']);
  });

  it('takes the month of the usage or of the charge, and no other', () => {
    expect([told({ billMonth: MAY }), told({ billMonth: JUNE }), told({ billMonth: JULY })]).toEqual(['1/1/0/0', '1/1/0/0', '1/0/1/0']);
    const { findings } = answer({ billLayout: 'intl', bill: [{ ...LINE, billMonth: JULY }] }, billInterval);
    expect(said(findings[0]!, 'month')).toEqual(['rule', `month month=${formatMonth(Number(JULY))}`]);
  });

  it('does not take the first moment outside an interval for a part of it', () => {
    const line = { transactionTime: '2025-05-31 23:59:59', usageEnd: '2025-06-01 00:00:00' };
    expect([told({ ...line, billMonth: MAY }), told({ ...line, billMonth: JUNE })]).toEqual(['1/1/0/0', '1/0/1/0']);
  });

  it('lists subscriptions under their payment or their begin, and adjustments anywhere', () => {
    const paid = { transactionType: 'prepay_renew', transactionTime: '2025-05-20 10:00:00', usageStart: '2025-06-01 00:00:00', usageEnd: '2026-05-31 23:59:59' };
    expect([MAY, JUNE, JULY].map((billMonth) => told({ ...paid, billMonth }))).toEqual(['1/1/0/0', '1/1/0/0', '1/0/1/0']);
    expect(told({ transactionType: 'recon_increase', billMonth: JULY })).toBe('1/1/0/0');
  });

  it('is not checkable without an interval; precision lines are no lines', () => {
    expect([told({ usageEnd: null }), told({ transactionType: 'precision', usageEnd: '2025-01-01 00:00:00' })]).toEqual(['1/0/0/1', '0/0/0/0']);
  });
});
