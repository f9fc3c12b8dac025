import { DAY } from '../base/time.ts';

/**
 * How a product deducts where the vendor's documents differ from product to product. What nobody has documented for a
 * product is a default, and every explanation that used it says "assumed".
 */
export interface Policy {
  /** How long after the usage a deduction may be posted, in seconds. */
  readonly lag: number;
  /** Usage before the package that it may cover all the same. */
  readonly retroactive: 'none' | 'purchase-day' | 'purchase-month';
  /** 1000 or 1024 per prefix of bytes; `null` where either may be meant. */
  readonly byteBase: 1000 | 1024 | null;
  /** Deducted minutes are the day's total rounded up, less what was deducted before. */
  readonly minuteCeiling: boolean;
  /** Which of several packages pays first: the one that expires first, or the one that was bought first. */
  readonly order: 'expiry' | 'purchase';
  readonly assumed: boolean;
}

export const DEFAULT_POLICY: Policy = { lag: DAY, retroactive: 'none', byteBase: null, minuteCeiling: false, order: 'expiry', assumed: true };

interface ProductPolicy {
  readonly products: RegExp;
  readonly policy: Partial<Policy>;
  readonly source: string;
}

const PRODUCT_POLICIES: readonly ProductPolicy[] = [
  { products: /实时音视频|real-?time communication|^trtc/i, policy: { retroactive: 'purchase-day', minuteCeiling: true }, source: 'TRTC purchase guide: prepaid packages' },
  { products: /内容分发|^cdn|content delivery/i, policy: { retroactive: 'purchase-month', byteBase: 1000 }, source: 'CDN purchase guide: resource packages' },
  { products: /数据万象|^ci$/i, policy: { retroactive: 'purchase-month', byteBase: 1024 }, source: 'cloud.tencent.com/document/product/460/93111' },
  { products: /对象存储|^cos/i, policy: { byteBase: 1024 }, source: 'product 436/40099' },
  { products: /媒体处理|media processing|^mps/i, policy: { order: 'purchase' }, source: 'product 1041/48810' },
  { products: /共享流量包|私有网络/i, policy: { byteBase: 1024 }, source: 'vpc API samples' },
];

const known = new Map<string, Policy>();

/** The policy of a product by its name; the default, marked as assumed, where none is documented. */
export function policyOf(product: string | null): Policy {
  const name = product ?? '';
  let policy = known.get(name);
  if (policy === undefined) {
    const entry = PRODUCT_POLICIES.find(({ products }) => products.test(name));
    policy = entry === undefined ? DEFAULT_POLICY : { ...DEFAULT_POLICY, ...entry.policy, assumed: false };
    known.set(name, policy);
  }
  return policy;
}
