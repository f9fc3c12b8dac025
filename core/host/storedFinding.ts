import { Decimal } from '../base/decimal.ts';
import type { Finding } from '../fields/finding.ts';

/** A finding as a run keeps it: decimals come back from their digits. */
export function storedFinding(body: string): Finding {
  const raw = JSON.parse(body) as Omit<Finding, 'quantity' | 'money'> & { readonly quantity: string | null; readonly money: string | null };
  return { ...raw, quantity: raw.quantity === null ? null : Decimal.of(raw.quantity), money: raw.money === null ? null : Decimal.of(raw.money) };
}
