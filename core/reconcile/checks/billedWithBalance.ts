import { Decimal } from '../../base/decimal.ts';
import { DAY, endOf, type CivilTime } from '../../base/time.ts';
import { QuadMap } from '../../base/tuples.ts';
import { amountOf } from '../../fields/facts.ts';
import { conversion, convert } from '../../fields/units.ts';
import type { BalanceLine } from '../balances.ts';
import type { Check, Report } from '../check.ts';
import type { Severity } from '../finding.ts';
import { nodeOf, nodePart, type Node } from '../islands.ts';
import { currencyOf } from '../money.ts';
import type { Names } from '../../fields/names.ts';
import { areOtherRegions } from '../names.ts';
import { refundOf } from '../refunds.ts';
import { show, showTime } from '../show.ts';
import { isUsageLine } from '../survey.ts';
import type { UsageLine } from '../usageLine.ts';
import { evidenceOf, type Package, type UseOfItem, type World } from '../world.ts';
import type { Evidence } from '../finding.ts';
import { policyLine } from '../policyLines.ts';

/** A package that deducted the item within so many days of the line has shown that it covers it. */
const NEAR_DAYS = 30;

type Confidence = 'high' | 'medium' | 'low';

const SEVERITY: Readonly<Record<Confidence, Severity>> = { high: 'error', medium: 'warning', low: 'info' };
const ORDER: readonly Confidence[] = ['high', 'medium', 'low'];

/** A package that could have paid: how sure that is, and the least that it had left all along. */
interface Candidate {
  readonly pack: Package;
  readonly confidence: Confidence;
  readonly use: UseOfItem | null;
  /** `null` for unlimited packages. */
  readonly lowest: { readonly balance: Decimal; readonly unit: string | null; readonly evidence: Evidence | null; readonly time: CivilTime | null } | null;
}

/** Why a package that looks near could not have paid. */
type RuledOut = 'validity' | 'owner' | 'item' | 'region' | 'empty' | 'refunded' | 'inactive' | 'unused';

/**
 * The question that every customer asks: why was this billed although we have a package? A pay-as-you-go line with a
 * cost is a finding if a package that covers it was valid during the whole usage and had balance from its start until
 * the deduction should have been posted at the latest. Each package of the product that was ruled out is named with
 * the reason.
 */
