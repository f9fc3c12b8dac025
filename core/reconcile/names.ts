import { comparableName } from '../fields/names.ts';

const WIDE = /^全|全球|全国|不限|通用|所有|大陆|境内|境外|海外|\b(all|any|global|worldwide|mainland|overseas|universal)\b/i;
const HAN = /\p{Script=Han}/u;

/**
 * Whether two names say different regions. `广州` and `华南地区(广州)` are one; a name that stands for many regions, or one
 * in another language, does not tell.
 */
export function areOtherRegions(a: string, b: string): boolean {
  if (WIDE.test(a) || WIDE.test(b) || HAN.test(a) !== HAN.test(b)) return false;
  const [one, other] = [comparableName(a), comparableName(b)];
  return !one.includes(other) && !other.includes(one);
}
