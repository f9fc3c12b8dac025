import { conversion } from '../fields/units.ts';
import type { Field, FieldValue, RecordKind } from '../fields/field.ts';

/**
 * Where the units go that were glued to numbers. A unit glued to a number fills the field that the catalogue names for
 * it. If that field has a value of its own, the two must mean the same; numbers of one row in two units cannot share
 * one unit field, and the row is set aside.
 */
export interface GluedUnits {
  /** Remembers the unit of the field at place `at`. */
  note(at: number, unit: string): void;
  /** Fills the unit fields of a row once all cells are read; answers the place of the field whose unit contradicts, or -1. */
  settle(values: FieldValue[]): number;
}

export function gluedUnits(kind: RecordKind, fields: readonly Field[]): GluedUnits {
  const placeOf = new Map(fields.map((field, place) => [field.key, place]));
  const targets = fields.map((field) => (field.unit === undefined ? -1 : placeOf.get(field.unit)!));
  const lenient = fields.map((field) => field.kind === 'price');
  const places: number[] = [];
  const units: string[] = [];
  const packageUnit = kind === 'deductions' ? placeOf.get('packageUnit')! : -1;
  const others = kind === 'deductions' ? [placeOf.get('deductedUnit')!, placeOf.get('afterUnit')!] : [];
  return {
    note(at, unit) {
      places.push(at);
      units.push(unit);
    },
    settle(values) {
      let contradicts = -1;
      for (let index = 0; index < places.length; index += 1) {
        const at = places[index]!;
        const target = targets[at]!;
        if (target < 0) continue;
        const present = values[target];
        if (present === null || present === undefined) values[target] = units[index]!;
        else if (present !== units[index] && !lenient[at] && !sameUnit(present as string, units[index]!)) contradicts = at;
      }
      places.length = 0;
      units.length = 0;
      if (packageUnit >= 0) foldInto(values, packageUnit, others);
      return contradicts;
    },
  };
}

function sameUnit(a: string, b: string): boolean {
  const ratio = conversion(a, b);
  return ratio !== null && ratio.numerator === ratio.denominator;
}

/** A deduction states one unit where its three amounts agree: the others are kept only where they differ. */
function foldInto(values: FieldValue[], main: number, others: readonly number[]): void {
  for (const other of others) {
    if (values[main] === null) values[main] = values[other] ?? null;
    if (values[other] === values[main]) values[other] = null;
  }
}
