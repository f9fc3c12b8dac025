import { describe, expect, it } from 'vitest';
import { Names } from '../../core/fields/names.ts';
import { builtInBasis } from '../../core/host/basis.ts';
import { CHECKS } from '../../core/reconcile/checks/index.ts';
import { passLine, PASSES, type Matching } from '../../core/reconcile/matching.ts';
import { speaker } from '../../core/host/speak.ts';
import { run, type Cells, type Scenario } from '../support/scenario.ts';
import { billed, deducted } from './usage.ts';

function at(start: string, end: string): Cells {
  return { usageStart: `2025-05-${start}:00`, usageEnd: `2025-05-${end}:59` };
}

function matching(deductions: readonly Cells[], bill: readonly Cells[], more: Partial<Scenario> = {}): Matching {
  return run({ deductions, bill, ...more }, ...CHECKS).matching;
}

function told({ passes, leftovers }: Matching): string[] {
  return [...passes.filter(({ matched, onlyDeductions, onlyBill }) => matched + onlyDeductions + onlyBill > 0).map(({ pass, matched, onlyDeductions, onlyBill }) => `${pass} ${matched}/${onlyDeductions}/${onlyBill}`),
    ...leftovers.map(({ side, pass, item, intervals, rows }) => `${side} ${pass} ${item} ${intervals} ${rows}`)];
}

const HOURS = [deducted('8.00', at('10 05:00', '10 05:59')), deducted('3.00', at('10 07:00', '10 07:59'))];

describe('how usage of both sides met', () => {
  it('is counted by pass, with what only one side has', () => {
    expect(told(matching(HOURS, [billed('9.00', '8.00', '1.00', at('10 05:00', '10 05:59')), billed('2.00', '1.00', '1.00', at('11 05:00', '11 05:59'))]))).toEqual(['exact 1/1/1', 'deductions exact I 1 1', 'bill exact I 1 1']);
  });

  it('wants no partner for a line that prints no deducted usage', () => {
    expect(told(matching(HOURS.slice(0, 1), [billed('8.00', '8.00', '0.00', at('10 05:00', '10 05:59')), billed('2.00', '0.00', '2.00', at('11 05:00', '11 05:59'))]))).toEqual(['exact 1/0/0']);
  });

  it('goes by the coarser interval', () => {
    expect(told(matching(HOURS, [billed('11.00', '11.00', '0.00', at('10 00:00', '10 23:59'))]))).toEqual(['day 1/0/0']);
    expect(told(matching(HOURS, [billed('11.00', '11.00', '0.00', at('01 00:00', '31 23:59'))]))).toEqual(['month 1/0/0']);
  });

  it('puts the leftovers of one item together, and names of the table under one item', () => {
    const lines = [billed('8.00', '8.00', '0.00', { ...at('10 05:00', '10 05:59'), componentName: 'J', componentType: 'J' }), billed('3.00', '3.00', '0.00', { ...at('10 07:00', '10 07:59'), componentName: 'J', componentType: 'J' })];
    expect(told(matching(HOURS, lines))).toEqual(['exact 0/2/2', 'deductions exact I 2 2', 'bill exact J 2 2']);
    const names = new Names([{ kind: 'item', name: 'J', same: 'I' }]);
    expect(told(matching(HOURS, lines, { basis: { ...builtInBasis(), names } }))).toEqual(['exact 2/0/0']);
  });

  it('is nothing where the bill prints no deducted usage', () => {
    expect(told(matching(HOURS, [billed('8.00', '8.00', '0.00', { deductedUsage: null })]))).toEqual([]);
  });

  it('has words for every pass', () => {
    for (const pass of PASSES) {
      const { id, values } = passLine(pass);
      expect(speaker('en')(id, values)).toMatch(new RegExp(`^Matched by ${pass}: owner, product, item`));
      expect(speaker('zh-CN')(id, values)).toMatch(/^匹配方式：.+：归属者、产品、计费项/);
    }
  });
});
