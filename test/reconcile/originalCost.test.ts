import { describe, expect, it } from 'vitest';
import { originalCost } from '../../core/reconcile/checks/originalCost.ts';
import { brief, said } from '../support/brief.ts';
import { answer, counts, type Cells } from '../support/scenario.ts';

const LINE: Cells = {
  transactionId: 'T1', listPrice: '0.00035', priceUnit: '元/秒', usage: '3155.00000000', usageUnit: '秒', originalCost: '1.10425000', afterDiscount: '1.10425000',
  usageStart: '2025-05-27 22:00:00', usageEnd: '2025-05-27 22:59:59', transactionTime: '2025-05-27 23:44:51',
};

const told = (...lines: readonly Cells[]): string => counts(answer({ bill: lines.map((line) => ({ ...LINE, ...line })) }, originalCost).result);
const reason = (line: Cells): string => answer({ bill: [{ ...LINE, ...line }] }, originalCost).result.reasons[0]!.reason.id;

describe('original-cost', () => {
  it('passes the vendor\'s own samples', () => {
    const core = { priceUnit: '元/核/秒', usageUnit: '核', durationUnit: '秒' };
    expect(told({ ...core, listPrice: '0.00001389', usage: '1', duration: '3599', originalCost: '0.04999011' })).toBe('1/1/0/0');
    expect(told({ ...core, listPrice: '0.00000311', usage: '4', duration: '3600', originalCost: '0.044784' })).toBe('1/1/0/0');
    expect(told({ ...core, listPrice: '0.00000003', usage: '250', duration: '478', originalCost: '0.003585' })).toBe('1/1/0/0');
  });

  it.each(['cn', 'intl', 'reseller'] as const)('finds 0.37 too much in a %s bill', (billLayout) => {
    const unit = billLayout === 'cn' ? '元/秒' : 'USD/秒';
    const currency = billLayout === 'cn' ? 'CNY' : 'USD';
    const { result, findings } = answer({ billLayout, bill: [LINE, { ...LINE, transactionId: 'T2', originalCost: '1.47425000' }].map((line) => ({ ...line, priceUnit: unit, currency })) }, originalCost);
    expect(counts(result)).toBe('2/1/1/0');
    expect(findings.map(brief)).toEqual([`error | - | T2 | 0.37 ${currency} | 0.37 ${currency} | bill:3`]);
    expect(said(findings[0]!, 'price', 'usage', 'duration', 'expected', 'cost', 'difference', 'tolerance', 'type')).toEqual([
      'rule', 'timed price=0.00035 usage=3,155.00000000 duration=1 expected=1.10425 cost=1.47425000', 'difference difference=0.37 tolerance=0.01577500500175', 'ruledOut type=@transactionType.postpay_deduct_h',
    ]);
  });

  it('allows half a unit of each factor times the others, and not one more', () => {
    // h(price) 0.005 × 10 + h(usage) 0.05 × 2.5 + h(cost) 0.005 = 0.18; the duration of 1 is counted.
    const line = { listPrice: '2.50', usage: '10.0' };
    expect(told({ ...line, originalCost: '25.18' }, { ...line, transactionId: 'T2', originalCost: '24.82' })).toBe('2/2/0/0');
    expect(told({ ...line, originalCost: '25.19' }, { ...line, transactionId: 'T2', originalCost: '24.81' })).toBe('2/0/2/0');
  });

  it('counts columns of whole numbers and numbers bought exactly', () => {
    expect(told({ listPrice: '3', usage: '5', originalCost: '15.00' })).toBe('1/1/0/0');
    expect(told({ listPrice: '3', usage: '5', originalCost: '15.01' })).toBe('1/0/1/0');
    const bought = { transactionType: 'prepay_purchase', billingMode: 'prepaid', listPrice: '8000', usageUnit: '个', priceUnit: '元/个', usage: '1.0' };
    expect(told({ ...bought, originalCost: '8000.37' }, { ...bought, transactionId: 'T2', originalCost: '8000.00' })).toBe('2/1/1/0');
  });

  it.each([
    ['a number inside the price unit', { listPrice: '0.5', usage: '100.0', priceUnit: '元/100个/小时', usageUnit: '个', durationUnit: '小时', originalCost: '0.50000000' }],
    ['usage counted in hundreds already', { listPrice: '0.5', usage: '100.0', priceUnit: '元/100个/小时', usageUnit: '100个', durationUnit: '小时', originalCost: '50.00000000' }],
    ['a prefix in the price unit', { listPrice: '0.008', usage: '12345.0', priceUnit: '元/千token', usageUnit: 'token', originalCost: '0.09876000' }],
    ['bytes at 1000', { listPrice: '0.5', usage: '2000.0', priceUnit: '元/GB', usageUnit: 'MB', originalCost: '1.00000000' }],
    ['bytes at 1024', { listPrice: '0.5', usage: '2048.0', priceUnit: '元/GB', usageUnit: 'MB', originalCost: '1.00000000' }],
    ['a duration in another unit', { listPrice: '1.2', usage: '2.0', priceUnit: 'USD/GB/Day', usageUnit: 'GB', duration: '12', durationUnit: 'Hour', originalCost: '1.20000000' }],
    ['time in the usage unit', { listPrice: '0.25', usage: '2.0', priceUnit: '元/核*时', usageUnit: '核', duration: '3', durationUnit: '小时', originalCost: '1.50000000' }],
    ['a price by time alone', { listPrice: '0.25', usage: '1.0', priceUnit: '元/小时', usageUnit: '台', duration: '30', durationUnit: '分钟', originalCost: '0.12500000' }],
    ['a price that names no time', { listPrice: '0.5', usage: '4.0', priceUnit: '元/GB', usageUnit: 'GB', duration: '24', durationUnit: '小时', originalCost: '2.00000000' }],
  ])('reads %s', (_name, line) => {
    expect(told(line)).toBe('1/1/0/0');
    const off = answer({ bill: [{ ...LINE, ...line, originalCost: '777.00000000' }] }, originalCost);
    expect(counts(off.result)).toBe('1/0/1/0');
  });

  it('shows the nearest reading, and that the others do not hold either', () => {
    const { findings } = answer({ bill: [{ ...LINE, listPrice: '0.5', usage: '100.0', priceUnit: '元/100个/小时', usageUnit: '个', durationUnit: '小时', originalCost: '0.87000000' }] }, originalCost);
    expect(findings.map(brief)).toEqual(['error | - | T1 | 0.37 CNY | 0.37 CNY | bill:2']);
    expect(said(findings[0]!, 'ratio', 'expected', 'list')).toEqual(['rule', 'timed ratio= × 1/100 expected=0.5', 'difference', 'others list=× 1 = 50', 'ruledOut']);
  });

  it('takes a price for exact once 20 other lines prove it, and then finds 0.37 in a line of any size', () => {
    // h(price) 0.000005 × 100,000 = 0.50: more than what the line is off.
    const holds = { usage: '100000.00000000', originalCost: '35.00000000' };
    const off = { ...holds, transactionId: 'OFF', originalCost: '35.37000000' };
    const withWitnesses = (count: number, ...more: readonly Cells[]): ReturnType<typeof answer> => answer({
      bill: [...Array.from({ length: count }, (_, index) => ({ ...LINE, ...holds, transactionId: `W${index}` })), ...more.map((line) => ({ ...LINE, ...line }))],
    }, originalCost);
    const { result, findings } = withWitnesses(20, off);
    expect(counts(result)).toBe('21/20/1/0');
    expect(findings.map(brief)).toEqual(['error | - | OFF | 0.37 CNY | 0.37 CNY | bill:22']);
    expect(said(findings[0]!, 'tolerance', 'count')).toEqual(['rule', 'timed', 'difference tolerance=0.00000000500175', 'exact count=20', 'ruledOut']);
    expect(counts(withWitnesses(19, off).result)).toBe('20/20/0/0');
    expect(counts(withWitnesses(29, off, off, off).result)).toBe('32/32/0/0');
    expect(counts(withWitnesses(30, off, off, off).result)).toBe('33/30/3/0');
  });

  it('takes no price for exact that is off in most of its lines, and asks for no less than a cent', () => {
    // 0.000034 printed as 0.00003 beside a price of 5 decimals.
    const rounded = Array.from({ length: 40 }, (_, index) => ({ ...LINE, transactionId: `R${index}`, listPrice: '0.00003', usage: '100000.00000000', originalCost: '3.40000000' }));
    expect(counts(answer({ bill: [LINE, ...rounded] }, originalCost).result)).toBe('41/41/0/0');
    const holds = Array.from({ length: 40 }, (_, index) => ({ ...LINE, transactionId: `W${index}`, usage: '100000.00000000', originalCost: '35.00000000' }));
    const off = (cost: string): Cells => ({ ...LINE, transactionId: 'OFF', usage: '100000.00000000', originalCost: cost });
    expect([counts(answer({ bill: [...holds, off('35.00999999')] }, originalCost).result), counts(answer({ bill: [...holds, off('35.01000000')] }, originalCost).result)]).toEqual(['41/41/0/0', '41/40/1/0']);
  });

  it('does not judge refunds and adjustments whose formula does not hold, and passes those where it does', () => {
    const refund = { transactionType: 'prepay_return', listPrice: '-24', usage: '1', usageUnit: '个', priceUnit: '元/个', originalCost: '-24.00000000' };
    expect(told(refund)).toBe('1/1/0/0');
    expect(told({ ...refund, originalCost: '-30.00000000' })).toBe('1/0/0/1');
    expect(reason({ ...refund, originalCost: '-30.00000000' })).toBe('original-cost.hidden');
    expect(reason({ ...refund, originalCost: null })).toBe('original-cost.hidden');
    expect(reason({ transactionType: 'recon_increase', originalCost: '-3.00000000' })).toBe('original-cost.hidden');
    expect(told({ transactionType: 'precision', originalCost: '9.00000000' })).toBe('0/0/0/0');
  });

  it('is not checkable where a factor is absent, lines are merged or units do not belong together', () => {
    expect(reason({ listPrice: null })).toBe('common.noColumn');
    expect(answer({ bill: [LINE, { ...LINE, listPrice: null }] }, originalCost).result.reasons[0]!.reason).toEqual({ id: 'common.absent', values: { fields: 'listPrice' } });
    expect(reason({ duration: null, originalCost: '9.00000000' })).toBe('common.noColumn');
    expect(reason({ transactionId: null, originalCost: '9.00000000' })).toBe('original-cost.merged');
    expect(reason({ priceUnit: '元/Mbps', usageUnit: 'GB', originalCost: '9.00000000' })).toBe('common.noUnit');
    expect(reason({ priceUnit: null, originalCost: '9.00000000' })).toBe('common.noUnit');
  });
});
