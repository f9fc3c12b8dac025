import { Decimal } from '../base/decimal.ts';
import type { RejectReason } from '../fields/facts.ts';
import type { Field } from '../fields/field.ts';
import { cleanText, halfWidth, isAbsent, textOf } from './cellText.ts';
import type { CellReader, CellReading } from './readCell.ts';
import { newReading, readNumber, type NumberReading } from './readNumber.ts';

/** Words that a console prints where a package has no limit: there is no amount, and no error. */
const NO_AMOUNT = new Set(['无限', '不限', '无限容量', '无限制', '不限量', 'unlimited', 'infinite', '∞']);

/** The reader of a column of exact decimals. */
export function decimalReader(field: Field): CellReader {
  const reading = newReading();
  const finish = field.kind === 'rate' ? finishRate : field.kind === 'quantity' ? finishQuantity : finishMoney;
  return (cell, out) => {
    const text = cleanText(textOf(cell));
    if (isAbsent(text)) return null;
    if (field.kind === 'rate' && readRatio(text, out)) return null;
    const trouble = readNumber(text, reading, typeof cell !== 'string');
    if (trouble !== null) return NO_AMOUNT.has(text.toLowerCase()) ? null : trouble;
    out.value = reading.value;
    out.scale = reading.scale;
    return reading.suffix === '' ? null : finish(reading, out);
  };
}

function finishQuantity(reading: NumberReading, out: CellReading): RejectReason | null {
  out.unit = reading.suffix;
  return null;
}

const CURRENCY = /^(?:元|圆|人民币|人民币元|美元|cny|rmb|usd|hkd|港元|¥|\$)(?:\/.*)?$/i;

/** `12.50元` and `0.5 USD/GB`: the currency goes, the price's unit stays. */
function finishMoney(reading: NumberReading, out: CellReading): RejectReason | null {
  const suffix = halfWidth(reading.suffix);
  if (!CURRENCY.test(suffix)) return 'number';
  if (suffix.includes('/')) out.unit = suffix;
  return null;
}

/** `85%` is 0.85 and `8.5折` (8.5 tenths of the price) is 0.85, both exactly. */
function finishRate(reading: NumberReading, out: CellReading): RejectReason | null {
  const places = ['%', '\uFF05'].includes(reading.suffix) ? 2 : reading.suffix === '折' && reading.value.compare(Decimal.ofInteger(10)) <= 0 ? 1 : 0;
  if (places === 0) return 'number';
  out.value = reading.value.times(Decimal.ofUnits(1n, places));
  out.scale = reading.scale + places;
  return null;
}

const RATIO = /^(\d+(?:\.\d+)?)\s*[:\uFF1A\u2236]\s*(\d+(?:\.\d+)?)$/;
const RATIO_DECIMALS = 9;

/** `1:500` says 500 deducted for 1 used. A ratio that never ends is rounded to 9 places and counts as printed so. */
function readRatio(text: string, out: CellReading): boolean {
  const match = text.includes(':') || text.includes('\uFF1A') || text.includes('\u2236') ? RATIO.exec(halfWidth(text)) : null;
  if (match === null) return false;
  const [, usage = '', deducted = ''] = match;
  const divisor = Decimal.of(usage);
  if (divisor.isZero()) return false;
  const value = Decimal.of(deducted).dividedBy(divisor, RATIO_DECIMALS);
  const exact = value.times(divisor).equals(Decimal.of(deducted));
  const decimals = value.toString().split('.')[1]?.length ?? 0;
  out.value = value;
  out.scale = exact ? decimals : RATIO_DECIMALS;
  return true;
}
