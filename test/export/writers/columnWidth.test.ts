import { expect, test } from 'vitest';
import { columnWidth, displayWidth } from '../../../core/export/columnWidth.ts';

test.each([['', 0], ['abc', 3], ['资源包', 6], ['包A', 3], ['（）', 4], ['😀', 2], ['𠮷', 2], ['a\n资源包\nbc', 6], ['é', 1], ['x'.repeat(1000), 60]])(
  '%j is %i wide', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

test('a column is as wide as its header and its first rows, within limits', () => {
  expect(columnWidth(0, '资源包名称', [])).toBe(15);
  expect(columnWidth(0, 'a', [])).toBe(6);
  expect(columnWidth(1, 'a', [['long text elsewhere', '资源包资源包'], [], [null, { number: '-12.5' }], [null, { text: '1234567890123', style: 'error' }]])).toBe(15);
  expect(columnWidth(0, 'a', [['x'.repeat(500)]])).toBe(60);
});
