import { visible } from '../../core/base/visible.ts';
import { Decimal, grouped } from '../../core/base/decimal.ts';
import { inLocale } from '../../core/base/text.ts';
import { choiceText } from '../../core/fields/choices.ts';
import { isDecimalKind } from '../../core/fields/field.ts';
import type { GridField, Names } from './columns.ts';

/** How numbers are shown: as their file prints them (`auto`), without grouping (`raw`), or rounded to so many decimals. */
export const NUMBER_DISPLAYS = ['auto', '2', '8', '9', 'raw'] as const;
export type NumberDisplay = (typeof NUMBER_DISPLAYS)[number];

export const ABSENT = '—';

export function numberDisplay(text: string | undefined): NumberDisplay {
  return NUMBER_DISPLAYS.find((display) => display === text) ?? 'auto';
}

/** Grouped digits for people; a text that is no number is shown as it stands. */
export function showNumber(digits: string, display: NumberDisplay = 'auto'): string {
  if (display === 'raw') return digits;
  const value = Decimal.parse(digits);
  if (value === null) return digits;
  if (display === 'auto') return grouped(digits);
  return grouped(value.rounded(Number(display)).toFixed(Number(display)));
}

/** A cell in words of one language, with what hides in it made visible. */
export function showCell(field: GridField, value: string | undefined, names: Names, display: NumberDisplay): string {
  if (value === undefined || value === '') return ABSENT;
  return isDecimalKind(field.kind) ? showNumber(value, display) : visible(exactCell(field, value, names));
}

/** A cell for another program: plain digits without grouping, choices in words, nothing where it is absent. */
export function exactCell(field: GridField, value: string | undefined, { locale, say }: Names): string {
  if (value === undefined) return '';
  if (field.kind !== 'choice') return value;
  if (field.choices !== undefined) return inLocale(choiceText(field.choices, value), locale);
  if (field.key === 'check') return say(`${value}.title`);
  return say(field.key === 'status' ? `ui.decision.${value}` : `${field.key}.${value}`);
}

/** `1,234,567` for a number of rows. */
export function showCount(count: number): string {
  return grouped(String(count));
}