export const billedWithBalance: Check = {
  id: 'billed-with-balance',
  family: 'usage',
  needs: ['bill', 'deductions', 'packages'],
  texts: {
    title: { zh: '有余量仍计费', en: 'Billed despite balance' },
    rule: { zh: '按量计费用量 > 0 且费用 > 0 时，没有覆盖它的资源包在用量开始至结束 + 入账延迟内一直有余量', en: 'Where pay-as-you-go usage and cost are above 0, no package that covers it had balance from usage start until usage end + lag' },
    act: { zh: '核对计费模式、地域与资源包范围；若应抵扣，请提交工单退回费用', en: 'Check billing mode, region and scope of the package; if it should have paid, open a ticket for a refund' },
    line: { zh: '{where} · 交易 {transaction} · {item} 用量 {usage} {unit}，{start} 至 {end}，费用 {cost} {currency}', en: '{where} · transaction {transaction} · {item} usage {usage} {unit}, {start} to {end}, cost {cost} {currency}' },
    package: { zh: '资源包 {packageId}（{name}）有效期 {effective} 至 {expiry}', en: 'Package {packageId} ({name}) is valid {effective} to {expiry}' },
    lowest: { zh: '{start} 至 {end} 期间余量最低 {balance} {unit}（{time}）', en: 'Between {start} and {end} its balance was never below {balance} {unit} ({time})' },
    unlimited: { zh: '无限容量包始终有余量', en: 'An unlimited package always has balance' },
    high: { zh: '把握高：该包在前后 30 天内抵扣过该归属者的同一计费项', en: 'Confidence high: it deducted this very item for this owner within 30 days' },
    medium: { zh: '把握中：同一子产品', en: 'Confidence medium: same subproduct' },
    low: { zh: '把握低：同一产品', en: 'Confidence low: same product' },
    share: { zh: '可抵扣 {covered} {unit}，占用量的一部分：影响金额 = {cost} × {covered} / {usage}', en: 'It could cover {covered} {unit} of the usage: at stake = {cost} × {covered} / {usage}' },
    out: { zh: '已排除 {packageId}：{reason}', en: 'Ruled out {packageId}: {reason}' },
    late: { zh: '用量结束 + 入账延迟晚于抵扣明细，抵扣可能尚未入账', en: 'Usage end + lag is later than the deduction files, so that the deduction may not be posted yet' },
    noTimes: { zh: '没有用量时间', en: 'The line has no usage times' },
  },
  start(world, report) {
    let prospects: Prospects | null = null;
    /** Of nodes with failures, which tell of all packages of their product. */
    const failed = new Map<Node, Pick<Near, 'report'> & Pick<UsageLine, 'product'>>();
    const known = (): Prospects => (prospects ??= new Prospects(world, report));
    return {
      stands: (notes) => (notes as readonly Told[]).every(({ product, packages }) => packages === known().told(product)),
      billed(line) {
        if (!isUsageLine(line)) return;
        const near = known().near(line);
        const cost = amountOf(line);
        if (cost === null || line.usage === null) {
          near.report.notCheckable({ id: 'common.absent', values: { fields: 'usage, cost' } });
          return;
        }
        if (!known().has(line.product)) {
          near.report.pass();
          return;
        }
        if (line.usageStart === null || line.usageEnd === null) {
          near.report.notCheckable(report.say('noTimes'));
          return;
        }
        const { candidates, late } = judge(line, near.prospects, world);
        const best = candidates.sort(byConfidence)[0];
        if (best === undefined) {
          if (late) near.report.notCheckable(report.say('late'));
          else near.report.pass();
          return;
        }
        const currency = currencyOf(line, world.files.get(line.file)?.layout ?? null);
        const share = coverable(line, best);
        const money = share === null ? cost : cost.times(share).dividedBy(line.usage, 8);
        const scale = world.scale(line.file, 'usage');
        if (!failed.has(near.node)) failed.set(near.node, { report: near.report, product: line.product });
        near.report.fail({
          severity: SEVERITY[best.confidence],
          subject: [line.transactionId, line.instanceId, line.componentName, line.usageStart, line.owner],
          packageId: best.pack.id,
          transactionId: line.transactionId,
          product: line.product,
          rows: [evidenceOf('bill', line), ...(best.lowest?.evidence ? [best.lowest.evidence] : []), ...(best.use === null ? [] : [best.use.first])],
          quantity: share ?? line.usage,
          unit: line.usageUnit,
          money,
          currency,
          why: [
            report.say('line', {
              where: world.where(line), transaction: line.transactionId ?? '-', item: line.componentName ?? '-', usage: show(line.usage, scale), unit: line.usageUnit ?? '',
              start: showTime(line.usageStart), end: showTime(line.usageEnd), cost: show(cost), currency: currency ?? '',
            }),
            report.say('package', { packageId: best.pack.id, name: best.pack.name ?? '-', effective: showTime(best.pack.effective), expiry: showTime(best.pack.overview?.expiry ?? null) }),
            best.lowest === null
              ? report.say('unlimited')
              : report.say('lowest', {
                  start: showTime(line.usageStart), end: showTime(endOf(line.usageEnd) + lagOf(best.pack)), balance: show(best.lowest.balance), unit: best.lowest.unit ?? '', time: showTime(best.lowest.time),
                }),
            report.say(best.confidence),
            ...(share === null ? [] : [report.say('share', { covered: show(share), usage: show(line.usage), unit: line.usageUnit ?? '', cost: show(cost) })]),
            ...ruledOut(line, known().of(line.product), world).slice(0, 10).map(({ pack, reason }) => report.say('out', { packageId: pack.id, reason: `@ruledOut.${reason}` })),
            ...(best.pack.policy.lag >= best.pack.activity.lag ? [policyLine(best.pack.policy, 'lag')] : []),
          ],
        });
      },
      settled({ owner, product, settled }) {
        report.of(nodePart(nodeOf(world.names, owner, product))).pass(settled);
      },
      end() {
        for (const { report: ofNode, product } of failed.values()) {
          const told: Told = { product, packages: known().told(product) };
          ofNode.note(told);
        }
      },
    };
  },
};

