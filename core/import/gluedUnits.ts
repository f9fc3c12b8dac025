import { conversion } from '../fields/units.ts';
import type { RecordKind } from '../fields/field.ts';
import type { BatchBuilder } from './batchBuilder.ts';

/**
 * Where the units go that were glued to numbers. A unit glued to a number fills the field that the catalogue names for
 * it. If that field has a value of its own, the two must mean the same; numbers of one row in two units cannot share
 * one unit field, and the row is set aside.
 */
export interface GluedUnits {
  startRow(): void;
  /** Remembers the unit of the field at place `at`, as a word of the batch. */
  note(at: number, unit: number): void;
  /** Fills the unit fields of the row once all cells are read; answers the place of the field whose unit contradicts, or -1. */
  settle(): number;
}

export function gluedUnits(kind: RecordKind, row: BatchBuilder): GluedUnits {
  const { fields } = row;
  const placeOf = new Map(fields.map((field, place) => [field.key, place]));
  const targets = fields.map((field) => (field.unit === undefined ? -1 : placeOf.get(field.unit)!));
  const lenient = fields.map((field) => field.kind === 'price');
  const places: number[] = [];
  const units: number[] = [];
  let count = 0;
  const packageUnit = kind === 'deductions' ? placeOf.get('packageUnit')! : -1;
  const others = kind === 'deductions' ? [placeOf.get('deductedUnit')!, placeOf.get('afterUnit')!] : [];

  function sameUnit(a: number, b: number): boolean {
    const ratio = conversion(row.words.textOf(a), row.words.textOf(b));
    return ratio !== null && ratio.numerator === ratio.denominator;
  }

  /** A deduction states one unit where its three amounts agree: the others are kept only where they differ. */
  function fold(): void {
    for (const other of others) {
      const unit = row.number(other);
      if (Number.isNaN(unit)) continue;
      if (row.isEmpty(packageUnit)) row.setNumber(packageUnit, unit);
      if (row.number(packageUnit) === unit) row.setNumber(other, Number.NaN);
    }
  }

  return {
    startRow() {
      count = 0;
    },
    note(at, unit) {
      places[count] = at;
      units[count] = unit;
      count += 1;
    },
    settle() {
      let contradicts = -1;
      for (let index = 0; index < count; index += 1) {
        const at = places[index]!;
        const target = targets[at]!;
        if (target < 0) continue;
        const unit = units[index]!;
        const present = row.number(target);
        if (Number.isNaN(present)) row.setNumber(target, unit);
        else if (present !== unit && lenient[at] !== true && !sameUnit(present, unit)) contradicts = at;
      }
      if (packageUnit >= 0) fold();
      return contradicts;
    },
  };
}
