import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { civil, formatMonth, monthOf } from '../base/time.ts';
import type { Demo, ExpectedFinding } from '../demo/index.ts';
import { readStatedAmount, statedAmountText, type StatedTotal } from '../fields/totals.ts';
import { resourcePath } from './resources.ts';

/** What stands beside the exports of a demo: when they were taken, what is stated about months, and what must be found. */
export interface DemoNote {
  readonly snapshot: string;
  /** Overviews that were taken before the others, by file. */
  readonly earlier: readonly { readonly file: string; readonly snapshot: string }[];
  readonly totals: readonly StatedTotal[];
  readonly findings: readonly ExpectedFinding[];
}

interface Written extends Omit<DemoNote, 'totals'> {
  readonly totals: readonly { readonly month: string; readonly payer: string | null; readonly product: string | null; readonly currency: string; readonly amount: string }[];
}

export const NOTE_FILE = 'expected.json';

export function noteOf({ snapshot, files, totals, expected }: Pick<Demo, 'snapshot' | 'files' | 'totals' | 'expected'>): DemoNote {
  return { snapshot, earlier: files.flatMap(({ name, taken }) => (taken === undefined ? [] : [{ file: name, snapshot: taken }])), totals, findings: expected };
}

export function noteText(note: DemoNote): string {
  const totals = note.totals.map(({ month, payer, product, currency, ...amount }) => ({ month: formatMonth(month), payer, product, currency, amount: statedAmountText(amount) }));
  const written: Written = { ...note, totals };
  return `${JSON.stringify(written, null, 1)}\n`;
}

/** The exports that come with the program, and what is known of them; `null` where they are not there. */
export function shippedDemo(): { readonly folder: string; readonly files: readonly string[]; readonly note: DemoNote } | null {
  const folder = resourcePath('demo');
  if (!existsSync(join(folder, NOTE_FILE))) return null;
  const { totals, ...note } = JSON.parse(readFileSync(join(folder, NOTE_FILE), 'utf8')) as Written;
  return {
    folder, files: readdirSync(folder).filter((name) => name !== NOTE_FILE).sort(),
    note: { ...note, totals: totals.map(({ month, amount, ...rest }) => ({ ...rest, month: monthOf(civil(Number(month.slice(0, 4)), Number(month.slice(5)), 1)), ...readStatedAmount(amount)! })) },
  };
}