/** What failures said of the packages of a product that could not have paid, as a text to compare. */
interface Told {
  readonly product: string | null;
  readonly packages: string;
}

/** A package with what never changes from line to line. */
interface Prospect {
  readonly pack: Package;
  readonly refundedAt: CivilTime | null;
  readonly uses: readonly UseOfItem[];
  /** Whoever it pays for: its owner and those for whose usage it ever deducted. */
  readonly owners: ReadonlySet<string | null>;
  readonly balances: BalancesByUse;
  /** Its dates contradict each other. */
  readonly isBroken: boolean;
}

/** What may have paid for the lines of an owner, product, component name and type, and where they are reported. */
interface Near {
  readonly node: Node;
  readonly report: Report;
  readonly prospects: readonly Prospect[];
}

/** The packages of each product, and those of them that ever deducted an item or never deducted anything. */
class Prospects {
  private readonly names: Names;
  private readonly byProduct = new Map<string, Prospect[]>();
  private readonly byItem = new Map<string, Prospect[]>();
  private readonly nearby = new QuadMap<Near>();
  private readonly toldOf = new Map<string, string>();
  private readonly report: Report;

  constructor(world: World, report: Report) {
    this.names = world.names;
    this.report = report;
    for (const pack of [...world.packages.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
      const uses = [...pack.uses.values()];
      const prospect: Prospect = { pack, refundedAt: refundOf(pack)?.time ?? null, uses, owners: new Set([pack.owner, ...uses.map((use) => use.owner)]), balances: new BalancesByUse(pack), isBroken: world.verdicts.has('validity-order', `package:${pack.id}`) };
      const products = new Set([world.names.product(pack.product), ...prospect.uses.map((use) => world.names.product(use.product))]);
      for (const product of products) put(this.byProduct, product, prospect);
      const items = prospect.uses.length === 0 ? [itemKey(world.names, pack.product, null)] : prospect.uses.map((use) => itemKey(world.names, use.product, use.item));
      for (const item of new Set(items)) put(this.byItem, item, prospect);
    }
  }

  has(product: string | null): boolean {
    return this.byProduct.has(this.names.product(product));
  }

  of(product: string | null): readonly Prospect[] {
    return this.byProduct.get(this.names.product(product)) ?? [];
  }

  /** Those that may pay for the line: the others never covered its item, or never paid for its owner. */
  near({ owner, product, componentName, componentType }: UsageLine): Near {
    let found = this.nearby.get(owner, product, componentName, componentType);
    if (found === undefined) {
      const node = nodeOf(this.names, owner, product);
      found = { node, report: this.report.of(nodePart(node)), prospects: this.covering(product, componentName, componentType).filter((prospect) => prospect.owners.has(owner)) };
      this.nearby.set(owner, product, componentName, componentType, found);
    }
    return found;
  }

  /** Everything that `ruledOut` says of packages that are not near. */
  told(product: string | null): string {
    const key = this.names.product(product);
    let told = this.toldOf.get(key);
    if (told === undefined) {
      told = JSON.stringify(this.of(product).map(({ pack, refundedAt, uses, owners, isBroken }) => [
        pack.id, pack.effective, pack.expiresAt, pack.overview?.status, pack.overview?.region, pack.subproduct, isBroken, refundedAt, refundedAt === null ? null : lagOf(pack), [...owners], uses.map((use) => [use.product, use.item]),
      ]));
      this.toldOf.set(key, told);
    }
    return told;
  }

  private covering(product: string | null, componentName: string | null, componentType: string | null): Prospect[] {
    const byName = this.byItem.get(itemKey(this.names, product, componentName)) ?? [];
    const byType = componentType === componentName ? [] : (this.byItem.get(itemKey(this.names, product, componentType)) ?? []).filter((prospect) => !byName.includes(prospect));
    return [...byName, ...byType, ...(this.byItem.get(itemKey(this.names, product, null)) ?? [])];
  }
}

/** Balances of a package that pay for one use. A package of periods has thousands, of which a line touches one or two. */
class Balances {
  readonly all: readonly BalanceLine[];
  /** Periods one after the other. */
  readonly areOrdered: boolean;

