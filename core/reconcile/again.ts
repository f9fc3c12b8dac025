import type { GrowingDataset, News } from '../fields/facts.ts';
import { Islands, nodeOf, nodesOf, packagePart, type Node, type Reach } from './islands.ts';
import type { RunMemory } from './memory.ts';
import { surroundingsOf } from './surroundings.ts';
import type { Package, World } from './world.ts';

/** What a run hears. */
export interface Scope {
  /** `null` for all. */
  readonly packages: ReadonlySet<string> | null;
  hasNode(node: Node): boolean;
  /** The products that packages are expected to have to do with; `null` where that does not matter. */
  readonly products: ReadonlySet<string> | null;
}

export const EVERYTHING: Scope = { packages: null, hasNode: () => true, products: null };

export function hasPackage({ packages }: Scope, id: string): boolean {
  return packages === null || packages.has(id);
}

/** A run that was made before, and whether the bill is still the same. */
export interface Earlier {
  readonly memory: RunMemory;
  readonly isSameBill: boolean;
}

/** With more news than this nothing is gained by looking for what they touch. */
const MOST_NEWS = 200_000;

/** The islands that news have touched, or what surrounds them; `null` where everything must be heard. */
export function scopeOf({ memory }: Earlier, data: GrowingDataset, world: World, setting: string): Scope | null {
  if (memory.setting !== setting) return null;
  const news = data.since(memory.marks, memory.files, MOST_NEWS);
  if (news === null) return null;
  const { names } = world;
  const reaches = reachesWith(news, memory, world);
  const touched = new Set<string>([...news.deductions, ...news.packages, ...news.seenAgain].map(({ packageId }) => packageId ?? ''));
  for (const { instanceId } of news.bill) if (instanceId !== null && reaches.has(instanceId)) touched.add(instanceId);
  const newNodes = new Set<Node>(news.bill.map(({ owner, product }) => nodeOf(names, owner, product)));
  const products = new Set<string>([...reaches.values()].flatMap((reach) => [...reach.products]));
  const changed = changedProducts(memory, products, world);
  const islands = new Islands();
  for (const [id, reach] of reaches) islands.add(id, reach);
  const roots = new Set<string>([...touched].map((id) => islands.ofPackage(id)));
  for (const node of newNodes) roots.add(islands.ofNode(node));
  for (const [id, reach] of reaches) if ([...reach.products].some((product) => changed.has(product))) roots.add(islands.ofPackage(id));
  for (const [node, { product }] of memory.nodes) if (changed.has(product)) roots.add(islands.ofNode(node));
  const packages = new Set<string>([...reaches.keys()].filter((id) => roots.has(islands.ofPackage(id))));
  const nodes = new Set<Node>([...memory.nodes.keys(), ...newNodes].filter((node) => roots.has(islands.ofNode(node))));
  for (const id of packages) for (const node of nodesOf(reaches.get(id)!)) nodes.add(node);
  return { packages, hasNode: (node) => nodes.has(node), products };
}

/** What packages have to do with, as far as is known before new rows are heard. */
function reachesWith(news: News, memory: RunMemory, world: World): Map<string, Reach> {
  const { names } = world;
  const reaches = new Map<string, Reach>();
  for (const [id, { reach }] of memory.packages) reaches.set(id, reach);
  const widen = (id: string, owners: readonly (string | null)[], products: readonly (string | null)[]): void => {
    const known = reaches.get(id);
    reaches.set(id, { owners: new Set([...(known?.owners ?? []), ...owners.map((owner) => owner ?? '')]), products: new Set([...(known?.products ?? []), ...products.map((product) => names.product(product))]) });
  };
  const shown = new Set(news.packages.map(({ packageId }) => packageId));
  for (const { id, owner, product } of world.packages.values()) if (shown.has(id) || !reaches.has(id)) widen(id, [owner], [product]);
  for (const { packageId, packageOwner, product, usageOwner, usageProduct } of news.deductions) widen(packageId ?? '', [packageOwner, usageOwner], [product, usageProduct]);
  return reaches;
}

function changedProducts(memory: RunMemory, ofPackages: ReadonlySet<string>, world: World): ReadonlySet<string> {
  const now = surroundingsOf(world, [...memory.surroundings.keys(), ...ofPackages], ofPackages);
  return new Set([...now].filter(([product, text]) => memory.surroundings.get(product) !== text).map(([product]) => product));
}

/** A package whose rows are not heard again, as an earlier run has left it. */
export function recalled(pack: Package, { activity, uses, gaps }: Pick<Package, 'activity' | 'uses' | 'gaps'>): Package {
  return {
    ...pack, activity, uses, gaps,
    get balances(): never {
      throw new Error(`balances of ${packagePart(pack.id)} were asked for, whose rows are not heard`);
    },
  };
}
