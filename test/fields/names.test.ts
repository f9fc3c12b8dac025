import { describe, expect, it } from 'vitest';
import { Names, NO_NAMES, readKnownNames, sameNames } from '../../core/fields/names.ts';
import { builtInBasis } from '../../core/host/basis.ts';

describe('the table of names', () => {
  it('joins names whatever the order of its entries', () => {
    const table = [{ kind: 'item', name: 'd', same: 'c' }, { kind: 'item', name: 'b', same: 'a' }, { kind: 'item', name: 'c', same: 'b' }] as const;
    for (const order of [table, [...table].reverse(), [table[1], table[2], table[0]]]) {
      const names = new Names(order);
      expect(['a', 'b', 'C', 'd ', 'e'].map((name) => names.item(name))).toEqual(['a', 'a', 'a', 'a', 'e']);
      expect(names.product('d')).toBe('d');
    }
  });

  it('goes round in no circle and joins nothing to the empty name', () => {
    const names = new Names([{ kind: 'product', name: 'a', same: 'b' }, { kind: 'product', name: 'b', same: 'a' }, { kind: 'product', name: 'a', same: 'A' }, { kind: 'product', name: ' ', same: 'a' }]);
    expect([names.product('b'), names.product(''), names.product(null)]).toEqual(['a', '', '']);
    expect(NO_NAMES.subproduct('Ａ ｂ')).toBe('ab');
  });

  it('knows the vendor\'s names in both languages', () => {
    const { names } = builtInBasis();
    expect(names.product('Tencent Real-Time Communication')).toBe(names.product('实时音视频'));
    expect(names.product('CDN')).toBe(names.product('内容分发网络 CDN'));
    expect(names.product('TRTC')).not.toBe(names.product('CDN'));
  });
});

describe('the file of names', () => {
  const source = { title: 'A page', url: 'https://example.com' };

  it('is read whole', () => {
    const known = readKnownNames('f', { names: [{ kind: 'product', names: ['A', 'B', 'C'], source }] });
    expect(known).toEqual([{ kind: 'product', names: ['A', 'B', 'C'], source }]);
    expect(sameNames(known)).toEqual([{ kind: 'product', name: 'B', same: 'A' }, { kind: 'product', name: 'C', same: 'A' }]);
  });

  it.each([
    ['names', { names: {} }], ['names[0].kind', { names: [{ kind: 'unit', names: ['A', 'B'], source }] }], ['names[0].names', { names: [{ kind: 'item', names: ['A'], source }] }],
    ['names[0].names[1]', { names: [{ kind: 'item', names: ['A', 7], source }] }], ['names[0].source', { names: [{ kind: 'item', names: ['A', 'B'] }] }],
  ])('is refused with one sentence: %s', (at, content) => {
    expect(() => readKnownNames('f', content)).toThrow(expect.objectContaining({ code: 'resource-damaged', values: expect.objectContaining({ file: 'f', at }) }));
  });
});
