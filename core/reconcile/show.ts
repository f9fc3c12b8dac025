import { grouped, type Decimal } from '../base/decimal.ts';
import { formatCivil, type CivilTime } from '../base/time.ts';

/** A number for a sentence: grouped, with at least the decimals that the file prints. */
export function show(value: Decimal | null, scale = 0): string {
  return value === null ? '-' : grouped(value.toFixed(scale));
}

export function showTime(time: CivilTime | null): string {
  return time === null ? '-' : formatCivil(time);
}

/** A quantity with its unit, or without one where it is unknown. */
export function showQuantity(value: Decimal | null, unit: string | null, scale = 0): string {
  return unit === null || value === null ? show(value, scale) : `${show(value, scale)} ${unit}`;
}
