import { DAY, type MonthNumber } from '../base/time.ts';
import { AMOUNT_FIELDS, amountOf } from '../fields/facts.ts';
import type { BillRow } from '../fields/bill.ts';
import { isUsage } from '../fields/choices.ts';
import { LoadedMonths } from './loadedMonths.ts';
import { monthOfLine } from './world.ts';

/** What one look over the whole bill tells before any line is checked. */
export interface Survey {
  readonly lines: number;
  readonly months: ReadonlySet<MonthNumber>;
  readonly loaded: LoadedMonths;
  /** Days on which a product has pay-as-you-go usage, by the product's name as printed. */
  readonly usageDays: ReadonlyMap<string, ReadonlySet<number>>;
  readonly regions: ReadonlySet<string>;
  /** Lines other than prepaid ones that print no deducted, and no raw usage. */
  readonly without: { readonly deductedUsage: number; readonly rawUsage: number };
}

/** What `repeatKey` is made of. */
export type RepeatFields = Pick<BillRow, 'transactionId' | 'instanceId' | 'componentType' | 'componentName' | 'usageStart' | 'usageEnd' | (typeof AMOUNT_FIELDS)[number]>;

/** What the survey asks of a line. */
export const SURVEY_FIELDS = ['billMonth', 'billingMode', 'transactionTime', 'transactionType', 'usageStart', 'region', 'product', 'deductedUsage', 'rawUsage'] as const satisfies readonly (keyof BillRow)[];
type SurveyLine = Pick<BillRow, (typeof SURVEY_FIELDS)[number]>;

/** Identity of a transaction line, as `duplicate-transaction` understands it. */
export function repeatKey(line: RepeatFields): string {
  return [line.transactionId, line.instanceId, line.componentType, line.componentName, line.usageStart, line.usageEnd, amountOf(line)?.toString() ?? ''].join('\u0001');
}

/** One line goes to one check after the other: the last answer is kept for the next that asks. */
let lastAsked: UsageFields | null = null;
let lastAnswer = false;

type UsageFields = Pick<BillRow, 'transactionType' | 'billingMode'>;

export function isUsageLine(line: UsageFields): boolean {
  if (line !== lastAsked) {
    lastAnswer = isUsage(line.transactionType, line.billingMode);
    lastAsked = line;
  }
  return lastAnswer;
}

export function surveyBill(lines: Iterable<SurveyLine>): Survey {
  const surveyor = new Surveyor();
  for (const line of lines) surveyor.note(line);
  return surveyor.survey();
}

/** Makes a survey while the bill goes by. */
export class Surveyor {
  private readonly months = new Set<MonthNumber>();
  private readonly loaded = new LoadedMonths();
  private readonly usageDays = new Map<string, Set<number>>();
  private readonly regions = new Set<string>();
  private readonly without = { deductedUsage: 0, rawUsage: 0 };
  private lines = 0;
  private lastDay = Number.NaN;
  private lastProduct = '';

  note(line: SurveyLine): void {
    this.lines += 1;
    const month = monthOfLine(line);
    if (month !== null) this.months.add(month);
    if (line.region !== null) this.regions.add(line.region);
    if (line.deductedUsage === null && line.billingMode !== 'prepaid') this.without.deductedUsage += 1;
    if (line.rawUsage === null && line.billingMode !== 'prepaid') this.without.rawUsage += 1;
    const isUsageOne = isUsageLine(line);
    if (month !== null && (isUsageOne || line.billingMode === 'prepaid')) this.loaded.note(line, month);
    if (line.usageStart !== null && line.product !== null && isUsageOne) this.noteDay(Math.floor(line.usageStart / DAY), line.product);
  }

  /** Lines of one product and day stand together. */
  private noteDay(day: number, product: string): void {
    if (day === this.lastDay && product === this.lastProduct) return;
    this.lastDay = day;
    this.lastProduct = product;
    let days = this.usageDays.get(product);
    if (days === undefined) this.usageDays.set(product, (days = new Set()));
    days.add(day);
  }

  survey(): Survey {
    const { lines, months, loaded, usageDays, regions, without } = this;
    return { lines, months, loaded, usageDays, regions, without };
  }
}
