import { DAY, HOUR, type CivilTime } from '../base/time.ts';
import { FINE, NANO, niceCapacity, roundedQuotient, type Fine, type Nano } from './fixed.ts';
import type { CapacityPlan, Cycle, Frame, PackagePlan, Rhythm, ScopePlan } from './plan.ts';
import { Random } from './random.ts';
import type { ItemSpec, ProductSpec } from './products.ts';
import type { Settings } from './types.ts';

/** What a package is made from; the rest follows. */
export interface PackageParts {
  readonly owner: string;
  readonly capacities: readonly CapacityPlan[];
  readonly cycle: Cycle;
  readonly effective: CivilTime;
  readonly expiry: CivilTime;
  readonly more?: Partial<Pick<PackagePlan, 'refund' | 'renewal' | 'renewalMode' | 'inactive' | 'refills' | 'paidAt' | 'price'>>;
}

export type ScopeParts = Pick<ScopePlan, 'product' | 'packages' | 'owners' | 'rhythm'> & Partial<Pick<ScopePlan, 'usage' | 'items'>>;

const OWNERS_PER_GROUP = 3;

/**
 * Hands out what must be unique: scopes, owners, ids. An owner has at most one scope of a product, so that what one scope
 * does not cover is covered by no other.
 */
export class Planner {
  readonly settings: Settings;
  readonly frame: Frame;
  private scopes = 0;
  private packages = 0;
  private readonly groups = new Map<string, number>();

  constructor(settings: Settings, frame: Frame) {
    this.settings = settings;
    this.frame = frame;
  }

  owners(product: ProductSpec, count = product.owners): string[] {
    const group = this.groups.get(product.product) ?? 0;
    this.groups.set(product.product, group + 1);
    return Array.from({ length: count }, (_, member) => uinOf(group * OWNERS_PER_GROUP + member));
  }

  pack(product: ProductSpec, parts: PackageParts): PackagePlan {
    const number = this.packages;
    this.packages += 1;
    const tail = ((number * 40_503 + 0x0a11) % 0x1_0000).toString(16).padStart(4, '0');
    return {
      id: `${product.code}pkg-${tail}`, name: `${product.subproduct}-${tail}`, product,
      paidAt: parts.effective + 6 * HOUR + (number % 90) * 660,
      price: product.free ? null : priceOf(product, parts.capacities, number),
      refund: null, renewal: null, renewalMode: 'manual', inactive: false, refills: [],
      owner: parts.owner, capacities: parts.capacities, cycle: parts.cycle, effective: parts.effective, expiry: parts.expiry, ...parts.more,
    };
  }

  scope(parts: ScopeParts): ScopePlan {
    const index = this.scopes;
    this.scopes += 1;
    const { snapshot, windowStart, usageEnd, holes } = this.frame;
    return { usage: { start: windowStart, end: usageEnd }, items: parts.product.items, ...parts, index, seed: this.random(index).next(), pauses: holes, snapshot };
  }

  /** The drawing lots of one subject. */
  random(subject: number): Random {
    return new Random(this.settings.seed, subject, 9);
  }
}

/** Twelve digits, a different one for each number. */
export function uinOf(number: number): string {
  return `100${String((12_345_678 + number * 123_456_791) % 1_000_000_000).padStart(9, '0')}`;
}

/** About 70 % of what the capacity would cost as you go, in whole units of money; later packages differ in the cents. */
function priceOf(product: ProductSpec, capacities: readonly CapacityPlan[], number: number): Fine {
  let worth = 0n;
  for (const { item, amount } of capacities) {
    const spec = product.items.find(({ name }) => item === null || name === item)!;
    worth += roundedQuotient(amount * spec.ratio[1] * spec.listPrice, spec.ratio[0] * spec.coefficient * spec.inside);
  }
  const whole = product.shape === 'unlimited' ? 999n : (worth * 7n) / (10n * FINE) + 1n;
  return (whole * 100n + BigInt(Math.floor(number / 90) % 100)) * (FINE / 100n);
}

/** Package units that the scope is expected to use of `items` in `seconds`. */
export function expectedUse(product: ProductSpec, items: readonly ItemSpec[], rhythm: Rhythm, owners: number, seconds: number): Nano {
  const steps = BigInt(Math.max(1, Math.round(seconds / product.settleSeconds)));
  const records = BigInt(product.settleSeconds / product.recordSeconds) * BigInt(owners);
  const [share, of] = rhythm.kind === 'share' ? [BigInt(rhythm.perMille) + 8n, 1000n] : [BigInt(rhythm.length), BigInt(rhythm.every)];
  let use = 0n;
  for (const item of items) {
    const each = BigInt(item.most) * 10n ** BigInt(9 - item.decimals);
    use += (each * item.ratio[0] * item.coefficient) / (item.ratio[1] * NANO * 2n);
  }
  return (use * steps * records * share) / of;
}

/** A capacity of `tenths` tenths of what is expected to be used. */
export function capacityFor(use: Nano, tenths: number): Nano {
  return niceCapacity((use * BigInt(tenths)) / 10n);
}

/** What is left of `amount` after a history that is not exported; printed as finely as the product measures. */
export function openingOf(product: ProductSpec, amount: Nano, random: Random): Nano {
  const used = (amount / 1000n) * BigInt(random.between(50, 350));
  const rough = (used / NANO) * NANO;
  return amount - (product.fineBalances ? rough + BigInt(random.below(1_000_000_000)) : rough);
}

/** `days` full days before `time`, at 00:00:00 where `time` is. */
export function daysBefore(time: CivilTime, days: number): CivilTime {
  return time - days * DAY;
}
