import type { Dataset, GrowingDataset } from '../fields/facts.ts';
import { UnitAliases } from '../fields/unitAliases.ts';
import type { Store } from '../store/store.ts';

/** The facts of a project as a run reads them: units that the user explained stand there as what they mean. */
export function runData(store: Pick<Store, 'dataset' | 'settings'>): GrowingDataset {
  const aliases = new UnitAliases(store.settings.units());
  const data = store.dataset();
  return aliases.isEmpty ? data : new AliasedUnits(data, aliases);
}

class AliasedUnits implements GrowingDataset {
  readonly files: Dataset['files'];
  readonly refused: Dataset['refused'];
  private readonly data: GrowingDataset;
  private readonly aliases: UnitAliases;

  constructor(data: GrowingDataset, aliases: UnitAliases) {
    this.data = data;
    this.aliases = aliases;
    this.files = data.files;
    this.refused = data.refused;
  }

  rejected(): ReturnType<Dataset['rejected']> {
    return this.data.rejected();
  }

  packages(): ReturnType<Dataset['packages']> {
    return this.each(this.data.packages(), ['unit']);
  }

  deductions(): ReturnType<Dataset['deductions']> {
    return this.each(this.data.deductions(), DEDUCTION_UNITS);
  }

  bill: Dataset['bill'] = (places) => this.each(this.data.bill(places), BILL_UNITS);

  billFields: Dataset['billFields'] = (keys, places) => this.each(this.data.billFields(keys, places), BILL_UNITS);

  productsWith: Dataset['productsWith'] = (key) => this.data.productsWith(key);

  prepaid(): ReturnType<Dataset['prepaid']> {
    return this.each(this.data.prepaid(), BILL_UNITS);
  }

  marks: GrowingDataset['marks'] = () => this.data.marks();

  since: GrowingDataset['since'] = (...asked) => this.data.since(...asked);

  deductionsOf: GrowingDataset['deductionsOf'] = (packageIds) => this.each(this.data.deductionsOf(packageIds), DEDUCTION_UNITS);

  billOf: GrowingDataset['billOf'] = (isWanted) => this.each(this.data.billOf(isWanted), BILL_UNITS);

  lines: GrowingDataset['lines'] = (rows) => this.each(this.data.lines(rows), BILL_UNITS);

  billTotals(): ReturnType<Dataset['billTotals']> {
    return this.data.billTotals();
  }

  sightings(kind: Parameters<Dataset['sightings']>[0]): ReturnType<Dataset['sightings']> {
    return this.data.sightings(kind);
  }

  /** The rows of a stream are its own: they are made for whoever reads it. */
  private *each<Row extends object>(rows: Iterable<Row>, keys: readonly string[]): Generator<Row> {
    for (const row of rows) {
      const units = row as Record<string, unknown>;
      for (const key of keys) {
        const unit = units[key];
        if (typeof unit === 'string') units[key] = key === 'priceUnit' ? this.aliases.ofPrice(unit) : this.aliases.of(unit);
      }
      yield row;
    }
  }
}

const DEDUCTION_UNITS = ['packageUnit', 'rawUnit', 'deductedUnit', 'afterUnit'] as const;
const BILL_UNITS = ['priceUnit', 'usageUnit', 'durationUnit'] as const;
