import { SSF } from 'xlsx';
import { describe, expect, it } from 'vitest';
import { civil, DAY, formatCivil } from '../../../core/base/time.ts';
import { dateCell, dateText, isBuiltInDate, isDateCode } from '../../../core/import/serialDate.ts';
import { seeded } from '../../support/bytes.ts';

describe('the date of a serial number', () => {
  it.each([
    ['1', '1900-01-01 00:00:00'], ['59', '1900-02-28 00:00:00'], ['61', '1900-03-01 00:00:00'], ['25569', '1970-01-01 00:00:00'], ['45785', '2025-05-08 00:00:00'],
    ['45785.041666666664', '2025-05-08 01:00:00'], ['45785.04166666667', '2025-05-08 01:00:00'], ['45785.0416666667', '2025-05-08 01:00:00'], ['45785.5', '2025-05-08 12:00:00'],
    ['45785.999988425923', '2025-05-08 23:59:59'], ['45785.999999999999', '2025-05-09 00:00:00'], ['45785.00000578703', '2025-05-08 00:00:00'], ['45785.00000578704', '2025-05-08 00:00:01'],
    ['45785.041655092594', '2025-05-08 00:59:59'], ['36526', '2000-01-01 00:00:00'], ['36585', '2000-02-29 00:00:00'], ['2958465', '9999-12-31 00:00:00'], ['2958465.99998', '9999-12-31 23:59:58'],
  ])('1900: %s', (serial, text) => {
    expect(dateText(serial, false)).toBe(text);
  });

  it.each([
    ['0', '1904-01-01 00:00:00'], ['1.25', '1904-01-02 06:00:00'], ['44323.041666666664', '2025-05-08 01:00:00'], ['2957003', '9999-12-31 00:00:00'],
  ])('1904: %s', (serial, text) => {
    expect(dateText(serial, true)).toBe(text);
  });

  it.each(['0', '0.5', '60', '60.5', '-1', '2958466', '2958465.999999', '99999999', '1E5', '', '.5', 'x', '4578x', '45785.04x', '45785.1234567890x'])('1900 has no day %j', (serial) => {
    expect(dateText(serial, false)).toBeNull();
  });

  it('every second of a day survives being stored as a double', () => {
    const start = civil(2025, 5, 8);
    for (let second = 0; second < DAY; second += 13) {
      for (const digits of [15, 16, 17]) expect(dateText((45785 + second / DAY).toPrecision(digits), false)).toBe(formatCivil(start + second));
    }
  });

  it('agrees with SheetJS, which uses doubles, on whole seconds', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = seeded(seed);
      const serial = String(61 + Math.floor(random() * 2_900_000) + Math.floor(random() * DAY) / DAY);
      const { y, m, d, H, M, S, u } = SSF.parse_date_code(Number(serial), { date1904: false }) as Record<'y' | 'm' | 'd' | 'H' | 'M' | 'S' | 'u', number>;
      expect({ seed, serial, text: dateText(serial, false) }).toEqual({ seed, serial, text: formatCivil(civil(y, m, d, H, M, S) + Math.round(u)) });
    }
  });

  it('a number that is no date stays a number, a text a text', () => {
    expect(dateCell({ number: '-3' }, false)).toEqual({ number: '-3' });
    expect(dateCell('none', false)).toBe('none');
    expect(dateCell({ number: '45785' }, false)).toBe('2025-05-08 00:00:00');
  });
});

describe('formats that show a date', () => {
  it.each(['yyyy-mm-dd', 'yyyy/m/d h:mm', 'YYYY"年"M"月"D"日"', 'h:mm:ss', '[$-804]yyyy年m月d日', 'mm:ss.000', '[red]d-mmm', 'yyyy\\-mm\\-dd\\ hh:mm:ss', 'm/d/yy;@', '[h]:mm:ss', 'aaaa d'])('%s', (code) => {
    expect(isDateCode(code)).toBe(true);
  });

  it.each(['General', '0.00', '#,##0.00', '0.00E+00', '"day "0', '[Red]0;[Yellow]-0', '0.00 "GB"', '#,##0\\d', '_s0', '@', '', '0"小时"', '0.00;yyyy', '[$¥-804]#,##0.00', '* #,##0'])('not %j', (code) => {
    expect(isDateCode(code)).toBe(false);
  });

  it('the built-in ones, with those of East Asia', () => {
    const dates = Array.from({ length: 60 }, (_, id) => id).filter(isBuiltInDate);
    expect(dates).toEqual([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
  });
});
