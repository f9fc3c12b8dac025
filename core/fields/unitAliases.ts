import { isKnownUnit, unitKey } from './units.ts';

/** A unit word of somebody's data, and the known unit, or multiple of one (`1000分钟`), that it stands for. */
export interface UnitAlias {
  readonly word: string;
  readonly same: string;
}

/** What may be an alias: a word that the program does not know. A known unit is never given another meaning. */
export function mayStandFor(word: string): boolean {
  return word.trim() !== '' && !isKnownUnit(word);
}

/** Units as a run reads them: words that somebody explained become what they stand for. */
export class UnitAliases {
  readonly isEmpty: boolean;
  private readonly table: ReadonlyMap<string, string>;
  private readonly read = new Map<string, string>();

  constructor(aliases: readonly UnitAlias[]) {
    this.table = new Map(aliases.map(({ word, same }) => [unitKey(word), same]));
    this.isEmpty = this.table.size === 0;
  }

  of(unit: string | null): string | null {
    if (unit === null) return null;
    let known = this.read.get(unit);
    if (known === undefined) this.read.set(unit, (known = this.table.get(unitKey(unit)) ?? unit));
    return known;
  }

  /** `元/Mins` becomes `元/分钟`. */
  ofPrice(unit: string | null): string | null {
    return unit === null ? null : partsOfPrice(unit).map((part) => this.of(part)).join('/');
  }
}

/** What stands between the strokes, or the words `per`, of the unit of a price. */
export function partsOfPrice(unit: string): string[] {
  return unit.replace(/／/g, '/').replace(/\s+per\s+/gi, '/').split('/').map((part) => part.trim());
}
