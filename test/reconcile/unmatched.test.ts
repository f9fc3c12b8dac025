import { describe, expect, it } from 'vitest';
import { Names, NO_NAMES } from '../../core/fields/names.ts';
import { unmatchedNames, type DeductionNames, type LineNames, type UnmatchedName } from '../../core/reconcile/unmatched.ts';

function deducted(product: string, subproduct: string, item: string, rows = 1): DeductionNames {
  return { product, subproduct, item, rows };
}

function billed(product: string, subproduct: string, componentName: string | null, componentType: string | null = componentName, rows = 1): LineNames {
  return { product, subproduct, componentName, componentType, rows };
}

function brief({ kind, side, name, product, subproduct, rows }: UnmatchedName): string {
  return [side, kind, ...[product, subproduct].filter((part) => part !== null), name, rows].join(' ');
}

describe('names without a partner', () => {
  it('are none where both sides print the same ones, however they are written', () => {
    expect(unmatchedNames({ deductions: [deducted('P', 'S', 'I')], bill: [billed('Ｐ', 's', 'i ')] }, NO_NAMES)).toEqual([]);
  });

  it('are none where a side is empty: there is nothing to compare', () => {
    expect(unmatchedNames({ deductions: [deducted('P', 'S', 'I')], bill: [] }, NO_NAMES)).toEqual([]);
    expect(unmatchedNames({ deductions: [], bill: [billed('P', 'S', 'I')] }, NO_NAMES)).toEqual([]);
  });

  it('are told at the widest place only, with their rows', () => {
    const names = unmatchedNames({
      deductions: [deducted('P', 'S', 'I', 3), deducted('P', 'S', 'J', 2), deducted('P', 'T', 'I'), deducted('Q', 'S', 'I', 5), deducted('q', 'S', 'I', 6)],
      bill: [billed('P', 'S', 'I'), billed('P', 'S', 'K', 'K', 4), billed('P', 'U', 'I'), billed('R', 'S', 'I', 'I', 9)],
    }, NO_NAMES);
    expect(names.map(brief)).toEqual([
      'deductions product q 11', 'bill product R 9', 'deductions subproduct P T 1', 'bill subproduct P U 1', 'deductions item P S J 2', 'bill item P S K 4',
    ]);
  });

  it('meet under the name or the type of a component', () => {
    expect(unmatchedNames({ deductions: [deducted('P', 'S', 'I')], bill: [billed('P', 'S', 'other', 'I')] }, NO_NAMES)).toEqual([]);
    expect(unmatchedNames({ deductions: [deducted('P', 'S', 'I')], bill: [billed('P', 'S', null, 'I')] }, NO_NAMES)).toEqual([]);
  });

  it('go once the table of names joins them, in either direction and step by step', () => {
    const records = { deductions: [deducted('P', 'S', 'I')], bill: [billed('R', 'T', 'K')] };
    expect(unmatchedNames(records, NO_NAMES).map(brief)).toEqual(['deductions product P 1', 'bill product R 1']);
    const product = { kind: 'product', name: 'R', same: 'Middle' } as const;
    expect(unmatchedNames(records, new Names([product, { kind: 'product', name: 'middle', same: 'P' }])).map(brief)).toEqual(['deductions subproduct P S 1', 'bill subproduct R T 1']);
    expect(unmatchedNames(records, new Names([product, { kind: 'product', name: 'P', same: 'MIDDLE' }, { kind: 'subproduct', name: 'T', same: 'S' }])).map(brief)).toEqual(['deductions item P S I 1', 'bill item R T K 1']);
    // A name of another kind joins nothing.
    expect(unmatchedNames(records, new Names([{ kind: 'item', name: 'P', same: 'R' }])).map(brief)).toEqual(['deductions product P 1', 'bill product R 1']);
  });
});
