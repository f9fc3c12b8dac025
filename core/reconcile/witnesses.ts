import { Decimal } from '../base/decimal.ts';
import type { BillRow } from '../fields/bill.ts';
import type { Failure, Report } from './check.ts';

/**
 * The tolerance of a product grants that its printed factors were rounded: at a price of 0.00035 and 100,000 seconds that
 * is half a unit of a column that prints 5 decimals times 100,000, or 0.50. Whether they were rounded is no secret, though:
 * a rounded price or discount would show in every line that has it. Where many lines of one file hold to the last decimal
 * with the very same factor, it was printed in full, and the few that do not hold are wrong by what they are off.
 */
export class Witnesses {
  private readonly entries = new Map<number, Map<number, Map<number, Testimony>>>();
  private readonly explain: (line: BillRow, witnesses: number) => Failure;

  constructor(explain: (line: BillRow, witnesses: number) => Failure) {
    this.explain = explain;
  }

  /** A line that holds to the last decimal, although rounding of the factor would show in it. */
  hold(line: BillRow, factor: Decimal): void {
    const testimony = this.of(line, factor);
    if (testimony !== null) testimony.held += 1;
  }

  /** A line that holds only if the factor was rounded. */
  doubt(line: BillRow, factor: Decimal, report: Report): void {
    const testimony = this.of(line, factor);
    if (testimony === null || testimony.doubted.length >= DOUBTS_KEPT) report.pass();
    else testimony.doubted.push(line);
    if (testimony !== null) testimony.doubts += 1;
  }

  settle(report: Report): void {
    for (const wholes of this.entries.values()) for (const nanos of wholes.values()) for (const { held, doubts, doubted } of nanos.values()) {
      if (held < WITNESSES_NEEDED || doubts * WITNESSES_PER_DOUBT > held) report.pass(doubted.length);
      else for (const line of doubted) report.fail(this.explain(line, held));
    }
  }

  /** By file, then by the two halves of the factor: every line asks, and a text as key would cost more than the formula. */
  private of(line: BillRow, factor: Decimal): Testimony | null {
    if (!factor.isNarrow) return null;
    const nanos = inner(inner(this.entries, line.file), factor.whole);
    let testimony = nanos.get(factor.nano);
    if (testimony === undefined) {
      testimony = { held: 0, doubts: 0, doubted: [] };
      nanos.set(factor.nano, testimony);
    }
    return testimony;
  }
}

interface Testimony {
  held: number;
  doubts: number;
  readonly doubted: BillRow[];
}

const WITNESSES_NEEDED = 20;
const WITNESSES_PER_DOUBT = 10;
const DOUBTS_KEPT = 1000;
/** A rounded factor would be off by more than this many units of the result in a line that is to be a witness. */
const UNITS_SEEN = 100n;
/** Less is not worth anyone's time. */
const MATERIAL = Decimal.of('0.01');
const UNITS_MATERIAL = Decimal.ofInteger(4);

/**
 * From which size of the other factor on a line can be a witness: there, half a unit of the last of `factorScale` decimals
 * shows as a hundred of the last of `resultScale`.
 */
export function visibleFrom(factorScale: number, resultScale: number): Decimal {
  const decimals = resultScale - factorScale;
  return decimals >= 0 ? Decimal.ofUnits(2n * UNITS_SEEN, decimals) : Decimal.ofUnits(2n * UNITS_SEEN * 10n ** BigInt(-decimals), 0);
}

/** Whether what a line is off is worth a doubt: a cent, and more than rounding of the result can explain. */
export function isMaterial(off: Decimal, halfOfResult: Decimal): boolean {
  return !off.isLessThan(MATERIAL) && off.isGreaterThan(halfOfResult.times(UNITS_MATERIAL));
}

function inner<V>(outer: Map<number, Map<number, V>>, key: number): Map<number, V> {
  let found = outer.get(key);
  if (found === undefined) {
    found = new Map<number, V>();
    outer.set(key, found);
  }
  return found;
}
