import { describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { CATALOGUES } from '../../core/fields/index.ts';
import { RECORD_KINDS, isDecimalKind, type Field } from '../../core/fields/field.ts';
import { REJECT_REASONS } from '../../core/fields/facts.ts';
import { detect } from '../../core/import/detect.ts';
import { newReading, readNumber } from '../../core/import/readNumber.ts';
import { rowReader } from '../../core/import/readRow.ts';
import type { Cell } from '../../core/import/table.ts';
import { numbers } from '../support/stores.ts';
import { recordsOf, rowsOf } from '../support/tables.ts';

const PIECES = ['', '-', '—', '0', '1', '12,345', '.5', '1.000000001', 'E+11', 'e-7', '%', '分钟', 'GB', '元', '¥', '(', ')', '/', '\n', '\r\n', '\t', ' ', '\u00A0', '\uFEFF', '"', "'", '="', '2025-05-08',
  ' 00:00:00', '2025-02-30', '合计', 'Total', 'null', 'NaN', 'pkg-1', '１２', '：', '1:500', '折', '\uD800', '🙂', '\u0000', '总量递减', '无限', '~', ','];

describe.each(RECORD_KINDS)('%s: no cell makes the reader throw', (kind) => {
  const fields: readonly Field[] = CATALOGUES[kind].fields.filter((field) => field.derived !== true);
  const pairs = CATALOGUES[kind].pairs.map((pair) => pair.text.zh);
  const reasons: readonly string[] = REJECT_REASONS;

  test.each([1, 2, 3])('seed %d', (seed) => {
    const next = numbers(seed * 1000 + kind.length);
    const header = [...fields.map((field) => field.text.zh), ...(seed === 1 ? [] : pairs), '别的', '标签键:a'];
    const cell = (): Cell => {
      const text = Array.from({ length: next(4) }, () => PIECES[next(PIECES.length)]!).join('');
      return next(12) === 0 ? { number: text } : text;
    };
    const rows = rowsOf([header, ...Array.from({ length: 3000 }, () => Array.from({ length: header.length - next(3) + next(2) }, cell))]);
    const detected = detect(rows);
    if (!detected.ok) throw new Error(JSON.stringify(detected.error));
    const reader = rowReader(detected.value);
    const strange: unknown[] = [];
    const records = recordsOf(rows);
    for (let at = 1; at < rows.length; at += 1) {
      const outcome = reader.read(records, at);
      if (typeof outcome === 'object') {
        if (!reasons.includes(outcome.reason) || outcome.cell.length > 200) strange.push(outcome);
      } else if (outcome === 'row') {
        CATALOGUES[kind].fields.forEach((field, place) => {
          const value = reader.values[place]!;
          const fits = value === null || (isDecimalKind(field.kind) ? value instanceof Decimal
            : ['time', 'month', 'count'].includes(field.kind) ? Number.isSafeInteger(value) : typeof value === 'string' && value !== '');
          if (!fits) strange.push([field.key, value]);
        });
        if (reader.extra !== null) JSON.parse(reader.extra);
      }
    }
    expect({ seed, strange }).toEqual({ seed, strange: [] });
  });
});

test('a number is read as it is written, however it is dressed', () => {
  const next = numbers(11);
  const out = newReading();
  const wrong: unknown[] = [];
  for (let step = 0; step < 20_000; step += 1) {
    const whole = Array.from({ length: 1 + next(20) }, () => next(10)).join('').replace(/^0+(?=\d)/, '');
    const fraction = Array.from({ length: next(12) }, () => next(10)).join('');
    const sign = ['', '-', '+'][next(3)]!;
    const plain = `${sign === '-' ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
    const shown = next(2) === 0 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',');
    const unit = ['', '分钟', ' GB', '核*时', '%'][next(5)]!;
    const text = `${sign}${shown}${fraction === '' ? '' : `.${fraction}`}${unit}`;
    const trouble = readNumber(next(3) === 0 ? text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))) : text, out);
    if (trouble !== null || !out.value.equals(Decimal.of(plain)) || out.scale !== fraction.length || out.suffix !== unit.trim()) wrong.push({ step, text, trouble, ...out, value: String(out.value) });
  }
  expect(wrong).toEqual([]);
});
