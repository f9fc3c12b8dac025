import { Decimal } from '../base/decimal.ts';
import { compareText } from '../base/order.ts';
import { addMonths, DAY, endOf, monthOf, type CivilTime } from '../base/time.ts';
import type { BillRow } from '../fields/bill.ts';
import { transactionClass } from '../fields/choices.ts';
import { amountOf } from '../fields/facts.ts';
import { lineCurrency } from './billLine.ts';
import type { Money } from './money.ts';
import type { Names } from '../fields/names.ts';
import type { Package, World } from './world.ts';

/** What the checks of purchases, renewals and refunds share. */

/** Packages that leave no overview more than so long after their end. */
export const LISTED_MONTHS = 3;
const NEAR = 3 * DAY;
const PACKAGE_TYPE = /资源包|resource[\s-]*pack/i;
const FREE = /免费|赠送|体验|试用|活动|(?<![a-z])(?:free|trial|poc)(?![a-z])/i;

/** When a prepaid line was paid. */
export function paymentTime(line: BillRow): CivilTime | null {
  return line.transactionTime ?? line.usageStart;
}

/** Whether the line pays for something: a purchase, a renewal, a change. */
export function isPayment(line: BillRow): boolean {
  return ['purchase', 'renewal', 'modify'].includes(transactionClass(line.transactionType) ?? '');
}

export function isFreeByName(pack: Package): boolean {
  return FREE.test(pack.name ?? '') || FREE.test(pack.subproduct ?? '');
}

/**
 * Whether a prepaid line is about a resource package: it says so, or a package has its instance id. Where the file is silent
 * about the type of the instance, an id made like those of the packages of that very subproduct is one too. Servers and
 * disks are prepaid as well, and never counted.
 */
export function isPackageLine(line: BillRow, world: World): boolean {
  if (line.instanceId !== null && world.packages.has(line.instanceId)) return true;
  if (line.instanceType !== null) return PACKAGE_TYPE.test(line.instanceType);
  const prefix = stemOf(line.instanceId);
  return prefix !== null && line.subproduct !== null && [...world.packages.values()].some((pack) => pack.overview !== null && stemOf(pack.id) === prefix && isSameProduct(pack, line, world.names));
}

/** `audipkg-` of `audipkg-2c02`. */
function stemOf(id: string | null): string | null {
  return /^[A-Za-z]{2,}[-_]/.exec(id ?? '')?.[0] ?? null;
}

function isSameProduct(pack: Package, line: BillRow, names: Names): boolean {
  return line.product !== null && names.product(pack.product) === names.product(line.product)
    && (pack.subproduct === null || line.subproduct === null || names.subproduct(pack.subproduct) === names.subproduct(line.subproduct));
}

/** The sum of what lines cost; `null` where one amount is absent or currencies differ. */
export function sumOf(lines: readonly BillRow[], world: World): Money | null {
  const first = lines[0];
  if (first === undefined) return null;
  const currency = lineCurrency(world, first);
  let sum = Decimal.zero;
  for (const line of lines) {
    const amount = amountOf(line);
    if (amount === null || lineCurrency(world, line) !== currency) return null;
    sum = sum.plus(amount);
  }
  return { amount: sum, currency };
}

/** The moments at which overviews were taken, oldest first. */
export function snapshotsOf(world: World): CivilTime[] {
  return [...world.files.values()].filter((file) => file.kind === 'packages').map((file) => file.snapshot).filter((time) => time !== null).sort((a, b) => a - b);
}

/** A payment for a package of which no overview and no deduction knows. */
export interface Orphan {
  readonly lines: readonly BillRow[];
  readonly transactionId: string | null;
  readonly packageId: string | null;
  readonly paidAt: CivilTime | null;
  /** `later`: paid after the newest overview. `refunded` in full, or `ended` so early that no overview lists it. */
  readonly state: 'open' | 'later' | 'refunded' | 'ended';
  /** Packages of the product that nobody paid for and that began then: suggestions, never assumed. */
  readonly candidates: readonly Package[];
}

/** Collects payments for unknown packages while the bill goes by. */
export class OrphanPurchases {
  private readonly world: World;
  private readonly groups = new Map<string, BillRow[]>();
  private readonly refunds = new Map<string, BillRow[]>();

  constructor(world: World) {
    this.world = world;
  }

  /** Whether the line pays for a package that is known, is unknown, or names none; `null` for any other line. */
  note(line: BillRow): 'known' | 'unknown' | 'unnamed' | null {
    const kind = transactionClass(line.transactionType);
    if (kind === 'refund' && line.instanceId !== null && !this.world.packages.has(line.instanceId)) push(this.refunds, line.instanceId, line);
    if ((kind !== 'purchase' && kind !== 'renewal') || !isPackageLine(line, this.world)) return null;
    if (line.instanceId === null) return 'unnamed';
    if (this.world.packages.has(line.instanceId)) return 'known';
    push(this.groups, `${line.instanceId}\u0001${line.transactionId ?? ''}`, line);
    return 'unknown';
  }

  settle(): Orphan[] {
    const snapshots = snapshotsOf(this.world);
    const orphans = [...this.groups.values()].map((lines) => {
      const first = lines[0]!;
      const state = this.stateOf(lines, snapshots);
      return {
        lines, transactionId: first.transactionId, packageId: first.instanceId, paidAt: paymentTime(first), state, candidates: state === 'open' ? candidatesOf(first, this.world) : [],
      };
    });
    return orphans.sort((a, b) => compareText(a.packageId ?? '', b.packageId ?? '') || compareText(a.transactionId ?? '', b.transactionId ?? ''));
  }

  private stateOf(lines: readonly BillRow[], snapshots: readonly CivilTime[]): Orphan['state'] {
    const first = lines[0]!;
    const paidAt = paymentTime(first);
    const oldest = snapshots[0];
    const newest = snapshots.at(-1);
    if (newest !== undefined && paidAt !== null && paidAt > newest) return 'later';
    const refunds = this.refunds.get(first.instanceId ?? '') ?? [];
    const paid = sumOf(lines, this.world);
    const returned = sumOf(refunds, this.world);
    if (paid !== null && returned !== null && paid.currency === returned.currency && !returned.amount.abs().isLessThan(paid.amount)) return 'refunded';
    const ends = lines.map((line) => line.usageEnd).filter((time) => time !== null);
    if (oldest !== undefined && ends.length > 0 && addMonths(endOf(Math.max(...ends)), LISTED_MONTHS) < oldest) return 'ended';
    return 'open';
  }
}

function push<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}

/** Those whose validity is the very interval of the line, if there are any; else all that fit product, owner and month. */
function candidatesOf(line: BillRow, world: World): Package[] {
  const paidAt = paymentTime(line);
  if (paidAt === null) return [];
  const near = (time: CivilTime): boolean => monthOf(time) === monthOf(paidAt) || Math.abs(time - paidAt) <= NEAR;
  const fitting = [...world.packages.values()].filter((pack) => pack.overview !== null && pack.effective !== null && near(pack.effective)
    && isSameProduct(pack, line, world.names) && !pack.purchases.some(isPayment) && !isFreeByName(pack)
    && (pack.owner === null || line.owner === null || pack.owner === line.owner || pack.owner === line.payer));
  const exact = fitting.filter((pack) => line.usageEnd !== null && pack.expiresAt === endOf(line.usageEnd));
  return (exact.length > 0 ? exact : fitting).sort((a, b) => compareText(a.id, b.id));
}
