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

interface OpenAccount extends Account {
  readonly isHeld: boolean;
  settled: number;
}

/** Hears every line of a bill. */
export class UsageGatherer {
  private readonly holds: (product: string | null) => boolean;
  private readonly lines = new UsageLines();
  private readonly accounts = new QuadMap<OpenAccount>();
  private readonly inOrder: OpenAccount[] = [];
  /** That of the line before: lines of one often stand together. */
  private last: OpenAccount | null = null;
  private readonly owing = new GrowingIntegers();
  private owingCount = 0;
  private count = 0;

  /** `holds` tells of which products the bill prints deducted usage. */
  constructor(holds: (product: string | null) => boolean) {
    this.holds = holds;
  }

  line(line: UsageLine): void {
    const { owner, product } = line;
    const account = this.last !== null && this.last.owner === owner && this.last.product === product ? this.last : this.account(owner, product);
    this.last = account;
    if (owesNothing(line)) account.settled += 1;
    else {
      this.owing.set(this.owingCount, this.count);
      this.owingCount += 1;
    }
    this.count += 1;
    if (account.isHeld) this.lines.add(line);
  }

  private account(owner: string | null, product: string | null): OpenAccount {
    let account = this.accounts.get(owner, product, null, null);
    if (account === undefined) {
      account = { owner, product, isHeld: this.holds(product), settled: 0 };
      this.inOrder.push(account);
      this.accounts.set(owner, product, null, null, account);
    }
    return account;
  }

  gathered(): GatheredUsage {
    return { accounts: this.inOrder.map(({ owner, product, settled }) => ({ owner, product, settled })), lines: this.lines.kept(), owing: this.owing.kept(this.owingCount) };
  }
}
