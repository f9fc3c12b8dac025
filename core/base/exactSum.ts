import { Decimal } from './decimal.ts';

const NANO = 1_000_000_000;
/** Two wholes of this size add up without leaving the exact integers. */
const SPILL = 2 ** 52;

/** Adds many decimals exactly and makes a new one only when it is asked for the sum. */
export class ExactSum {
  private whole = 0;
  private nano = 0;
  /** What does not fit into the two numbers. */
  private rest: Decimal = Decimal.zero;

  add(value: Decimal): void {
    if (value.isNarrow) this.addParts(value.whole, value.nano);
    else this.rest = this.rest.plus(value);
  }

  /** A decimal as its two integers. */
  addParts(whole: number, nano: number): void {
    this.nano += nano;
    this.whole += whole;
    if (this.nano >= NANO) {
      this.nano -= NANO;
      this.whole += 1;
    }
    if (this.whole < SPILL && this.whole >= -SPILL) return;
    this.rest = this.rest.plus(Decimal.ofUnits(BigInt(this.whole), 0));
    this.whole = 0;
  }

  get value(): Decimal {
    return this.rest.plus(Decimal.ofParts(this.whole, this.nano));
  }
}
