import type { PrintedScale, UnknownWord } from '../fields/facts.ts';
import { isDecimalKind, type Field } from '../fields/field.ts';

const NONE = 127;

/** Fewest and most printed decimals per field, over the rows that were read to their end. */
export interface PrintedScales {
  startRow(): void;
  note(place: number, scale: number): void;
  endRow(): void;
  all(): Readonly<Record<string, PrintedScale>>;
}

export function printedScales(fields: readonly Field[]): PrintedScales {
  const places = Uint16Array.from(fields.flatMap((field, place) => (isDecimalKind(field.kind) ? [place] : [])));
  const row = new Int8Array(fields.length).fill(-1);
  const least = new Int8Array(fields.length).fill(NONE);
  const most = new Int8Array(fields.length).fill(-1);
  return {
    startRow() {
      row.fill(-1);
    },
    note(place, scale) {
      row[place] = Math.min(scale, NONE - 1);
    },
    endRow() {
      for (const place of places) {
        const scale = row[place]!;
        if (scale < 0) continue;
        if (scale < least[place]!) least[place] = scale;
        if (scale > most[place]!) most[place] = scale;
      }
    },
    all() {
      const scales: Record<string, PrintedScale> = {};
      for (const place of places) if (most[place]! >= 0) scales[fields[place]!.key] = { least: least[place]!, most: most[place]! };
      return scales;
    },
  };
}

/** Words of closed lists that we do not know, counted. */
export function unknownWords(fields: readonly Field[]): { note(place: number, word: string, line: number): void; all(): readonly UnknownWord[] } {
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
