const MINUS = 45;
const COMMA = 44;
const POINT = 46;
const DIGIT_0 = 48;
/** So many digits before and behind the point two integers hold exactly. */
const MOST_WHOLE_DIGITS = 15;
const MOST_DECIMALS = 9;
const NANO = 1_000_000_000;
const POWERS = Array.from({ length: MOST_DECIMALS + 1 }, (_, missing) => 10 ** missing);

/**
 * Reads the digits of a number as nearly every export prints them, `20,000.000000000`, straight from bytes. Whatever is
 * written in another way is left to `readNumber`, which this agrees with: a sign `+`, a bare point, too many digits,
 * commas in wrong places.
 */
export class NumberBytes {
  whole = 0;
  nano = 0;
  /** Printed decimals. */
  scale = 0;
  /** The place behind the digits. */
  end = 0;

  /** Whether a number stands at `from`; what follows it up to `to` is the caller's. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    const isNegative = bytes[from] === MINUS;
    let at = isNegative ? from + 1 : from;
    let whole = 0;
    let digits = 0;
    let group = 0;
    let commas = 0;
    for (; at < to; at += 1) {
      const byte = bytes[at]!;
      const digit = byte - DIGIT_0;
      if (digit >= 0 && digit <= 9) {
        whole = whole * 10 + digit;
        digits += 1;
        group += 1;
      } else if (byte === COMMA) {
        if (group === 0 || (commas === 0 ? group > 3 : group !== 3)) return false;
        commas += 1;
        group = 0;
      } else break;
    }
    if (digits === 0 || digits > MOST_WHOLE_DIGITS || (commas > 0 && group !== 3)) return false;
    let nano = 0;
    let decimals = 0;
    if (at < to && bytes[at] === POINT) {
      at += 1;
      for (const first = at; at < to; at += 1) {
        const digit = bytes[at]! - DIGIT_0;
        if (digit < 0 || digit > 9) break;
        nano = nano * 10 + digit;
        decimals = at + 1 - first;
        if (decimals > MOST_DECIMALS) return false;
      }
      if (decimals === 0) return false;
      nano *= POWERS[MOST_DECIMALS - decimals]!;
    }
    this.end = at;
    this.scale = decimals;
    if (!isNegative) {
      this.whole = whole;
      this.nano = nano;
    } else if (nano === 0) {
      this.whole = whole === 0 ? 0 : -whole;
      this.nano = 0;
    } else {
      this.whole = -whole - 1;
      this.nano = NANO - nano;
    }
    return true;
  }
}
