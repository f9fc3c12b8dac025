import { DAY, monthOf } from '../base/time.ts';
import type { FileFact } from '../fields/facts.ts';
import type { World } from './world.ts';

/**
 * What answers about one island may depend on besides its own rows and lines, as texts to compare. Where a check of packages or of usage
 * looks at anything else of `World`, it belongs in here; a property test holds runs over what was touched to runs over everything.
 */

/** What concerns every island. */
export function settingOf(world: World, files: readonly FileFact[]): string {
  const { survey } = world;
  return JSON.stringify([
    [...world.kinds].sort(), world.snapshot, world.snapshotAssumed,
    // Rows that were set aside may explain what is missing anywhere.
    files.filter(({ counts }) => counts.rejected > 0).map(({ id }) => id).sort((a, b) => a - b),
    [...survey.loaded.kept()], [...survey.regions].sort(), [...world.holeDays].sort((a, b) => a - b),
  ]);
}

/** What concerns what an account uses of a product, and the packages of it. Products in the form under which names are compared. */
export function surroundingsOf(world: World, products: Iterable<string>, ofPackages: ReadonlySet<string>): Map<string, string> {
  const days = new Map<string, Set<number>>();
  for (const [name, used] of world.survey.usageDays) {
    const product = world.names.product(name);
    const known = days.get(product);
    if (known === undefined) days.set(product, new Set(used));
    else for (const day of used) known.add(day);
  }
  return new Map([...new Set(products)].map((product) => {
    const used = [...(days.get(product) ?? [])].sort((a, b) => a - b);
    return [product, JSON.stringify([
      world.coverage.has(product), world.coverage.of(product), world.printing.has(product), ofPackages.has(product),
      used[0], used.at(-1), [...new Set(used.map((day) => monthOf(day * DAY)))],
    ])];
  }));
}
