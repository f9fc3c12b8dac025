import { compareText } from '../base/order.ts';
import { DAY, endOf, type CivilTime } from '../base/time.ts';
import type { FileFact } from '../fields/facts.ts';
import type { Package, World } from './world.ts';

/** What an export that nobody loaded leaves out. */

/** How the usage of a product in the bill is covered by its exports. */
export interface ExportedUsage {
  readonly product: string;
  /** The names under which the product's deductions were exported. */
  readonly names: readonly string[];
  /** Days with usage that an export covers. */
  readonly covered: number;
  /** Stretches of days, ascending, that one export each would fill. */
  readonly holes: readonly (readonly number[])[];
}

type HoleWorld = Pick<World, 'survey' | 'files' | 'coverage' | 'names' | 'packages'>;

/** By product. One that was never exported has no names, and no holes. */
export function exportedUsage(world: HoleWorld): ExportedUsage[] {
  return [...world.survey.usageDays].sort(([a], [b]) => compareText(a, b)).map(([product, days]) => {
    const names = exportedAs(world, product);
    const missing = names.length === 0 ? [] : missingDays(world, product, names, days);
    return { product, names, covered: names.length === 0 ? 0 : days.size - missing.length, holes: holesOf(world, names, missing) };
  });
}

/** All days of all holes, as days since 1970. */
export function holeDays(world: HoleWorld): ReadonlySet<number> {
  return new Set(exportedUsage(world).flatMap(({ holes }) => holes.flat()));
}

/** The names under which the product's deductions were exported. */
function exportedAs(world: HoleWorld, product: string): string[] {
  const wanted = world.names.product(product);
  const names = new Set<string>();
  for (const file of world.files.values()) {
    if (file.kind === 'deductions') for (const name of file.products) if (world.names.product(name) === wanted && world.coverage.has(name)) names.add(name);
  }
  return [...names].sort(compareText);
}

/** Those that an overview shows. */
export function packagesOf(world: HoleWorld, product: string): Package[] {
  const wanted = world.names.product(product);
  return [...world.packages.values()].filter((pack) => pack.overview !== null && world.names.product(pack.product) === wanted);
}

function isCovered(world: HoleWorld, names: readonly string[], day: number): boolean {
  return names.some((name) => world.coverage.touches(name, day * DAY, (day + 1) * DAY));
}

function missingDays(world: HoleWorld, product: string, names: readonly string[], days: ReadonlySet<number>): number[] {
  const packages = packagesOf(world, product);
  return [...days]
    .filter((day) => !isCovered(world, names, day) && !isBeyondUsage(world, names, packages, day))
    .sort((a, b) => a - b);
}

/**
 * A file whose name says no range ends with its last deduction, which may just have emptied the package: usage after it is
 * a hole only if a package of the product could still be drawn from. The same holds before its first one.
 */
function isBeyondUsage(world: HoleWorld, names: readonly string[], packages: readonly Package[], day: number): boolean {
  if (packages.length === 0 || packages.some((pack) => couldDeduct(pack, day * DAY))) return false;
  const files = [...world.files.values()].filter((file) => file.kind === 'deductions' && file.window !== null && holds(file, names));
  const before = files.filter((file) => file.window!.end < day * DAY);
  if (before.length === files.length) return !latest(files).windowFromName;
  return before.length === 0 && !earliest(files).windowFromName;
}

function holds(file: FileFact, names: readonly string[]): boolean {
  return file.products.length > 1 || file.products.some((name) => names.includes(name));
}

function latest(files: readonly FileFact[]): FileFact {
  return files.reduce((a, b) => (b.window!.end > a.window!.end ? b : a));
}

function earliest(files: readonly FileFact[]): FileFact {
  return files.reduce((a, b) => (b.window!.start < a.window!.start ? b : a));
}

/** Whether the overview leaves it open that the package was drawn from on that day. */
function couldDeduct(pack: Package, day: CivilTime): boolean {
  const ended = pack.overview?.endedAt ?? null;
  const end = ended === null ? pack.expiresAt : endOf(ended);
  return (pack.effective === null || pack.effective < day + DAY) && (end === null || end > day) && pack.overview?.status !== 'inactive';
}

/** Missing days with no covered day between them are one hole. */
function holesOf(world: HoleWorld, names: readonly string[], missing: readonly number[]): number[][] {
  const holes: number[][] = [];
  for (const day of missing) {
    const hole = holes.at(-1);
    let joined = hole !== undefined;
    for (let between = (hole?.at(-1) ?? day) + 1; joined && between < day; between += 1) joined = !isCovered(world, names, between);
    if (hole !== undefined && joined) hole.push(day);
    else holes.push([day]);
  }
  return holes;
}
