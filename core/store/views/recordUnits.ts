import type { RecordKind } from '../../fields/field.ts';
import { partsOfPrice } from '../../fields/unitAliases.ts';
import { NO_TEXT } from '../segments/columns.ts';
import { eachWindow } from './eachWindow.ts';
import type { ViewReader } from './viewReader.ts';

/** A unit word as rows of one kind print it in one field. */
export interface PrintedUnit {
  readonly kind: RecordKind;
  readonly field: string;
  readonly word: string;
  readonly rows: number;
}

const FIELDS = { deductions: ['packageUnit', 'rawUnit', 'deductedUnit', 'afterUnit'], bill: ['priceUnit', 'usageUnit', 'durationUnit'] } as const;

/** The units of deductions and of the bill, once for as long as the facts are as they are; of prices what stands behind the stroke. */
export function printedUnits(reader: ViewReader): PrintedUnit[] {
  return reader.version.onceOfFacts('units', () => (['deductions', 'bill'] as const).flatMap((kind) => {
    const counts = new Map<string, Map<number, number>>(FIELDS[kind].map((field) => [field, new Map()]));
    eachWindow(reader, kind, FIELDS[kind], (columns, rows) => {
      for (const [field, count] of counts) {
        const { ids } = columns.refs(field);
        for (let at = 0; at < rows; at += 1) count.set(ids[at]!, (count.get(ids[at]!) ?? 0) + 1);
      }
    });
    return [...counts].flatMap(([field, count]) => [...count].flatMap(([id, rows]) => {
      if (id === NO_TEXT) return [];
      const text = reader.texts.of(id);
      return (field === 'priceUnit' ? partsOfPrice(text).slice(1) : [text]).map((word): PrintedUnit => ({ kind, field, word, rows }));
    }));
  }));
}
