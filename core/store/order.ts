import { Decimal } from '../base/decimal.ts';
import { CATALOGUES } from '../fields/index.ts';
import type { FieldValue, Provenance, RecordKind } from '../fields/field.ts';

/** An order of rows by all that they say, field by field, absent values first; identical rows by the number of the copy. */
export function contentOrder(kind: RecordKind): (a: Provenance, b: Provenance) => number {
  const keys = CATALOGUES[kind].fields.map((field) => field.key);
  return (a, b) => {
    const left = a as unknown as Readonly<Record<string, FieldValue>>;
    const right = b as unknown as Readonly<Record<string, FieldValue>>;
    for (const key of keys) {
      const order = compareValues(left[key]!, right[key]!);
      if (order !== 0) return order;
    }
    return a.copy - b.copy;
  };
}

function compareValues(a: FieldValue, b: FieldValue): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (a instanceof Decimal && b instanceof Decimal) return a.compare(b);
  return a < b ? -1 : 1;
}
