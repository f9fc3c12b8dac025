import type { PrintedScale, UnknownWord } from '../fields/facts.ts';
import type { Field } from '../fields/field.ts';

const NONE = 127;

/** Fewest and most printed decimals per field, over the rows that were read to their end. */
export interface PrintedScales {
  startRow(): void;
  note(place: number, scale: number): void;
  endRow(): void;
  all(): Readonly<Record<string, PrintedScale>>;
}

export function printedScales(fields: readonly Field[]): PrintedScales {
  const least = new Int8Array(fields.length).fill(NONE);
  const most = new Int8Array(fields.length).fill(-1);
  // Of the row: what would widen the bounds, which after the first rows is hardly ever anything.
  const places: number[] = [];
  const scales: number[] = [];
  return {
    startRow() {
      places.length = 0;
      scales.length = 0;
    },
    note(place, printed) {
      const scale = Math.min(printed, NONE - 1);
      if (scale >= least[place]! && scale <= most[place]!) return;
      places.push(place);
      scales.push(scale);
    },
    endRow() {
      for (let index = 0; index < places.length; index += 1) {
        const place = places[index]!;
        const scale = scales[index]!;
        if (scale < least[place]!) least[place] = scale;
        if (scale > most[place]!) most[place] = scale;
      }
    },
    all() {
      const found: Record<string, PrintedScale> = {};
      fields.forEach(({ key }, place) => {
        if (most[place]! >= 0) found[key] = { least: least[place]!, most: most[place]! };
      });
      return found;
    },
  };
}

/** Words of closed lists that we do not know, counted. */
export interface UnknownWords {
  note(place: number, word: string, line: number): void;
  all(): readonly UnknownWord[];
}

export function unknownWords(fields: readonly Field[]): UnknownWords {
  const found = new Map<string, { field: string; word: string; count: number; firstLine: number }>();
  return {
    note(place, word, line) {
      const field = fields[place]!.key;
      const key = `${field}\n${word}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { field, word, count: 1, firstLine: line });
      else known.count += 1;
    },
    all: () => [...found.values()],
  };
}
