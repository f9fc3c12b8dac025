import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { orderChain } from '../../core/deduct/chain.ts';
import { History } from '../../core/deduct/history.ts';
import { periodAt, WHOLE } from '../../core/deduct/periods.ts';
import { BalanceLine } from '../../core/reconcile/balances.ts';
import { at, rowsOf } from '../deduct/rows.ts';

function lineOf(rows: readonly string[], capacity: string | null = null, explained = '0'): BalanceLine {
  const { steps, inversions } = orderChain(rowsOf(...rows));
  const key = { packageId: 'p', item: '分钟', unit: '分钟', period: periodAt(WHOLE, 0) };
  return new BalanceLine(new History(key, steps, inversions, capacity === null ? null : Decimal.of(capacity)), Decimal.of(explained));
}

function told({ balance, evidence, time }: ReturnType<BalanceLine['at']>): string {
  return `${balance.toString()} ${evidence?.row ?? '-'} ${time === null ? '-' : new Date(time * 1000).toISOString().slice(11, 16)}`;
}

describe('a line of balances', () => {
  const line = lineOf(['10:00 100 10', '11:00 90 20', '11:00 70 5', '12:00 65 -15', '13:00 80 1']);

  it('knows the balance and its posting at any moment', () => {
    expect(['09:59:59', '10:00:00', '11:00:00', '12:59:59', '23:00:00'].map((clock) => told(line.at(at(clock))))).toEqual(['100 - -', '90 10 10:00', '65 30 11:00', '80 40 12:00', '79 50 13:00']);
  });

  it('knows the lowest balance of a time', () => {
    expect(told(line.lowest(at('09:00:00'), at('09:59:59')))).toBe('100 - -');
    expect(told(line.lowest(at('10:30:00'), at('12:30:00')))).toBe('65 30 11:00');
    expect(told(line.lowest(at('12:00:00'), at('12:30:00')))).toBe('80 40 12:00');
    expect(told(line.lowest(at('10:00:00'), at('23:00:00')))).toBe('65 30 11:00');
  });

  it('leaves out the row that a fork leaves behind', () => {
    expect(told(lineOf(['10:00 100 10', '10:10 100 95', '11:00 90 20']).lowest(at('10:05:00'), at('10:50:00')))).toBe('90 10 10:00');
  });

  it('never goes back in time', () => {
    const swapped = lineOf(['10:00 100 10', '11:00 70 5', '12:00 90 20', '13:00 65 1']);
    expect(['11:30:00', '12:00:00'].map((clock) => told(swapped.at(at(clock))))).toEqual(['90 10 10:00', '65 20 12:00']);
  });

  it('counts what nothing explains: increases, and a beginning above the capacity', () => {
    expect(line.excess.toString()).toBe('0');
    expect(lineOf(['10:00 100 10', '11:00 95 5']).excess.toString()).toBe('5');
    expect(lineOf(['10:00 100 10', '11:00 95 5'], null, '5').excess.toString()).toBe('0');
    expect(lineOf(['10:00 120 10'], '100').excess.toString()).toBe('20');
    expect(lineOf(['10:00 80 10'], '100').excess.toString()).toBe('0');
  });

  it('keeps numbers of any size', () => {
    expect(told(lineOf(['10:00 98765432109876543210.123456789 0.0000000001', '11:00 98765432109876543210.1234567889 1']).at(at('10:30:00')))).toBe('98765432109876543210.1234567889 10 10:00');
  });
});
