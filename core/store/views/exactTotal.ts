import { Decimal } from '../../base/decimal.ts';
import { WIDE_MARK } from '../columns.ts';

const NANO = 1_000_000_000;
/** Two numbers of this size still add up exactly. */
const CARRY = 2 ** 52;

/** A sum of stored decimals, exact whatever their number: in integers, of which those that grow too large are carried over. */
export class ExactTotal {
  count = 0;
  private whole = 0;
  private nano = 0;
  private carried = 0n;
  private wide = Decimal.zero;

  /** Adds the two columns of a decimal; the first is text where it does not fit into integers. */
  add(whole: number | string, nano: number | null): void {
    this.count += 1;
    if (typeof whole === 'string') {
      this.wide = this.wide.plus(Decimal.of(whole.slice(WIDE_MARK.length)));
      return;
    }
    this.whole += whole;
    this.nano += nano!;
    if (this.nano >= NANO) {
      this.nano -= NANO;
      this.whole += 1;
    }
    if (this.whole >= CARRY || this.whole < -CARRY) {
      this.carried += BigInt(this.whole);
      this.whole = 0;
    }
  }

  get value(): Decimal {
    return Decimal.ofUnits(this.carried + BigInt(this.whole), 0).plus(Decimal.ofUnits(BigInt(this.nano), 9)).plus(this.wide);
  }
}
