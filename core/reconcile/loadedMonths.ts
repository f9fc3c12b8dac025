import { monthOf, monthStart, type CivilTime, type MonthNumber } from '../base/time.ts';
import type { BillRow } from '../fields/bill.ts';

interface Span {
  readonly begin: CivilTime;
  readonly end: CivilTime;
  first: CivilTime;
  last: CivilTime;
}

function widen(span: Span, time: CivilTime | null): void {
  if (time === null || time < span.begin || time >= span.end) return;
  if (time < span.first) span.first = time;
  if (time > span.last) span.last = time;
}

/** For which moments the bill must show what was paid. */
export class LoadedMonths {
  private readonly times = new Map<MonthNumber, Span>();
  private latest: { readonly month: MonthNumber; readonly span: Span } | null = null;

  /** What `kept` told. */
  static of(kept: ReturnType<LoadedMonths['kept']>): LoadedMonths {
    const loaded = new LoadedMonths();
    for (const [month, span] of kept) loaded.times.set(month, { ...span });
    return loaded;
  }

  /** Everything that is known, as plain data. */
  kept(): ReadonlyMap<MonthNumber, Readonly<Span>> {
    return this.times;
  }

  /** Notes a line of a month. Months count by their prepaid and metered lines: a late adjustment does not load the month that it corrects. */
  note(line: Pick<BillRow, 'transactionTime' | 'usageStart'>, month: MonthNumber): void {
    // Lines come month by month.
    const span = this.latest?.month === month ? this.latest.span : (this.times.get(month) ?? { begin: monthStart(month), end: monthStart(month + 1), first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY });
    if (this.latest?.span !== span) this.latest = { month, span };
    // A charge of the next month, or a term that begins later, says nothing about this one.
    widen(span, line.transactionTime);
    widen(span, line.usageStart);
    if (span.last >= span.first) this.times.set(month, span);
  }

  /**
   * `inside` a loaded month. The first and last of a run of loaded months may be loaded in part: before the first line
   * of the one and after the last line of the other nothing is known.
   */
  at(time: CivilTime): 'inside' | 'edge' | 'outside' {
    const month = monthOf(time);
    const span = this.times.get(month);
    if (span === undefined) return 'outside';
    if (time < span.first && !this.times.has(month - 1)) return 'edge';
    if (time > span.last && !this.times.has(month + 1)) return 'edge';
    return 'inside';
  }
}
