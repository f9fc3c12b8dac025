import { DAY, type MonthNumber } from '../base/time.ts';
import { AMOUNT_FIELDS, amountOf } from '../fields/facts.ts';
import type { BillRow } from '../fields/bill.ts';
import { transactionClass } from '../fields/choices.ts';
import { comparableName } from './names.ts';
import { Repeats } from './repeats.ts';
import { monthOfLine } from './world.ts';

/** What one look over the whole bill tells before any line is checked. */
export interface Survey {
  readonly lines: number;
  /** Products (comparable names) of which at least one line prints deducted usage. */
  readonly printing: ReadonlySet<string>;
  readonly months: ReadonlySet<MonthNumber>;
  /** Days on which a product has pay-as-you-go usage, by the product's name as printed. */
  readonly usageDays: ReadonlyMap<string, ReadonlySet<number>>;
  readonly regions: ReadonlySet<string>;
  /** Whether a line may be one of several equal ones; a line that is, always may. */
  mayRepeat(line: { readonly row: number }): boolean;
}

const REPEAT_FIELDS = ['transactionId', 'instanceId', 'componentType', 'componentName', 'usageStart', 'usageEnd', ...AMOUNT_FIELDS] as const satisfies readonly (keyof BillRow)[];
export type RepeatFields = Pick<BillRow, (typeof REPEAT_FIELDS)[number]>;

/** What the survey asks of a line. */
export const SURVEY_FIELDS = [...REPEAT_FIELDS, 'billMonth', 'billingMode', 'transactionTime', 'transactionType', 'region', 'product', 'deductedUsage'] as const satisfies readonly (keyof BillRow)[];
type SurveyLine = Pick<BillRow, (typeof SURVEY_FIELDS)[number] | 'row'>;

/** Identity of a transaction line, as `duplicate-transaction` understands it. */
export function repeatKey(line: RepeatFields): string {
  return [line.transactionId, line.instanceId, line.componentType, line.componentName, line.usageStart, line.usageEnd, amountOf(line)?.toString() ?? ''].join('\u0001');
}

export function isUsageLine(line: Pick<BillRow, 'transactionType' | 'billingMode'>): boolean {
  const kind = transactionClass(line.transactionType);
  return kind === 'usage' || (kind === null && line.billingMode === 'postpaid');
}

export function surveyBill(lines: Iterable<SurveyLine>): Survey {
  const printing = new Set<string>();
  const months = new Set<MonthNumber>();
  const usageDays = new Map<string, Set<number>>();
  const regions = new Set<string>();
  const repeats = new Repeats();
  let count = 0;
  for (const line of lines) {
    count += 1;
    const month = monthOfLine(line);
    if (month !== null) months.add(month);
    if (line.region !== null) regions.add(line.region);
    if (line.deductedUsage !== null) printing.add(comparableName(line.product));
    if (isUsageLine(line) && line.usageStart !== null && line.product !== null) {
      const days = usageDays.get(line.product) ?? new Set<number>();
      days.add(Math.floor(line.usageStart / DAY));
      usageDays.set(line.product, days);
    }
    if (line.transactionId !== null) repeats.note(line);
  }
  return { lines: count, printing, months, usageDays, regions, mayRepeat: (line) => repeats.has(line.row) };
}
