import { formatCivil, type CivilTime } from '../base/time.ts';
import { inLocale, type Locale } from '../base/text.ts';
import { choiceText } from '../fields/choices.ts';
import type { Catalogue, ChoiceName } from '../fields/field.ts';

/** A column of a file: its header and how it words a record. */
export interface Column<R> {
  readonly header: string;
  cell(record: R): string;
}

export interface Words {
  readonly cells: Readonly<Record<string, string>> | null;
}

export const ABSENT = '-';

/** How each field of a record is worded, by its key in the catalogue. */
export type Wording<R> = Readonly<Record<string, (record: R) => string>>;

/** The columns for `keys`; a pair is named by its two keys, `packageName/packageId`. */
export function columnsOf<R extends Words>(catalogue: Catalogue, keys: readonly string[], wording: Wording<R>, options: { locale: Locale; separator: string }): Column<R>[] {
  const word = (key: string): ((record: R) => string) => {
    const cell = wording[key]!;
    return (record) => record.cells?.[key] ?? cell(record);
  };
  return keys.map((key) => {
    const [first = '', second] = key.split('/');
    if (second === undefined) {
      return { header: inLocale(catalogue.fields.find((field) => field.key === key)!.text, options.locale), cell: word(key) };
    }
    const pair = catalogue.pairs.find((entry) => entry.first === first && entry.second === second)!;
    const [left, right] = [word(first), word(second)];
    return {
      header: inLocale(pair.text, options.locale),
      cell: (record) => {
        const [a, b] = [left(record), right(record)];
        return a === ABSENT && b === ABSENT ? ABSENT : a + options.separator + b;
      },
    };
  });
}

export function timeText(time: CivilTime | null): string {
  return time === null ? ABSENT : quickTime(time);
}

/** Consecutive rows share most of their times. */
const recent = new Map<CivilTime, string>();
const RECENT_TIMES = 4096;

function quickTime(time: CivilTime): string {
  let text = recent.get(time);
  if (text === undefined) {
    text = formatCivil(time);
    if (recent.size >= RECENT_TIMES) recent.clear();
    recent.set(time, text);
  }
  return text;
}

export function choiceWord(name: ChoiceName, code: string, locale: Locale): string {
  return inLocale(choiceText(name, code), locale);
}
