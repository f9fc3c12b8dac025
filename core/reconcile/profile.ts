import type { BillRow } from '../fields/bill.ts';
import type { Ledger, Listener } from './check.ts';

/** How much time a check took, in milliseconds; an estimate, because only every so many rows are timed. */
export interface CheckTime {
  readonly id: string;
  readonly milliseconds: number;
}

/** Rows come by the million: timing each of them would cost more than most checks take. */
const SAMPLE = 16;

/** Measures checks with a clock from outside, in milliseconds. */
export class Profile {
  private readonly clock: () => number;
  private readonly times = new Map<string, { sum: number }>();

  constructor(clock: () => number) {
    this.clock = clock;
  }

  /** What the ledger gathers, with every so many lines timed. */
  gathered(id: string, ledger: Ledger): (line: BillRow) => void {
    return this.each(id, (line: BillRow) => ledger.line(line), SAMPLE);
  }

  private each<A extends unknown[]>(id: string, hear: (...event: A) => void, every: number): (...event: A) => void {
    const time = this.times.get(id) ?? { sum: 0 };
    this.times.set(id, time);
    let count = 0;
    return (...event) => {
      count += 1;
      if (count % every !== 0) {
        hear(...event);
        return;
      }
      const begun = this.clock();
      hear(...event);
      time.sum += (this.clock() - begun) * every;
    };
  }

  /** The listener, with every event timed. */
  timed(id: string, listener: Listener): Listener {
    this.times.set(id, this.times.get(id) ?? { sum: 0 });
    const each = <A extends unknown[]>(hear: ((...event: A) => void) | undefined, every: number): ((...event: A) => void) | undefined => (hear === undefined ? undefined : this.each(id, hear, every));
    const own = <K extends keyof Listener>(name: K): Listener[K] => listener[name]?.bind(listener) as Listener[K];
    const timed: Partial<Record<keyof Listener, unknown>> = {
      file: each(own('file'), 1), rejected: each(own('rejected'), 1), package: each(own('package'), 1), deduction: each(own('deduction'), SAMPLE),
      history: each(own('history'), 1), replayed: each(own('replayed'), 1), known: each(own('known'), 1),
      prepaid: each(own('prepaid'), 1), line: each(own('line'), SAMPLE), billed: each(own('billed'), SAMPLE), settled: each(own('settled'), 1), matched: each(own('matched'), SAMPLE), end: each(own('end'), 1),
    };
    return Object.fromEntries(Object.entries(timed).filter(([, hear]) => hear !== undefined));
  }

  /** Slowest first. */
  result(): CheckTime[] {
    return [...this.times].map(([id, { sum }]) => ({ id, milliseconds: Math.round(sum) })).sort((a, b) => b.milliseconds - a.milliseconds || (a.id < b.id ? -1 : 1));
  }
}
