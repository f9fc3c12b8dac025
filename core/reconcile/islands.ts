import type { Names } from '../fields/names.ts';

/**
 * Packages, and what accounts use of products, hang together in islands: a package belongs to the use of every product that it has
 * ever paid for, by every account for which it has. No check of a package, of a line of usage or of usage that both sides print
 * looks beyond its island, but for what `surroundings.ts` has. So much is looked at again when an import has touched a part of it.
 */

/** Names what an account uses of a product. */
export type Node = string;

export function nodeOf(names: Names, owner: string | null, product: string | null): Node {
  return joined(owner ?? '', names.product(product));
}

/** By the form under which names of the product are compared. */
function joined(owner: string, product: string): Node {
  return `${owner}\u0001${product}`;
}

/** The accounts and products that a package has to do with; products in the form under which they are compared. */
export interface Reach {
  readonly owners: ReadonlySet<string>;
  readonly products: ReadonlySet<string>;
}

/** Every product of the package may have been paid for any of its accounts. */
export function* nodesOf({ owners, products }: Reach): Generator<Node> {
  for (const owner of owners) for (const product of products) yield joined(owner, product);
}

/** Parts of reports (`Report.of`). */
export function packagePart(id: string): string {
  return `package\u0001${id}`;
}

export function nodePart(node: Node): string {
  return `node\u0001${node}`;
}

/** Which packages and nodes hang together. */
export class Islands {
  private readonly roots = new Map<string, string>();

  add(packageId: string, reach: Reach): void {
    for (const node of nodesOf(reach)) this.join(packagePart(packageId), nodePart(node));
  }

  ofPackage(id: string): string {
    return this.root(packagePart(id));
  }

  ofNode(node: Node): string {
    return this.root(nodePart(node));
  }

  private root(part: string): string {
    let root = part;
    for (let above = this.roots.get(root); above !== undefined; above = this.roots.get(root)) root = above;
    for (let below = part; below !== root;) {
      const above = this.roots.get(below)!;
      this.roots.set(below, root);
      below = above;
    }
    return root;
  }

  private join(a: string, b: string): void {
    const [one, other] = [this.root(a), this.root(b)];
    if (one !== other) this.roots.set(one, other);
  }
}
