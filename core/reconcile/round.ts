import { compareText } from '../base/order.ts';
import { DAY, endOf, HOUR } from '../base/time.ts';
import { QuadMap } from '../base/tuples.ts';
import { replayPackage } from '../deduct/replay.ts';
import type { BillRow } from '../fields/bill.ts';
import type { DeductionRow } from '../fields/deductions.ts';
import type { Dataset } from '../fields/facts.ts';
import { hasPackage, recalled, type Scope } from './again.ts';
import type { Check, Ledger, Listener } from './check.ts';
import { nodeOf, nodePart, nodesOf, packagePart, type Node, type Reach } from './islands.ts';
import type { MutableWorld } from './makeWorld.ts';
import { MatchTally } from './matching.ts';
import type { NodeMemory, PackageMemory, PartsByCheck, RunMemory } from './memory.ts';
import type { Profile } from './profile.ts';
import { remember } from './progress.ts';
import { counted, type Progress } from './stages.ts';
import type { Part, Tally } from './tally.ts';
import { Accounts, type Account, type GatheredUsage } from './usageGatherer.ts';
import { owesNothing, type UsageLine } from './usageLine.ts';
import { makePackage, termsOf, type DeductionProfile, type Package } from './world.ts';

/** A check at work. */
export interface Working {
  readonly check: Check;
  readonly tally: Tally;
  readonly listener: Listener;
  /** `null` for checks that gather nothing. */
  readonly ledger: Ledger | null;
}

/** Lets the data go by once, in the order that `Listener` tells, and gathers what is to be remembered of it. */
export class Round {
  readonly packages = new Map<string, PackageMemory>();
  readonly nodes = new Map<Node, NodeMemory>();
  readonly named = new Map<string, ReadonlyMap<string, Part>>();
  private readonly data: Dataset;
  private readonly world: MutableWorld;
  private readonly working: readonly Working[];
  private readonly listeners: readonly Listener[];
  private readonly scope: Scope;
  private readonly progress: Progress;

  constructor(data: Dataset, world: MutableWorld, working: readonly Working[], scope: Scope, progress: Progress) {
    this.data = data;
    this.world = world;
    this.working = working;
    this.listeners = working.map(({ listener }) => listener);
    this.scope = scope;
    this.progress = progress;
  }

  /** What all checks have answered since the last cut. */
  private cut(): PartsByCheck {
    const parts = new Map<string, Part>();
    for (const { check, tally } of this.working) {
      const part = tally.cut();
      if (part !== null) parts.set(check.id, part);
    }
    return parts;
  }

  files(): void {
    const { files } = this.data;
    const byId = new Map(files.map((file) => [file.id, file]));
    for (const file of [...files].sort((a, b) => compareText(a.name, b.name) || compareText(a.sha256, b.sha256) || compareText(a.sheet ?? '', b.sheet ?? ''))) {
      for (const listener of this.listeners) listener.file?.(file);
    }
    const hearing = this.listeners.filter((listener) => listener.rejected !== undefined);
    for (const row of this.data.rejected()) {
      const file = byId.get(row.file);
      if (file !== undefined) for (const listener of hearing) listener.rejected!(row, file);
    }
    this.cut();
  }

  /** Takes over the packages that are left alone. */
  recall({ packages }: RunMemory): void {
    const { world } = this;
    for (const [id, memory] of packages) {
      if (hasPackage(this.scope, id)) continue;
      const pack = recalled(makePackage(id, world.overviews.get(id) ?? [], memory.profile, world.purchases.get(id) ?? [], world.files, world.policies), memory);
      world.packages.set(id, pack);
      this.packages.set(id, memory);
      for (const { check, tally, listener } of this.working) {
        const part = memory.parts.get(check.id);
        if (part !== undefined) tally.recall(part);
        listener.recall?.(pack, part?.notes ?? []);
      }
    }
  }

  /** All packages of `rows`, and those without any. */
  deductions(rows: Iterable<DeductionRow>): void {
    let id: string | null = null;
    let own: DeductionRow[] = [];
    for (const row of counted(rows, 'deductions', this.progress)) {
      if (row.packageId !== id) {
        if (id !== null) this.package(id, own);
        id = row.packageId;
        own = [];
      }
      own.push(row);
    }
    if (id !== null) this.package(id, own);
    for (const other of [...this.world.packages.keys()].sort()) if (!this.packages.has(other)) this.package(other, []);
    inOrder(this.world.packages);
  }

  private package(id: string, rows: readonly DeductionRow[]): void {
    const { world } = this;
    const profile = rows.length === 0 ? null : profileOf(rows);
    const pack = makePackage(id, world.overviews.get(id) ?? [], profile, world.purchases.get(id) ?? [], world.files, world.policies);
    world.packages.set(id, pack);
    const histories = this.rowsOf(pack, rows);
    const { activity, uses, gaps } = pack;
    this.packages.set(id, { profile, reach: reachOf(pack, rows, world), activity, uses, gaps, rows: rows.length, histories, parts: this.cut() });
  }

