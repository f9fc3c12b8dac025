import type { Decimal } from '../../base/decimal.ts';
import { Decimal as Exact } from '../../base/decimal.ts';
import { transactionClass, type TransactionClass } from '../../fields/choices.ts';
import { AMOUNT_FIELDS } from '../../fields/facts.ts';
import { TIE_PARTS, type Scope, type TiePart } from '../../fields/views.ts';
import { totalOf } from './sums.ts';
import { wherePiece } from './viewQuery.ts';
import type { ViewReader } from './viewReader.ts';

const PART_OF: Readonly<Record<TransactionClass, TiePart>> = {
  purchase: 'purchase', renewal: 'purchase', modify: 'purchase',
  usage: 'usage', reserved: 'usage', 'savings-plan': 'usage', guarantee: 'usage', offline: 'usage', migration: 'usage',
  refund: 'refund', reversal: 'refund',
  'adjust-debit': 'adjustment', 'adjust-credit': 'adjustment', discount: 'adjustment',
  precision: 'precision',
};

export interface TieOut {
  readonly currency: string | null;
  readonly total: string;
  readonly lines: number;
  readonly parts: { readonly part: TiePart; readonly value: string; readonly lines: number; readonly types: { readonly type: string | null; readonly value: string; readonly lines: number }[] }[];
  readonly addsUp: boolean;
}

interface Group {
  readonly currency: string | null;
  readonly type: string | null;
  readonly whole: bigint | null;
  readonly nano: bigint | null;
  readonly wide: string | null;
  readonly lines: bigint;
}

/** Per currency, what the bill comes to and of which transactions; the total is added up apart from its parts. */
export function tieOut(reader: ViewReader, scope: Scope): TieOut[] {
  const byType = groups(reader, scope, 'r."transactionType"');
  const totals = new Map(groups(reader, scope, 'NULL').map((group) => [group.currency, totalOf(group)]));
  const currencies = [...new Set(byType.map((group) => group.currency))].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1));
  return currencies.map((currency) => {
    const own = byType.filter((group) => group.currency === currency).map((group) => ({ type: group.type, value: totalOf(group), lines: Number(group.lines) }));
    const parts = TIE_PARTS.map((part) => {
      const types = own.filter(({ type }) => partOf(type) === part);
      return { part, sum: added(types), lines: types.reduce((sum, { lines }) => sum + lines, 0), types };
    });
    const total = totals.get(currency) ?? Exact.zero;
    return {
      currency,
      total: total.toString(),
      lines: parts.reduce((sum, { lines }) => sum + lines, 0),
      parts: parts.map(({ part, sum, lines, types }) => ({ part, value: sum.toString(), lines, types: types.map((one) => ({ ...one, value: one.value.toString() })) })),
      addsUp: added(parts.map(({ sum }) => ({ value: sum }))).equals(total),
    };
  });
}

function partOf(type: string | null): TiePart {
  const known = transactionClass(type);
  return known === null ? 'unattributed' : PART_OF[known];
}

function added(values: readonly { readonly value: Decimal }[]): Decimal {
  return values.reduce((sum, { value }) => sum.plus(value), Exact.zero);
}

/** The first amount that a line prints, as `amountOf` takes it; the currency of a China bill that prints none is CNY. */
function groups({ db }: ViewReader, scope: Scope, type: string): Group[] {
  const first = (suffix: string): string => `CASE ${AMOUNT_FIELDS.map((key) => `WHEN r."${key}" IS NOT NULL THEN r."${key}${suffix}"`).join(' ')} END`;
  const where = wherePiece({ view: 'bill', filters: [], quick: '', sort: [], scope }, true);
  const currency = `coalesce((SELECT value FROM text WHERE id = "currency"), CASE WHEN (SELECT layout FROM file WHERE id = "file") = 'cn' THEN 'CNY' END)`;
  return db.prepare(`SELECT ${currency} AS currency, (SELECT value FROM text WHERE id = "type") AS type, sum(whole) AS whole, sum(nano) AS nano, group_concat(wide, ' ') AS wide, sum(lines) AS lines FROM (
      SELECT "currency", "file", "type", sum(CASE WHEN typeof(amount) = 'integer' THEN amount END) AS whole, sum(amount_nano) AS nano,
        group_concat(CASE WHEN typeof(amount) = 'text' THEN amount END, ' ') AS wide, count(*) AS lines
      FROM (SELECT r."currency" AS "currency", r."file" AS "file", ${type} AS "type", ${first('')} AS amount, ${first('_nano')} AS amount_nano FROM bill_row AS r ${where.sql})
      GROUP BY 1, 2, 3) GROUP BY 1, 2`).safeIntegers().all(...where.bound) as Group[];
}
