import { describe, expect, it } from 'vitest';
import { speakerOf } from '../../core/fields/speech.ts';
import { exactCell, showCell, showNumber, type NumberDisplay } from '../../renderer/grid/format.ts';
import type { GridField, Names } from '../../renderer/grid/columns.ts';
import { pageTexts } from '../../renderer/i18n/texts.ts';

const names: Names = { locale: 'en', say: speakerOf(pageTexts(), 'en') };

describe('numbers on the screen', () => {
  it.each<[string, NumberDisplay, string]>([
    ['19999.706666667', 'auto', '19,999.706666667'],
    ['19980.100000000', 'auto', '19,980.100000000'],
    ['19999.706666667', '2', '19,999.71'],
    ['0.5', '8', '0.50000000'],
    ['-1234567.80', 'raw', '-1234567.80'],
    ['123456789012345678901234.5', 'auto', '123,456,789,012,345,678,901,234.5'],
    ['n/a', '2', 'n/a'],
  ])('%s shown as %s is %s', (digits, display, shown) => {
    expect(showNumber(digits, display)).toBe(shown);
  });

  it('a cell is shown in words, and copied without grouping', () => {
    const quantity: GridField = { key: 'before', title: '', kind: 'quantity' };
    const type: GridField = { key: 'packageType', title: '', kind: 'choice', choices: 'packageType' };
    expect([showCell(quantity, '20000.5', names, 'auto'), exactCell(quantity, '20000.5', names)]).toEqual(['20,000.5', '20000.5']);
    expect([showCell(type, 'total', names, 'auto'), showCell(type, '没见过', names, 'auto'), showCell(type, undefined, names, 'auto')]).toEqual(['Total (decreasing)', '没见过', '—']);
    expect(exactCell(quantity, undefined, names)).toBe('');
  });
});
