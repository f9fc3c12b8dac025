import type { Catalogue, Field, Pair } from './field.ts';

/**
 * Brings a header to the form in which headers are compared: full-width letters and brackets made half-width, lower
 * case, without a byte order mark, quotes, spaces and a trailing currency suffix such as `(元)`. Brackets and slashes
 * stay, because `RI Deduction (Cost)` and `RI Deduction (Duration)` differ in nothing else.
 */
export function normaliseHeader(header: string): string {
  return header
    .replace(/[\uFEFF\u200B\u00A0]/g, '')
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[【〔［]/g, '(')
    .replace(/[】〕］]/g, ')')
    .toLowerCase()
    .replace(/["'\s_:：、.]+/g, '')
    .replace(/-/g, '')
    .replace(/\((元|cny|rmb|人民币|usd|美元|元人民币)\)$/g, '');
}

/** The texts that an alias pattern stands for: `(a|b)` one of, `[a]` with or without. Patterns do not nest deeper than two. */
export function expandAlias(pattern: string): string[] {
  const optional = /\[([^[\]]*)\]/.exec(pattern);
  if (optional !== null) {
    const [whole, inner = ''] = optional;
    return [...expandAlias(pattern.replace(whole, '')), ...expandAlias(pattern.replace(whole, inner))];
  }
  const choice = /\(([^()]*\|[^()]*)\)/.exec(pattern);
  if (choice !== null) {
    const [whole, inner = ''] = choice;
    return inner.split('|').flatMap((option) => expandAlias(pattern.replace(whole, option)));
  }
  return [pattern];
}

export type HeaderTarget = { readonly field: Field } | { readonly pair: Pair };

function namesOf(entry: Field | Pair): string[] {
  return [entry.text.zh, entry.text.en, ...(entry.aliases ?? []).flatMap(expandAlias)];
}

const indexes = new WeakMap<Catalogue, ReadonlyMap<string, HeaderTarget>>();

/** Normalised header to field or pair, for one kind of record. The first entry that claims a header keeps it. */
export function headerIndex(catalogue: Catalogue): ReadonlyMap<string, HeaderTarget> {
  const known = indexes.get(catalogue);
  if (known !== undefined) return known;
  const index = new Map<string, HeaderTarget>();
  const claim = (name: string, target: HeaderTarget): void => {
    const normal = normaliseHeader(name);
    if (!index.has(normal)) index.set(normal, target);
  };
  // Labels first, so that no alias of one field can take the label of another.
  for (const pair of catalogue.pairs) for (const name of [pair.text.zh, pair.text.en]) claim(name, { pair });
  for (const field of catalogue.fields) if (field.derived !== true) for (const name of [field.text.zh, field.text.en]) claim(name, { field });
  for (const pair of catalogue.pairs) for (const name of namesOf(pair)) claim(name, { pair });
  for (const field of catalogue.fields) if (field.derived !== true) for (const name of namesOf(field)) claim(name, { field });
  indexes.set(catalogue, index);
  return index;
}