  private rowsOf(pack: Package, rows: readonly DeductionRow[]): number {
    const { listeners, world } = this;
    const observed = observedLag(rows);
    pack.activity.lag = observed ?? pack.policy.lag;
    pack.activity.lagIsPolicy = observed === null;
    for (const listener of listeners) listener.package?.(pack);
    const replay = replayPackage(termsOf(pack), rows);
    const hearing = listeners.filter((listener) => listener.deduction !== undefined);
    for (const history of replay.histories) {
      for (const step of history.steps) {
        for (const listener of hearing) listener.deduction!(step.row, step, history, pack);
        for (const copy of step.copies) for (const listener of hearing) listener.deduction!(copy, step, history, pack);
      }
    }
    for (const row of replay.unchained) for (const listener of hearing) listener.deduction!(row, null, null, pack);
    for (const history of replay.histories) for (const listener of listeners) listener.history?.(history, pack);
    // What bills ask of balances must be there before the last word on the package is heard.
    remember(pack, replay, world, world.book);
    for (const listener of listeners) listener.replayed?.(replay, pack);
    return replay.histories.length;
  }

  /** Whether nothing reaches beyond what is heard, and what was answered about the rest still holds. */
  stands({ named, packages }: RunMemory): boolean {
    for (const [id, { reach }] of this.packages) {
      if (hasPackage(this.scope, id)) for (const node of nodesOf(reach)) if (!this.scope.hasNode(node)) return false;
    }
    const { products } = this.scope;
    if (products !== null && !isSameSet(products, this.products)) return false;
    for (const { check, listener } of this.working) {
      if (listener.stands === undefined) continue;
      const parts = [...packages].flatMap(([id, { parts: ofPackage }]) => (hasPackage(this.scope, id) ? [] : [ofPackage.get(check.id)]));
      const others = [...(named.get(check.id) ?? [])].flatMap(([part, answers]) => (this.hearsPart(part) ? [] : [answers]));
      for (const part of [...parts, ...others]) if (part !== undefined && part.notes.length > 0 && !listener.stands(part.notes)) return false;
    }
    return true;
  }

  /** All products that packages have to do with, in the form under which names are compared. */
  get products(): ReadonlySet<string> {
    return new Set([...this.packages.values()].flatMap(({ reach }) => [...reach.products]));
  }

  known(): void {
    const hearing = this.listeners.filter((listener) => listener.known !== undefined);
    for (const pack of this.world.packages.values()) for (const listener of hearing) listener.known!(pack);
    const paying = this.listeners.filter((listener) => listener.prepaid !== undefined);
    for (const line of this.world.payments) for (const listener of paying) listener.prepaid!(line);
  }

  /** Takes over what was gathered of the bill. */
  recallLedgers(ledgers: ReadonlyMap<string, unknown>): void {
    for (const { check, ledger } of this.working) ledger?.recall(ledgers.get(check.id));
  }

  /** Every line, for those who gather, and for checks of lines alone; what is in scope for all others. */
  wholeLines(lines: Iterable<BillRow>, profile: Profile | null): void {
    const gathering = this.working.flatMap(({ check, ledger }) => (ledger === null ? [] : [profile === null ? (line: BillRow) => ledger.line(line) : profile.gathered(check.id, ledger)]));
    const hearing = this.listeners.filter((listener) => listener.line !== undefined);
    this.usageLines(lines, (line) => {
      for (const gather of gathering) gather(line);
      for (const listener of hearing) listener.line!(line);
    });
  }

  /** Lines in scope, after `first` has seen each of them. */
  usageLines<Line extends UsageLine>(lines: Iterable<Line>, first: (line: Line) => void = () => {}): void {
    const { book } = this.world;
    const hearing = this.listeners.filter((listener) => listener.billed !== undefined);
    const accounts = new Accounts((owner, product) => this.takesUp(owner, product));
    for (const line of counted(lines, 'bill', this.progress)) {
      first(line);
      const account = accounts.of(line);
      if (!account.mark) continue;
      book.addLine(line);
      if (owesNothing(line)) account.settled += 1;
      else for (const listener of hearing) listener.billed!(line);
    }
    this.settle(accounts.all);
  }

  /** The same where another thread has gone through the bill: `lines` are those that owe something. */
  gatheredUsage({ accounts, lines: kept }: GatheredUsage, owing: Iterable<UsageLine>): void {
    const { book } = this.world;
    const hearing = this.listeners.filter((listener) => listener.billed !== undefined);
    const inScope: Account[] = [];
    const left = new QuadMap<true>();
    for (const account of accounts) {
      if (this.takesUp(account.owner, account.product)) inScope.push(account);
      else left.set(account.owner, account.product, null, null, true);
    }
    const isLeftOut = ({ owner, product }: Pick<UsageLine, 'owner' | 'product'>): boolean => left.get(owner, product, null, null) !== undefined;
    book.takeLines(kept, isLeftOut);
    for (const line of counted(owing, 'bill', this.progress)) if (!isLeftOut(line)) for (const listener of hearing) listener.billed!(line);
    this.settle(inScope);
  }

