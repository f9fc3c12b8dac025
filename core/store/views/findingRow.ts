import { decimalOf, type RawRow } from '../rowDecoder.ts';
import type { ShownRow } from './display.ts';

const TEXTS = [[1, 'severity'], [2, 'check'], [3, 'packageId'], [4, 'transactionId'], [5, 'product'], [8, 'unit'], [11, 'currency'], [12, 'rows'], [13, 'status'], [14, 'key']] as const;

/** A row of the table of findings, in the order of its columns. */
export function showFinding(raw: RawRow, at: number): ShownRow {
  const values: Record<string, string> = {};
  for (const [place, key] of TEXTS) if (raw[place] !== null) values[key] = String(raw[place]);
  const quantity = decimalOf(raw[6]!, raw[7] as number | null);
  const money = decimalOf(raw[9]!, raw[10] as number | null);
  if (quantity !== null) values['quantity'] = quantity.toString();
  if (money !== null) values['money'] = money.toString();
  return { id: raw[0] as number, at, values };
}
