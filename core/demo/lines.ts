import { formatDay, startOfHour, type CivilTime } from '../base/time.ts';
import { FINE, RATE, fine, fineOfNano, rate, roundedQuotient, type Fine, type Nano } from './fixed.ts';
import type { PackagePlan, ScopePlan } from './plan.ts';
import { Random, mix } from './random.ts';
import { SERVER, type ItemSpec, type ProductSpec } from './products.ts';
import type { BillLine, LineKind } from './records.ts';

/** Lines of the bill, and the one chain of amounts that all layouts print parts of. */

export const TAX_RATE = rate('0.06');

const ONE = FINE;
const VOUCHERS_PER_MILLE = 30;
const GRANTS_PER_MILLE = 10;

/** Twenty digits: the day, the scope and a number of its own in the scope. */
export function transactionId(at: CivilTime, scope: number, sequence: number): string {
  return formatDay(at).replaceAll('-', '') + String(scope).padStart(4, '0') + String(sequence).padStart(8, '0');
}

/** Recomputes every amount that follows from the one that has just been set. */
export function settleFrom(line: BillLine, from: 'usage' | 'original' | 'discounted' | 'net'): void {
  if (from === 'usage') line.original = roundedQuotient(line.listPrice * line.usage * line.duration, FINE * line.inside);
  if (from === 'usage' || from === 'original') line.discounted = roundedQuotient((line.original - line.ri) * line.discount, RATE);
  if (from !== 'net') line.net = line.discounted - line.voucher;
  line.cash = line.net - line.granted;
  line.tax = roundedQuotient(line.net * TAX_RATE, RATE);
  line.gross = line.net + line.tax;
}

interface LineParts {
  readonly kind: LineKind;
  readonly product: ProductSpec;
  readonly owner: string;
  readonly instanceId: string;
  readonly transactionId: string;
  readonly at: CivilTime;
  readonly start: CivilTime;
  readonly end: CivilTime;
  readonly component: string;
  readonly listPrice: Fine;
  readonly per: string;
  readonly usage: Fine;
  readonly usageUnit: string;
  readonly durationUnit: string;
}

export function makeLine(parts: LineParts, more: Partial<Pick<BillLine, 'inside' | 'raw' | 'deducted' | 'duration' | 'riDuration' | 'ri' | 'discount'>> = {}): BillLine {
  const line: BillLine = {
    inside: 1n, raw: null, deducted: null, duration: 1n, riDuration: 0n, ri: 0n, discount: RATE, ...more, ...parts,
    original: 0n, discounted: 0n, voucher: 0n, granted: 0n, net: 0n, cash: 0n, tax: 0n, gross: 0n, cells: null,
  };
  settleFrom(line, 'usage');
  return line;
}

export interface Settled {
  readonly owner: string;
  readonly item: ItemSpec;
  readonly start: CivilTime;
  /** First moment outside. */
  readonly end: CivilTime;
  readonly raw: Nano;
  readonly rest: Nano;
}

/** The line for what an owner used of one item in one settlement; what the packages took is already off. */
export function usageLine(plan: ScopePlan, settled: Settled, at: CivilTime, sequence: number): BillLine {
  const { product } = plan;
  const { item, owner } = settled;
  const random = new Random(mix(plan.seed, at, sequence));
  const raw = fineOfNano(settled.raw);
  const usage = fineOfNano(settled.rest);
  const server = product === SERVER;
  const duration = server ? BigInt(3600 - random.below(2)) : 1n;
  const riDuration = server && random.chance(400) ? BigInt(random.between(1, 3500)) : 0n;
  const line = makeLine({
    kind: product.settleSeconds > 3600 ? 'daily' : 'usage', product, owner, at, start: settled.start, end: settled.end - 1,
    instanceId: `ins-${product.code}-${owner.slice(-4)}-${plan.index}`, transactionId: transactionId(at, plan.index, sequence),
    component: item.name, listPrice: item.listPrice, per: item.per, usage, usageUnit: item.rawUnit, durationUnit: product.durationUnit,
  }, {
    inside: item.inside, raw: product.printsRaw ? raw : null, deducted: product.printsRaw ? raw - usage : null,
    duration, riDuration, ri: roundedQuotient(item.listPrice * usage * riDuration, FINE), discount: product.discount,
  });
  if (line.net > 0n && random.chance(VOUCHERS_PER_MILLE)) line.voucher = roundedQuotient(line.discounted, 10n);
  else if (line.net > 0n && random.chance(GRANTS_PER_MILLE)) line.granted = roundedQuotient(line.discounted, 4n);
  settleFrom(line, 'discounted');
  return line;
}

const PREPAID_SEQUENCE = 90_000_000;

/** The line by which a package was bought, renewed or given back. */
export function prepaidLine(plan: PackagePlan, kind: 'purchase' | 'renewal' | 'refund', amount: Fine, times: { at: CivilTime; start: CivilTime; end: CivilTime }, id: readonly [number, number]): BillLine {
  return makeLine({
    kind, product: plan.product, owner: plan.owner, instanceId: plan.id, transactionId: transactionId(times.at, id[0], PREPAID_SEQUENCE + id[1]), ...times,
    component: plan.product.subproduct, listPrice: amount, per: '/个', usage: ONE, usageUnit: '个', durationUnit: '个',
  });
}

/** Everything that was paid for the packages of a scope, by time. */
export function prepaidLines(plan: ScopePlan): BillLine[] {
  const lines: BillLine[] = [];
  for (const pack of plan.packages) {
    if (pack.price === null) continue;
    const firstEnd = pack.renewal?.oldExpiry ?? pack.expiry;
    lines.push(prepaidLine(pack, 'purchase', pack.price, { at: pack.paidAt, start: pack.effective, end: firstEnd }, [plan.index, lines.length]));
    if (pack.renewal !== null) {
      const { paidAt, oldExpiry } = pack.renewal;
      const start = oldExpiry % 60 === 59 ? oldExpiry + 1 : oldExpiry;
      lines.push(prepaidLine(pack, 'renewal', pack.price, { at: paidAt, start, end: pack.expiry }, [plan.index, lines.length]));
    }
    if (pack.refund !== null) {
      const { at, amount } = pack.refund;
      lines.push(prepaidLine(pack, 'refund', -amount, { at, start: at, end: at }, [plan.index, lines.length]));
    }
  }
  return lines.sort((a, b) => a.at - b.at);
}

const PRECISION_SCOPE = 9999;

/** What the vendor adds so that a month's lines of 8 decimals and its debits of 2 agree. */
export function precisionLine(payer: string, product: ProductSpec, month: { start: CivilTime; end: CivilTime }, difference: Fine, number: number): BillLine {
  return makeLine({
    kind: 'precision', product, owner: payer, instanceId: `909619400(${payer})`, transactionId: transactionId(month.end, PRECISION_SCOPE, number),
    at: startOfHour(month.end - 1), start: month.start, end: month.end - 1, component: product.subproduct,
    listPrice: difference, per: '/月', usage: fine('1'), usageUnit: '-', durationUnit: '个',
  });
}
