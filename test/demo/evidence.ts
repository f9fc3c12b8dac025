import type { Demo, ExpectedFinding } from '../../core/demo/index.ts';
import { amount, readFile, readKind, seconds, UNIT, value, type Row } from './tables.ts';
import { chainsOf, linked, overviewsOf } from './verifier.ts';

/** What the files say about the subject of an expected finding, worked out from the cells alone. */
export interface Evidence {
  readonly demo: Demo;
  readonly finding: ExpectedFinding;
  readonly overview: Row | undefined;
  /** What an earlier overview says of the package. */
  readonly earlier: Row | undefined;
  /** Deductions of the package, in file order. */
  readonly rows: readonly Row[];
  /** Its balances, linked, by item and period. */
  readonly chains: readonly (readonly Row[])[];
  /** Lines with the transaction id, or of the package. */
  readonly lines: readonly Row[];
}

export function evidenceOf(demo: Demo): (finding: ExpectedFinding) => Evidence {
  const overviews = overviewsOf(demo);
  const rows = readKind(demo, 'deductions');
  const lines = readKind(demo, 'bill');
  const earlier = demo.files.filter(({ taken }) => taken !== undefined).flatMap(readFile);
  return (finding) => {
    const mine = rows.filter((row) => row.get('package') === finding.packageId);
    return {
      demo, finding, overview: overviews.get(finding.packageId ?? ''), earlier: earlier.find((row) => row.get('package') === finding.packageId), rows: mine,
      chains: [...chainsOf(mine, overviews).values()].map(linked),
      lines: lines.filter((line) => (finding.transactionId === undefined ? line.get('instance') === finding.packageId : line.get('id') === finding.transactionId)),
    };
  };
}

/** A number of units of 10^-18 as an expected finding writes it. */
export function plain(number: bigint): string {
  const digits = (number < 0n ? -number : number).toString().padStart(19, '0');
  const fraction = digits.slice(-18).replace(/0+$/, '');
  return digits.slice(0, -18) + (fraction === '' ? '' : `.${fraction}`);
}

/** Where balances do not go on: the next one before, less this one after. */
export function breaks(chain: readonly Row[]): bigint[] {
  return chain.slice(1).map((row, index) => value(row, 'before') - value(chain[index]!, 'after')).filter((gap) => gap !== 0n);
}

export function arithmeticErrors(rows: readonly Row[]): bigint[] {
  return rows.filter((row) => row.get('before') !== '-').map((row) => value(row, 'before') - value(row, 'deducted') - value(row, 'after')).filter((off) => off !== 0n);
}

const HALF = 10n ** 10n / 2n;

/** How far an amount of a line is from what it should be, by name; rounding does not count. */
export function moneyErrors(line: Row): Map<string, bigint> {
  const of = (name: string): bigint => (line.has(name) ? value(line, name) : 0n);
  const inside = BigInt(/\/(\d+)/.exec(line.get('priceUnit')!)?.[1] ?? '1');
  const errors = new Map<string, bigint>();
  const compare = (name: string, is: bigint, should: bigint): void => {
    const off = is - should;
    if (off > HALF || off < -HALF) errors.set(name, (off / 10n ** 10n) * 10n ** 10n);
  };
  compare('original-cost', of('original'), (of('price') * of('usage') * of('duration')) / (UNIT * UNIT * inside));
  compare('before-voucher', of('discounted'), ((of('original') - of('ri')) * of('rate')) / UNIT);
  if (line.has('net')) compare('total-cost', of('net'), of('discounted') - of('voucher'));
  if (line.has('tax')) compare('tax', of('tax'), (of('net') * of('taxRate')) / UNIT);
  if (line.has('cash')) compare('payment-split', of('cash') + of('voucher') + of('granted'), of('discounted'));
  return errors;
}

/** Balances just before and after, by deduction time: how many seconds a row comes before the one that it follows. */
export function inversions(rows: readonly Row[]): number[] {
  const byBefore = new Map(rows.map((row) => [value(row, 'before'), row]));
  return rows.flatMap((row) => {
    const next = byBefore.get(value(row, 'after'));
    const early = next === undefined ? 0 : seconds(row.get('at')!) - seconds(next.get('at')!);
    return early > 0 ? [early] : [];
  });
}

export function sameRow(a: Row, b: Row): boolean {
  return [...a].every(([name, cell]) => b.get(name) === cell);
}

export function unitsOf(rows: readonly Row[], name: string): Set<string> {
  return new Set(rows.map((row) => amount(row.get(name)!).unit));
}
