/**
 * The form in which names of products and items are compared: full-width letters made half-width, lower case, no
 * spaces. Nothing fuzzier: what differs by more is listed as unmatched, never guessed.
 */
export function comparableName(name: string | null): string {
  if (name === null) return '';
  let normal = cache.get(name);
  if (normal === undefined) {
    normal = name
      .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replace(/\s+/g, '')
      .toLowerCase();
    if (cache.size > 50_000) cache.clear();
    cache.set(name, normal);
  }
  return normal;
}

const cache = new Map<string, string>();

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