  constructor(all: readonly BalanceLine[]) {
    this.all = all;
    this.areOrdered = all.every(({ start, end }, index) => start !== null && end !== null && start <= end && (index === 0 || all[index - 1]!.end! <= start));
  }

  /** Index from which on balances may reach to `time`. */
  firstUntil(time: CivilTime): number {
    if (!this.areOrdered) return 0;
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.all[middle]!.end! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

class BalancesByUse {
  private readonly pack: Package;
  private readonly byItem = new Map<string | null, Balances>();

  constructor(pack: Package) {
    this.pack = pack;
  }

  of(use: UseOfItem | null): Balances {
    const item = use === null ? null : use.item;
    let found = this.byItem.get(item);
    if (found === undefined) {
      const lines = this.pack.balances;
      found = new Balances(item === null ? lines : lines.filter((line) => line.billingItems.has(item)));
      this.byItem.set(item, found);
    }
    return found;
  }
}

function itemKey(names: Names, product: string | null, item: string | null): string {
  return `${names.product(product)}\u0001${names.item(item)}`;
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [value]);
  else same.push(value);
}

function byConfidence(a: Candidate, b: Candidate): number {
  return ORDER.indexOf(a.confidence) - ORDER.indexOf(b.confidence) || (a.pack.expiresAt ?? Infinity) - (b.pack.expiresAt ?? Infinity) || (a.pack.id < b.pack.id ? -1 : 1);
}

function lagOf(pack: Package): number {
  return Math.max(pack.policy.lag, pack.activity.lag);
}

function judge(line: UsageLine, prospects: readonly Prospect[], world: World): { candidates: Candidate[]; late: boolean } {
  const candidates: Candidate[] = [];
  let late = false;
  for (const prospect of prospects) {
    const fit = fitOf(line, prospect, world);
    if (typeof fit === 'string') continue;
    const { pack } = prospect;
    const start = line.usageStart!;
    const until = endOf(line.usageEnd!) + lagOf(pack);
    if (pack.type === 'unlimited') {
      candidates.push({ pack, ...fit, lowest: null });
      continue;
    }
    const lowest = lowestBalance(prospect, fit.use, start, until);
    if (lowest === 'empty') continue;
    if (world.coverage.covers(pack.product ?? line.product, start, until)) candidates.push({ pack, ...fit, lowest });
    else late = true;
  }
  return { candidates, late };
}

/** Every package of the product that could not have paid, with the reason. */
function ruledOut(line: UsageLine, prospects: readonly Prospect[], world: World): { pack: Package; reason: RuledOut }[] {
  return prospects.flatMap((prospect) => {
    const { pack } = prospect;
    const fit = fitOf(line, prospect, world);
    if (typeof fit === 'string') return [{ pack, reason: fit }];
    const empty = pack.type !== 'unlimited' && lowestBalance(prospect, fit.use, line.usageStart!, endOf(line.usageEnd!) + lagOf(pack)) === 'empty';
    return empty ? [{ pack, reason: 'empty' as const }] : [];
  });
}

/** Whether a package covers the line by owner, item, region and dates, and how sure that is. */
function fitOf(line: UsageLine, { pack, refundedAt, uses, owners, isBroken }: Prospect, world: World): { confidence: Confidence; use: UseOfItem | null } | RuledOut {
  const start = line.usageStart!;
  const end = endOf(line.usageEnd!);
  if (pack.effective === null || pack.expiresAt === null || start < pack.effective || end > pack.expiresAt) return 'validity';
  if (pack.overview?.status === 'inactive') return 'inactive';
  if (isBroken) return 'validity';
  if (refundedAt !== null && refundedAt < end + lagOf(pack)) return 'refunded';
  const region = pack.overview?.region ?? null;
  if (region !== null && line.region !== null && region !== line.region && (world.survey.regions.has(region) || areOtherRegions(region, line.region))) return 'region';
  const { names } = world;
  const name = names.item(line.componentName);
  const type = names.item(line.componentType);
  const product = names.product(line.product);
  const isItem = (use: UseOfItem): boolean => {
    const item = names.item(use.item);
    return (item === name || item === type) && names.product(use.product) === product;
  };
  const sameItem = uses.filter(isItem);
  if (uses.length > 0 && sameItem.length === 0) return 'item';
  if (!owners.has(line.owner)) return 'owner';
  // A package that never deducted anything has not shown what it covers.
  if (uses.length === 0) return names.subproduct(pack.subproduct) === names.subproduct(line.subproduct) ? { confidence: 'low', use: null } : 'unused';
  const sameSubproduct = sameItem.filter((use) => names.subproduct(use.subproduct) === names.subproduct(line.subproduct));
  const own = sameSubproduct.find((use) => use.owner === line.owner);
  const day = Math.floor(start / DAY);
  if (own !== undefined && own.days.some((used) => Math.abs(used - day) <= NEAR_DAYS)) return { confidence: 'high', use: own };
  if (sameSubproduct.length > 0) return { confidence: 'medium', use: own ?? sameSubproduct[0]! };
  return { confidence: 'low', use: sameItem[0]! };
}

/** The lowest balance of the capacity that pays for the item, in every period that the time touches. */
function lowestBalance({ pack, balances }: Prospect, use: UseOfItem | null, start: CivilTime, until: CivilTime): NonNullable<Candidate['lowest']> | 'empty' {
  const lines = balances.of(use);
  let lowest: NonNullable<Candidate['lowest']> | null = null;
  for (let index = lines.firstUntil(start); index < lines.all.length; index += 1) {
    const line = lines.all[index]!;
    const from = Math.max(start, line.start ?? start);
    const to = Math.min(until, line.end === null ? until : line.end - 1);
    if (lines.areOrdered && from > until) break;
    if (from > to) continue;
    const found = line.lowest(from, to);
    // Balance that nothing explains is not counted as balance.
    const balance = found.balance.minus(line.excess);
    if (lowest === null || balance.isLessThan(lowest.balance)) lowest = { balance, unit: line.unit, evidence: found.evidence, time: found.time };
  }
  if (lowest === null) {
    const capacity = lines.all[0]?.capacity ?? pack.capacity;
    const untouched = pack.activity.rows === 0 || pack.type === 'period' || pack.type === 'slice';
    if (!untouched || capacity === null || capacity.sign() <= 0) return 'empty';
    const remaining = pack.activity.rows === 0 && pack.type === 'total' ? (pack.overview?.remaining ?? capacity) : capacity;
    return remaining.sign() > 0 ? { balance: remaining, unit: pack.unit, evidence: null, time: null } : 'empty';
  }
  return lowest.balance.sign() > 0 ? lowest : 'empty';
}

/** How much of the usage the balance could pay for, in the line's unit; `null` if all of it, or if that cannot be told. */
function coverable(line: UsageLine, { lowest, use, pack }: Candidate): Decimal | null {
  if (lowest === null || use === null || use.coefficient === null || use.coefficient.sign() <= 0) return null;
  const unit = lowest.unit ?? pack.unit;
  if (unit === null || line.usageUnit === null) return null;
  const ratio = conversion(line.usageUnit, unit);
  if (ratio === null) return null;
  const needed = convert(line.usage!, ratio).times(use.coefficient);
  if (!needed.isGreaterThan(lowest.balance)) return null;
  const back = conversion(unit, line.usageUnit)!;
  return convert(lowest.balance, back).dividedBy(use.coefficient, 8);
}