  /** Whether lines of an owner and product are in scope; if so, their node is. */
  private takesUp(owner: string | null, product: string | null): boolean {
    const { names } = this.world;
    const node = nodeOf(names, owner, product);
    const inScope = this.scope.hasNode(node);
    if (inScope && !this.nodes.has(node)) this.nodes.set(node, { product: names.product(product), parts: new Map(), matching: null });
    return inScope;
  }

  private settle(accounts: readonly Account[]): void {
    const hearing = this.listeners.filter((listener) => listener.settled !== undefined);
    for (const account of accounts) if (account.settled > 0) for (const listener of hearing) listener.settled!(account);
    this.cut();
  }

  matches(): void {
    const { names, book } = this.world;
    const hearing = this.listeners.filter((listener) => listener.matched !== undefined);
    if (hearing.length === 0) return;
    let owner: string | null = null;
    let product: string | null = null;
    let tally = new MatchTally();
    const close = (): void => {
      if (owner !== null) this.nodes.set(nodeOf(names, owner, product), { product: names.product(product), parts: this.cut(), matching: tally.part() });
      tally = new MatchTally();
    };
    // Usage of one node stands together, but may name its product in several ways.
    for (const usage of book.matches()) {
      if (usage.owner !== owner || (usage.product !== product && names.product(usage.product) !== names.product(product))) {
        close();
        owner = usage.owner;
        product = usage.product;
      }
      tally.note(usage);
      for (const listener of hearing) listener.matched!(usage);
    }
    close();
  }

  end(): void {
    for (const { listener } of this.working) listener.end?.();
    for (const { check, tally } of this.working) {
      tally.cut();
      const parts = tally.cutParts();
      if (parts.size > 0) this.named.set(check.id, parts);
    }
  }

  /** Takes over what was answered about usage and parts that are left alone. */
  recallRest({ nodes, named }: RunMemory): void {
    for (const [node, memory] of nodes) {
      if (this.scope.hasNode(node)) continue;
      this.nodes.set(node, memory);
      for (const { check, tally } of this.working) {
        const part = memory.parts.get(check.id);
        if (part !== undefined) tally.recall(part);
      }
    }
    for (const { check, tally } of this.working) {
      const rest = [...(named.get(check.id) ?? [])].filter(([part]) => !this.hearsPart(part));
      for (const [, part] of rest) tally.recall(part);
      if (rest.length > 0) this.named.set(check.id, new Map([...(this.named.get(check.id) ?? []), ...rest]));
    }
  }

  private hearsPart(part: string): boolean {
    const [ofPackage, ofNode] = [packagePart(''), nodePart('')];
    return part.startsWith(ofPackage) ? hasPackage(this.scope, part.slice(ofPackage.length)) : this.scope.hasNode(part.slice(ofNode.length));
  }
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}

/** By id, whatever came first. */
function inOrder(packages: Map<string, Package>): void {
  const sorted = [...packages].sort(([a], [b]) => compareText(a, b));
  packages.clear();
  for (const [id, pack] of sorted) packages.set(id, pack);
}

function profileOf(rows: readonly DeductionRow[]): DeductionProfile {
  const last = rows.at(-1)!;
  return { name: last.packageName, owner: last.packageOwner, product: last.product, subproduct: last.subproduct, type: last.packageType, unit: last.packageUnit };
}

function reachOf(pack: Package, rows: readonly DeductionRow[], { names }: MutableWorld): Reach {
  const owners = new Set([pack.owner ?? '']);
  const products = new Set<string | null>([pack.product]);
  let last: DeductionRow | null = null;
  for (const row of rows) {
    if (last !== null && row.usageOwner === last.usageOwner && row.usageProduct === last.usageProduct && row.product === last.product) continue;
    last = row;
    owners.add(row.usageOwner ?? '');
    products.add(row.usageProduct);
    products.add(row.product);
  }
  return { owners, products: new Set([...products].map((product) => names.product(product))) };
}

/** Fewer rows than this say too little about how late a package's deductions are posted. */
const ROWS_FOR_LAG = 20;
/** One row posted months late must not make every gap before it uncertain. */
const LONGEST_LAG = 3 * DAY;

function observedLag(rows: readonly DeductionRow[]): number | null {
  if (rows.length < ROWS_FOR_LAG) return null;
  const latest = rows.reduce((most, row) => (row.deductedAt === null || row.usageEnd === null ? most : Math.max(most, row.deductedAt - endOf(row.usageEnd))), HOUR);
  return Math.min(latest, LONGEST_LAG);
}
