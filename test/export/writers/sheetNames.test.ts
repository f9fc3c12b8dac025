import { describe, expect, it, test } from 'vitest';
import { SheetNames, columnLetters, quotedSheetName, sanitisedSheetName } from '../../../core/export/sheetNames.ts';

describe('names of sheets', () => {
  test.each([
    ['抵扣明细', '抵扣明细'],
    ['a/b\\c:d*e?f[g]', 'a_b_c_d_e_f_g_'],
    ['', 'Sheet'],
    ['   ', 'Sheet'],
    ["''", 'Sheet'],
    ["'it's'", "it's"],
    ['a\tb\u0000c', 'a_b_c'],
    ['History', 'History_'],
    ['x'.repeat(40), 'x'.repeat(31)],
    [`${'x'.repeat(30)}😀`, 'x'.repeat(30)],
    [`${'x'.repeat(30)}'y`, 'x'.repeat(30)],
    ['a\ud83d', 'a\ufffd'],
  ])('%j becomes %j', (given, name) => {
    expect(sanitisedSheetName(given)).toBe(name);
  });

  it('are distinct, case ignored, and never too long', () => {
    const names = new SheetNames();
    const long = 'y'.repeat(40);
    expect(['Bill', 'bill', 'BILL', long, long].map((name) => names.claim(name)))
      .toEqual(['Bill', 'bill (2)', 'BILL (3)', 'y'.repeat(31), `${'y'.repeat(27)} (2)`]);
  });

  it('number the continuations of a sheet, around what is taken', () => {
    const names = new SheetNames();
    names.claim('a (3)');
    names.claim('a');
    expect([2, 3, 4].map((part) => names.claim('a', part))).toEqual(['a (2)', 'a (4)', 'a (5)']);
  });

  it('are quoted in references', () => {
    expect(quotedSheetName("it's")).toBe("'it''s'");
    expect([0, 25, 26, 51, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'ZZ', 'AAA', 'XFD']);
  });
});
