import { isDecimalKind } from '../fields/field.ts';
import { storageOf } from '../fields/rowBatch.ts';
import type { ColumnStep } from './columnSteps.ts';
import type { Column } from './mapHeaders.ts';
import type { RowInMaking, Said } from './rowInMaking.ts';

/** Texts that are remembered for a column before all are forgotten. */
const MOST_KEPT = 8192;
/** A longer text hardly comes again. */
const LONGEST = 256;

/** The step of a column over cells of a workbook, and how to make it forget the words that it remembers. */
export interface TextColumn {
  readonly step: ColumnStep;
  readonly forget: () => void;
}

/** A text that was seen before says what it said then; amounts, times and codes are read each time, because they hardly repeat. */
export function textColumn({ use }: Column, step: ColumnStep, row: RowInMaking): TextColumn {
  const repeats = use.as === 'pair' || (use.as === 'field' && !isDecimalKind(use.field.kind) && use.field.kind !== 'time' && storageOf(use.field.kind) !== 'text');
  if (!repeats) return { step, forget: () => {} };
  const kept = new Map<string, readonly Said[]>();
  return {
    forget: () => kept.clear(),
    step(cell, line) {
      if (typeof cell !== 'string' || cell.length > LONGEST) return step(cell, line);
      const known = kept.get(cell);
      if (known !== undefined) {
        row.repeat(known, line);
        return null;
      }
      row.listen();
      const trouble = step(cell, line);
      const said = row.heard();
      if (trouble === null && said !== null) {
        if (kept.size >= MOST_KEPT) kept.clear();
        kept.set(cell, said);
      }
      return trouble;
    },
  };
}
