import { Decimal } from '../../core/base/decimal.ts';
import { formatCivil, parseCivil, type CivilTime } from '../../core/base/time.ts';
import type { Step } from '../../core/deduct/chain.ts';
import type { BalanceRow } from '../../core/deduct/link.ts';
import { DEDUCTIONS } from '../../core/fields/deductions.ts';

/** Deductions as these tests tell them: `10:00 100 10 90`, a clock time, before, deducted and after. */

export function at(clock: string): CivilTime {
  const text = clock.length > 8 ? clock : `2025-05-08 ${clock}`;
  const time = parseCivil(text.length === 16 ? `${text}:00` : text);
  if (time === null) throw new Error(`not a time: ${clock}`);
  return time;
}

export interface RowParts {
  readonly time: CivilTime;
  readonly before: Decimal;
  readonly deducted: Decimal;
  readonly after: Decimal;
  readonly item?: string;
  readonly unit?: string;
  readonly copy?: number;
  readonly row?: number;
}

let rows = 0;

export function balanceRow({ time, before, deducted, after, item = 'I', unit = '分钟', copy = 0, row }: RowParts): BalanceRow {
  rows += 1;
  const blank = Object.fromEntries(DEDUCTIONS.fields.map((field) => [field.key, null]));
  return {
    ...blank, packageId: 'pkg-1', packageUnit: unit, billingItem: item, deductedAt: time, usageStart: time - 3600, usageEnd: time - 1,
    before, deducted, after, row: row ?? rows, file: 1, line: row ?? rows, copy,
  } as unknown as BalanceRow;
}

/** `clock before deducted [after] [item] [*copies]`; `after` is computed where it is left out or `=`. */
export function rowsOf(...lines: readonly string[]): BalanceRow[] {
  return lines.flatMap((line, index) => {
    const [day, clock, ...rest] = /^\d{4}-/.test(line) ? line.split(' ') : ['2025-05-08', ...line.split(' ')];
    const copies = Number(rest.find((word) => word.startsWith('*'))?.slice(1) ?? 1);
    const [before = '', deducted = '', after = '=', item = 'I'] = rest.filter((word) => !word.startsWith('*'));
    const [b, d] = [Decimal.of(before), Decimal.of(deducted)];
    const parts = { time: at(`${day} ${clock}`), before: b, deducted: d, after: after === '=' ? b.minus(d) : Decimal.of(after), item };
    return Array.from({ length: copies }, (_, copy) => balanceRow({ ...parts, copy, row: (index + 1) * 10 + copy }));
  });
}

/** `10:00 100-10=90`, with what is broken before it: ` gap 20`, ` rise 5`, ` fork of 100-10`. */
export function told(step: Step): string {
  const { row, broken, copies, counted, undecided } = step;
  const sum = `${row.before.toString()}-${row.deducted.toString()}=${row.after.toString()}`;
  const broke = broken === null ? '' : broken.kind === 'fork'
    ? ` fork of ${broken.twin.row.before.toString()}-${broken.twin.row.deducted.toString()}`
    : ` ${broken.kind === 'gap' ? 'gap' : 'rise'} ${broken.amount.toString()}`;
  const twice = copies.length === 0 ? '' : ` x${1 + copies.length}${undecided ? '?' : ` counted ${counted}`}`;
  return `${formatCivil(row.deductedAt!).slice(11, 16)} ${sum}${broke}${twice}`;
}
