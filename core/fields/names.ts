import { DataFile, type Source } from './dataFile.ts';

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

/** What is named: a product, a subproduct, or a billing item (a component of the bill). */
export const NAME_KINDS = ['product', 'subproduct', 'item'] as const;
export type NameKind = (typeof NAME_KINDS)[number];

/** Two names that mean the same thing. */
export interface SameName {
  readonly kind: NameKind;
  readonly name: string;
  readonly same: string;
}

/**
 * Who says which names are one: those that compare equal, and those that the table of names joins, step by step. What a name stands for
 * does not depend on the order of the table.
 */
export class Names {
  private readonly roots: Readonly<Record<NameKind, ReadonlyMap<string, string>>>;

  constructor(table: readonly SameName[]) {
    this.roots = { product: rootsOf(table, 'product'), subproduct: rootsOf(table, 'subproduct'), item: rootsOf(table, 'item') };
  }

  /** The form under which all names of one product are compared; the empty text for none. */
  product(name: string | null): string {
    return rootIn(this.roots.product, name);
  }

  subproduct(name: string | null): string {
    return rootIn(this.roots.subproduct, name);
  }

  item(name: string | null): string {
    return rootIn(this.roots.item, name);
  }

  of(kind: NameKind, name: string | null): string {
    return rootIn(this.roots[kind], name);
  }
}

/** No name has another one. */
export const NO_NAMES = new Names([]);

function rootIn(roots: ReadonlyMap<string, string>, name: string | null): string {
  const comparable = comparableName(name);
  return roots.size === 0 ? comparable : (roots.get(comparable) ?? comparable);
}

/** The first in the order of texts stands for all names that hang together. */
function rootsOf(table: readonly SameName[], kind: NameKind): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  const find = (name: string): string => {
    let root = name;
    for (let parent = parents.get(root); parent !== undefined && parent !== root; parent = parents.get(root)) root = parent;
    return root;
  };
  for (const entry of table) {
    if (entry.kind !== kind) continue;
    const [one, other] = [find(comparableName(entry.name)), find(comparableName(entry.same))];
    if (one === '' || other === '' || one === other) continue;
    parents.set(one < other ? other : one, one < other ? one : other);
  }
  return new Map([...parents.keys()].map((name) => [name, find(name)]));
}

/** Names of one thing that the program knows to be the same, and who says so. */
export interface KnownNames {
  readonly kind: NameKind;
  readonly names: readonly string[];
  readonly source: Source;
}

/** Each name beside the first one of its group. */
export function sameNames(known: readonly KnownNames[]): SameName[] {
  return known.flatMap(({ kind, names: [first, ...others] }) => others.map((name) => ({ kind, name, same: first! })));
}

export function isNameKind(kind: unknown): kind is NameKind {
  return (NAME_KINDS as readonly unknown[]).includes(kind);
}

/** Reads the known names from what a JSON file holds. Throws `resource-damaged`. */
export function readKnownNames(name: string, content: unknown): KnownNames[] {
  const file = new DataFile(name);
  return file.list(file.object(content, 'JSON')['names'], 'names').map((one, index): KnownNames => {
    const at = `names[${index}]`;
    const { kind, names, source } = file.object(one, at);
    const read = file.texts(names, `${at}.names`);
    if (!isNameKind(kind)) return file.fail(`${at}.kind`, kind, NAME_KINDS.join(', '));
    if (read.length < 2) file.fail(`${at}.names`, names, '["…", "…"]');
    return { kind, names: read, source: file.source(source, `${at}.source`) };
  });
}
