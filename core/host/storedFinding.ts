import { Decimal } from '../base/decimal.ts';
import type { Finding } from '../fields/finding.ts';

/** A finding as a run keeps it: decimals come back from their digits. */
export function storedFinding(body: string): Finding {
  return revivedFinding(JSON.parse(body) as WrittenFinding);
}

/** A finding as JSON has it. */
export type WrittenFinding = Omit<Finding, 'quantity' | 'money'> & { readonly quantity: string | null; readonly money: string | null };

export function revivedFinding(raw: WrittenFinding): Finding {
  return { ...raw, quantity: raw.quantity === null ? null : Decimal.of(raw.quantity), money: raw.money === null ? null : Decimal.of(raw.money) };
}
