import type { Marks } from '../fields/facts.ts';
import type { Reach, Node } from './islands.ts';
import type { MutableWorld } from './makeWorld.ts';
import type { MatchPart } from './matching.ts';
import type { Survey } from './survey.ts';
import { LoadedMonths } from './loadedMonths.ts';
import type { Part } from './tally.ts';
import type { DeductionProfile, Package } from './world.ts';

/** What a check answered about parts, by the id of the check. */
export type PartsByCheck = ReadonlyMap<string, Part>;

/** What a run knows of a package when its rows have gone by. */
export interface PackageMemory extends Pick<Package, 'activity' | 'uses' | 'gaps'> {
  readonly profile: DeductionProfile | null;
  readonly reach: Reach;
  readonly rows: number;
  readonly histories: number;
  readonly parts: PartsByCheck;
}

/** What a run knows of what an account uses of a product. */
export interface NodeMemory {
  /** In the form under which names are compared. */
  readonly product: string;
  readonly parts: PartsByCheck;
  readonly matching: MatchPart | null;
}

/** What every run reads of a bill. */
export interface KeptBill {
  /** Numbers of the lines that pay for something (`Dataset.prepaid`), in their order; `null` where they are too many to be read one by one. */
  readonly payments: readonly number[] | null;
  /** As in `World`. */
  readonly printing: ReadonlySet<string>;
}

/**
 * What a run leaves for one after an import, which then hears again only what the import touched. Everything in it is plain data
 * (`base/plain.ts`). It holds for the same checks, policies and names, and as long as all files are still there; that is for its keeper to see.
 */
export interface RunMemory {
  /** What every answer may depend on. */
  readonly setting: string;
  /** What answers about packages and usage of a product may depend on, by product. */
  readonly surroundings: ReadonlyMap<string, string>;
  readonly marks: Marks;
  readonly files: ReadonlySet<number>;
  readonly packages: ReadonlyMap<string, PackageMemory>;
  readonly nodes: ReadonlyMap<Node, NodeMemory>;
  /** Answers that were reported of parts (`Report.of`), by check, then part. */
  readonly named: ReadonlyMap<string, ReadonlyMap<string, Part>>;
  readonly survey: KeptSurvey;
  readonly bill: KeptBill;
  readonly ledgers: ReadonlyMap<string, unknown>;
}

/** A memory of more packages, nodes and failures takes longer to keep than it saves. */
const MOST_PARTS = 20_000;
const MOST_FAILURES = 50_000;
/** More lines are found sooner by looking through the bill. */
const MOST_PAYMENTS = 10_000;

export function isWorthKeeping({ packages, nodes, named }: Pick<RunMemory, 'packages' | 'nodes' | 'named'>): boolean {
  if (packages.size + nodes.size > MOST_PARTS) return false;
  let failures = 0;
  const count = (parts: ReadonlyMap<string, Part>): void => {
    for (const part of parts.values()) failures += part.failures.length;
  };
  for (const { parts } of packages.values()) count(parts);
  for (const { parts } of nodes.values()) count(parts);
  for (const parts of named.values()) count(parts);
  return failures <= MOST_FAILURES;
}

export function keptBill({ payments, printing }: Pick<MutableWorld, 'payments' | 'printing'>): KeptBill {
  return { payments: payments.length > MOST_PAYMENTS ? null : payments.map(({ row }) => row), printing };
}

/** A survey as plain data. */
export type KeptSurvey = Omit<Survey, 'loaded'> & { readonly loaded: ReturnType<LoadedMonths['kept']> };

export function keptSurvey(survey: Survey): KeptSurvey {
  return { ...survey, loaded: survey.loaded.kept() };
}

export function recalledSurvey(kept: KeptSurvey): Survey {
  return { ...kept, loaded: LoadedMonths.of(kept.loaded) };
}
