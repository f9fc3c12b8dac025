import { Decimal } from '../base/decimal.ts';
import type { BillRow } from '../fields/bill.ts';
import type { FileFact, TotalsRow } from '../fields/facts.ts';
import { readStatedAmount, type StatedAmount } from '../fields/totals.ts';
import { lineCurrency } from './billLine.ts';
import type { LedgerWorld } from './world.ts';

/** A column of money whose sum a file prints itself. */
export interface PrintedColumn {
  readonly field: string;
  readonly printed: string;
  /** `null` where what is printed is no number. */
  readonly stated: StatedAmount | null;
  /** Of all lines of the file, those that other files hold too included. */
  readonly sum: Decimal;
  /** A cell without a value adds nothing. */
  readonly lines: number;
}

/** Why the totals row of a file cannot be held to its lines. */
export type Doubt = 'severalTotals' | 'notLast' | 'rowsSetAside' | 'severalCurrencies';

interface Column {
  readonly key: keyof BillRow;
  readonly printed: string;
  sum: Decimal;
  lines: number;
}

/** What the lines of a file added up to, as plain data. */
export interface KeptLines {
  readonly sums: readonly Pick<Column, 'sum' | 'lines'>[];
  readonly currencies: ReadonlySet<string | null>;
}

/** The lines of a file that ends with a totals row. */
export class LinesOfFile {
  readonly file: FileFact;
  readonly row: TotalsRow;
  private readonly world: LedgerWorld;
  private readonly columns: Column[];
  private readonly currencies = new Set<string | null>();

  /** `null` for a file that prints no totals. */
  static of(file: FileFact, world: LedgerWorld): LinesOfFile | null {
    const row = file.totals[0];
    return row === undefined ? null : new LinesOfFile(file, row, world);
  }

  private constructor(file: FileFact, row: TotalsRow, world: LedgerWorld) {
    this.file = file;
    this.row = row;
    this.world = world;
    this.columns = Object.entries(row.amounts).map(([key, printed]) => ({ key: key as keyof BillRow, printed, sum: Decimal.zero, lines: 0 }));
  }

  hear(line: BillRow): void {
    this.currencies.add(lineCurrency(this.world, line));
    for (const column of this.columns) {
      const value = line[column.key];
      if (value === null) continue;
      column.sum = column.sum.plus(value as Decimal);
      column.lines += 1;
    }
  }

  kept(): KeptLines {
    return { sums: this.columns.map(({ sum, lines }) => ({ sum, lines })), currencies: this.currencies };
  }

  recall({ sums, currencies }: KeptLines): void {
    this.columns.forEach((column, place) => Object.assign(column, sums[place]));
    for (const currency of currencies) this.currencies.add(currency);
  }

  /** The one currency of its lines. */
  get currency(): string | null {
    return [...this.currencies][0] ?? null;
  }

  doubt(): Doubt | null {
    const { totals, counts } = this.file;
    if (totals.length > 1) return 'severalTotals';
    if (this.row.before !== counts.read - counts.ignored) return 'notLast';
    if (counts.rejected > 0) return 'rowsSetAside';
    return this.currencies.size > 1 ? 'severalCurrencies' : null;
  }

  /** What it prints beside what its lines say. A sum has no more decimals than its column: what is printed beyond them is noise of a spreadsheet's sum. */
  printed(): PrintedColumn[] {
    return this.columns.map(({ key, printed, sum, lines }) => {
      const read = readStatedAmount(printed);
      return { field: key, printed, stated: read === null ? null : { amount: read.amount, scale: Math.min(read.scale, this.file.scales[key]?.most ?? 0) }, sum, lines };
    });
  }
}

/** Hands every line to each of the files that hold it. */
export class LinesOfFiles {
  readonly files: readonly LinesOfFile[];
  private readonly byId: ReadonlyMap<number, LinesOfFile>;
  private readonly world: LedgerWorld;

  constructor(world: LedgerWorld) {
    this.world = world;
    this.files = [...world.files.values()].flatMap((file) => LinesOfFile.of(file, world) ?? []);
    this.byId = new Map(this.files.map((file) => [file.file.id, file]));
  }

  kept(): readonly KeptLines[] {
    return this.files.map((file) => file.kept());
  }

  recall(kept: readonly KeptLines[]): void {
    this.files.forEach((file, place) => file.recall(kept[place]!));
  }

  hear(line: BillRow): void {
    if (this.files.length === 0) return;
    for (const id of this.world.sightings('bill').filesOf(line)) this.byId.get(id)?.hear(line);
  }
}
