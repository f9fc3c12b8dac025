import type { Decimal } from '../../base/decimal.ts';
import { Decimal as Exact } from '../../base/decimal.ts';
import { transactionClass, type TransactionClass } from '../../fields/choices.ts';
import { AMOUNT_FIELDS } from '../../fields/facts.ts';
import { TIE_PARTS, type Scope, type TiePart } from '../../fields/views.ts';
import { ExactTotal } from './exactTotal.ts';
import { sourceOf } from './orders/maker.ts';
import type { Cell } from './orders/scan.ts';
import { CURRENCY_KEY, unitName } from './sums.ts';
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

/** What some lines come to; a line without any amount is still a line. */
class Amounts {
  lines = 0;
  readonly sum = new ExactTotal();

  add(whole: Cell, nano: Cell): void {
    this.lines += 1;
    if (whole !== null) this.sum.add(whole, nano as number | null);
  }
}

/** Per currency, what the bill comes to and of which transactions; the total is added up apart from its parts. */
export function tieOut(reader: ViewReader, scope: Scope): TieOut[] {
  const { byType, totals } = added(reader, scope);
  const currencies = [...byType.keys()].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1));
  return currencies.map((currency) => {
    const own = Array.from(byType.get(currency)!, ([type, { value, lines }]) => ({ type, value, lines }));
    const parts = TIE_PARTS.map((part) => {
      const types = own.filter(({ type }) => partOf(type) === part);
      return { part, sum: sumOf(types), lines: types.reduce((sum, { lines }) => sum + lines, 0), types };
    });
    const total = totals.get(currency)!;
    return {
      currency,
      total: total.toString(),
      lines: parts.reduce((sum, { lines }) => sum + lines, 0),
      parts: parts.map(({ part, sum, lines, types }) => ({ part, value: sum.toString(), lines, types: types.map((one) => ({ ...one, value: one.value.toString() })) })),
      addsUp: sumOf(parts.map(({ sum }) => ({ value: sum }))).equals(total),
    };
  });
}

function partOf(type: string | null): TiePart {
  const known = transactionClass(type);
  return known === null ? 'unattributed' : PART_OF[known];
}

function sumOf(values: readonly { readonly value: Decimal }[]): Decimal {
  return values.reduce((sum, { value }) => sum.plus(value), Exact.zero);
}

interface Added {
  readonly byType: ReadonlyMap<string | null, ReadonlyMap<string | null, { readonly value: Decimal; readonly lines: number }>>;
  readonly totals: ReadonlyMap<string | null, Decimal>;
}

/** Adds up the first amount that a line prints, as `amountOf` takes it, in one reading of the bill. */
function added(reader: ViewReader, scope: Scope): Added {
  const first = (suffix: string): string => `CASE ${AMOUNT_FIELDS.map((key) => `WHEN r."${key}" IS NOT NULL THEN r."${key}${suffix}"`).join(' ')} END`;
  const byKey = new Map<Cell, { readonly total: Amounts; readonly types: Map<Cell, Amounts> }>();
  reader.scan.rows([CURRENCY_KEY, 'r."transactionType"', first(''), first('_nano')], sourceOf({ view: 'bill', filters: [], quick: '', sort: [], scope }), (...[currency, type, whole, nano]) => {
    let own = byKey.get(currency!);
    if (own === undefined) byKey.set(currency!, (own = { total: new Amounts(), types: new Map() }));
    let amounts = own.types.get(type!);
    if (amounts === undefined) own.types.set(type!, (amounts = new Amounts()));
    own.total.add(whole!, nano!);
    amounts.add(whole!, nano!);
  });
  const names = { texts: reader.texts, files: reader.files() };
  const byType = new Map<string | null, Map<string | null, { value: Decimal; lines: number }>>();
  const totals = new Map<string | null, Decimal>();
  for (const [key, { total, types }] of byKey) {
    const currency = unitName(key, names);
    const own = byType.get(currency) ?? new Map<string | null, { value: Decimal; lines: number }>();
    for (const [type, { sum, lines }] of types) {
      const name = unitName(type, names);
      const before = own.get(name) ?? { value: Exact.zero, lines: 0 };
      own.set(name, { value: before.value.plus(sum.value), lines: before.lines + lines });
    }
    byType.set(currency, own);
    totals.set(currency, (totals.get(currency) ?? Exact.zero).plus(total.sum.value));
  }
  return { byType, totals };
}
