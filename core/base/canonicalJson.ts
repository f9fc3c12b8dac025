/** What has one JSON text only: no floats, nothing undefined. */
export type Canonical = null | boolean | number | string | readonly Canonical[] | { readonly [name: string]: Canonical };

/**
 * The one JSON text of a value: names in the order of their code units, no spaces, whole numbers only. Equal values have
 * equal texts, so that a hash over the text stands for the value.
 */
export function canonicalJson(value: Canonical): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`broken promise: a whole number in canonical JSON, not ${value}`);
    return String(value);
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const names = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name]!)}`).join(',')}}`;
}

function isList(value: readonly Canonical[] | { readonly [name: string]: Canonical }): value is readonly Canonical[] {
  return Array.isArray(value);
}
