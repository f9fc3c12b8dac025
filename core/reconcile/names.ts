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
