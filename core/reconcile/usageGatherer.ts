import { GrowingIntegers } from '../base/growing.ts';
import { QuadMap } from '../base/tuples.ts';
import { UsageLines, type KeptLines, type LineNames } from './match.ts';
import { owesNothing, type UsageLine } from './usageLine.ts';

/** What an account uses of a product, by their names as printed. */
export interface Account extends Pick<LineNames, 'owner' | 'product'> {
  /** Lines that owe nothing (`owesNothing`). */
  readonly settled: number;
}

/** All that checks of packages want of a bill, so that whoever has them need not read it again as a whole. Plain data, but for arrays of numbers. */
export interface GatheredUsage {
  /** In the order in which lines first name them. */
  readonly accounts: readonly Account[];
  readonly lines: KeptLines;
  /** Where lines stand, in the order of the bill, that do not owe nothing. */
  readonly owing: Int32Array;
}

interface OpenAccount<Mark> extends Account {
  readonly mark: Mark;
  settled: number;
}

/** Accounts as lines name them, each with a mark that is asked for once. */
export class Accounts<Mark> {
  private readonly markOf: (owner: string | null, product: string | null) => Mark;
  private readonly byNames = new QuadMap<OpenAccount<Mark>>();
  /** In the order in which they were first named. */
  readonly all: OpenAccount<Mark>[] = [];
  /** That of the line before: lines of one often stand together. */
  private last: OpenAccount<Mark> | null = null;

  constructor(markOf: (owner: string | null, product: string | null) => Mark) {
    this.markOf = markOf;
  }

  of({ owner, product }: Pick<UsageLine, 'owner' | 'product'>): OpenAccount<Mark> {
    if (this.last !== null && this.last.owner === owner && this.last.product === product) return this.last;
    let account = this.byNames.get(owner, product, null, null);
    if (account === undefined) {
      account = { owner, product, mark: this.markOf(owner, product), settled: 0 };
      this.all.push(account);
      this.byNames.set(owner, product, null, null, account);
    }
    this.last = account;
    return account;
  }
}

/** Hears every line of a bill. */
export class UsageGatherer {
  private readonly lines = new UsageLines();
  /** Marked where the bill prints deducted usage of the product. */
  private readonly accounts: Accounts<boolean>;
  private readonly owing = new GrowingIntegers();
  private owingCount = 0;
  private count = 0;

  /** `holds` tells of which products the bill prints deducted usage. */
  constructor(holds: (product: string | null) => boolean) {
    this.accounts = new Accounts((_owner, product) => holds(product));
  }

  line(line: UsageLine): void {
    const account = this.accounts.of(line);
    if (owesNothing(line)) account.settled += 1;
    else {
      this.owing.set(this.owingCount, this.count);
      this.owingCount += 1;
    }
    this.count += 1;
    if (account.mark) this.lines.add(line);
  }

  gathered(): GatheredUsage {
    return { accounts: this.accounts.all.map(({ owner, product, settled }) => ({ owner, product, settled })), lines: this.lines.kept(), owing: this.owing.kept(this.owingCount) };
  }
}
