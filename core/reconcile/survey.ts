import { DAY, type MonthNumber } from '../base/time.ts';
import { AMOUNT_FIELDS, amountOf } from '../fields/facts.ts';
import type { BillRow } from '../fields/bill.ts';
import { transactionClass } from '../fields/choices.ts';
import { comparableName } from './names.ts';
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
  mayRepeat(line: RepeatFields): boolean;
}

const REPEAT_FIELDS = ['transactionId', 'instanceId', 'componentType', 'componentName', 'usageStart', 'usageEnd', ...AMOUNT_FIELDS] as const satisfies readonly (keyof BillRow)[];
type RepeatFields = Pick<BillRow, (typeof REPEAT_FIELDS)[number]>;

/** What the survey asks of a line. */
export const SURVEY_FIELDS = [...REPEAT_FIELDS, 'billMonth', 'billingMode', 'transactionTime', 'transactionType', 'region', 'product', 'deductedUsage'] as const satisfies readonly (keyof BillRow)[];
type SurveyLine = Pick<BillRow, (typeof SURVEY_FIELDS)[number]>;

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
  const seen = new HashSet();
  const repeated = new Set<number>();
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
    if (line.transactionId !== null) {
      const hash = hash53(repeatKey(line));
      if (!seen.add(hash)) repeated.add(hash);
    }
  }
  return {
    lines: count, printing, months, usageDays, regions,
    mayRepeat: (line) => repeated.size > 0 && line.transactionId !== null && repeated.has(hash53(repeatKey(line))),
  };
}

/** 53 bits of a text; used only to find lines worth comparing in full. */
function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & b) + (a >>> 0);
}

/** A set of positive whole numbers below 2^53 in 16 bytes each: a set of a million strings would need a hundred. */
class HashSet {
  private slots = new Float64Array(1 << 12).fill(-1);
  private size = 0;

  /** Whether the number is new. */
  add(value: number): boolean {
    if (this.size * 2 > this.slots.length) this.grow();
    const mask = this.slots.length - 1;
    let at = value % 4_294_967_291 & mask;
    while (this.slots[at] !== -1) {
      if (this.slots[at] === value) return false;
      at = (at + 1) & mask;
    }
    this.slots[at] = value;
    this.size += 1;
    return true;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Float64Array(old.length * 2).fill(-1);
    this.size = 0;
    for (const value of old) if (value !== -1) this.add(value);
  }
}
