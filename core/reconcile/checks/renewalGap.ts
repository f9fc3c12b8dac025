import { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import { DAY, endOf, HOUR, type CivilTime } from '../../base/time.ts';
import { QuadMap } from '../../base/tuples.ts';
import type { BillRow } from '../../fields/bill.ts';
import { transactionClass } from '../../fields/choices.ts';
import { amountOf } from '../../fields/facts.ts';
import { lineCurrency } from '../billLine.ts';
import type { Check, Report } from '../check.ts';
import type { Evidence } from '../finding.ts';
import { packagePart } from '../islands.ts';
import type { Names } from '../../fields/names.ts';
import type { LoadedMonths } from '../loadedMonths.ts';
import { show, showTime } from '../show.ts';
import { isUsageLine } from '../survey.ts';
import type { UsageLine } from '../usageLine.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/** A package that begins later than this after another one has ended does not follow it. */
const LATEST = 30 * DAY;
/** Renewals of the night of the expiry become effective in its hour. */
const SEAMLESS = HOUR;
const ROWS_KEPT = 20;

/**
 * A package ended on 5 July, the next one began on the 9th, and in the four days between 1,300 calls were billed as you go. Either
 * a renewal whose new term begins after the old end, or a package of the same product, owner and type that follows one that
 * expired. A package that was used up or given back before its end was not followed late.
 */
export const renewalGap: Check = {
  id: 'renewal-gap',
  family: 'purchases',
  needs: ['packages', 'deductions', 'bill'],
  texts: {
    title: { zh: '续费空档', en: 'Renewal gap' },
    rule: {
      zh: '原包到期与新包（或续费期限）开始之间，该包抵扣过的计费项没有按量费用；容差 1 小时，相隔 30 天以上不算续接',
      en: 'Between the end of a package and the start of its successor (or renewed term) no usage of its items is billed; tolerance 1 hour, and after 30 days it is no successor',
    },
    act: { zh: '下次在到期前续费，或开启自动续费', en: 'Renew before the end next time, or turn on auto-renewal' },
    gap: { zh: '{old} 于 {end} 到期，{new} 于 {start} 开始，相隔 {hours} 小时', en: '{old} ended {end}, {new} began {start}, {hours} hours later' },
    billed: { zh: '其间 {count} 行按量计费，合计 {amount} {currency}；例如 {where}：{item} {usage} {unit}', en: '{count} pay-as-you-go lines in between, {amount} {currency} in all; for example {where}: {item} {usage} {unit}' },
    unused: { zh: '原包没有抵扣，不知其覆盖的计费项', en: 'The old package deducted nothing, so that its items are unknown' },
    notLoaded: { zh: '空档期间的账单未导入', en: 'The bill of the time between is not loaded' },
  },
  start(world, report) {
    let gaps: Gaps | null = null;
    return {
      billed(line) {
        gaps ??= new Gaps(world);
        if (gaps.isEmpty) return;
        gaps.hear(line, world);
      },
      end() {
        for (const gap of (gaps ?? new Gaps(world)).all) if (world.isHeard(gap.old.id)) judge(gap, world.survey.loaded, world, report.of(packagePart(gap.old.id)));
      },
    };
  },
};

/** The time between a package and its successor, with what was billed in it. */
interface Gap {
  readonly old: Package;
  /** The successor; the same package where its term was renewed. */
  readonly next: Package;
  readonly renewal: BillRow | null;
  readonly end: CivilTime;
  readonly start: CivilTime;
  count: number;
  first: UsageLine | null;
  readonly rows: Evidence[];
  /** `null` once two currencies have met. */
  amount: Decimal | null;
  currency: string | null;
}

class Gaps {
  readonly all: readonly Gap[];
  private readonly names: Names;
  private readonly nearby = new QuadMap<readonly Gap[]>();

  constructor(world: World) {
    const packs = [...world.packages.values()].filter(({ overview }) => overview !== null).sort((a, b) => compareText(a.id, b.id));
    this.names = world.names;
    this.all = [...packs.flatMap(gapsOfRenewals), ...gapsOfSuccessors(packs, world.names)];
  }

  get isEmpty(): boolean {
    return this.all.length === 0;
  }

  hear(line: UsageLine, world: World): void {
    const time = line.usageStart;
    if (time === null) return;
    for (const gap of this.near(line)) {
      if (time < gap.end || time >= gap.start || !isUsageLine(line)) continue;
      const amount = amountOf(line);
      if (amount === null || line.usage === null) continue;
      const currency = lineCurrency(world, line);
      gap.first ??= line;
      if (gap.count === 0) gap.currency = currency;
      gap.amount = gap.amount === null || currency !== gap.currency ? null : gap.amount.plus(amount);
      gap.count += 1;
      if (gap.rows.length < ROWS_KEPT) gap.rows.push(evidenceOf('bill', line));
    }
  }

  /** The gaps of packages that deducted this item for this owner. */
  private near({ owner, product, componentName, componentType }: UsageLine): readonly Gap[] {
    let found = this.nearby.get(owner, product, componentName, componentType);
    if (found === undefined) {
      const { names } = this;
      const items = [names.item(componentName), names.item(componentType)];
      found = this.all.filter(({ old }) => [...old.uses.values()].some((use) => use.owner === owner && names.product(use.product) === names.product(product) && items.includes(names.item(use.item))));
      this.nearby.set(owner, product, componentName, componentType, found);
    }
    return found;
  }
}

function gapOf(old: Package, next: Package, renewal: BillRow | null, end: CivilTime, start: CivilTime): Gap {
  return { old, next, renewal, end, start, count: 0, first: null, rows: [], amount: Decimal.zero, currency: null };
}

/** Renewals of a package whose term begins after all that was paid for before. */
function gapsOfRenewals(pack: Package): Gap[] {
  const terms = pack.purchases.filter((line) => ['purchase', 'renewal'].includes(transactionClass(line.transactionType) ?? '') && line.usageStart !== null && line.usageEnd !== null)
    .sort((a, b) => a.usageStart! - b.usageStart!);
  const gaps: Gap[] = [];
  let paidUntil: CivilTime | null = null;
  for (const line of terms) {
    if (paidUntil !== null && transactionClass(line.transactionType) === 'renewal' && line.usageStart! > paidUntil + SEAMLESS) gaps.push(gapOf(pack, pack, line, paidUntil, line.usageStart!));
    paidUntil = Math.max(paidUntil ?? 0, endOf(line.usageEnd!));
  }
  return gaps;
}

/** Packages that expired before the next one of their product, owner and type began, with none of them in force between. */
function gapsOfSuccessors(packs: readonly Package[], names: Names): Gap[] {
  const groups = new Map<string, Package[]>();
  for (const pack of packs) {
    if (pack.effective === null || pack.expiresAt === null || pack.owner === null || pack.overview?.status === 'inactive') continue;
    const key = [pack.owner, names.product(pack.product), names.subproduct(pack.subproduct), pack.type, pack.overview?.region, pack.overview?.scope].join('\u0001');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pack]);
    else group.push(pack);
  }
  const gaps: Gap[] = [];
  for (const group of groups.values()) {
    for (const old of group) {
      const end = old.expiresAt!;
      if (endedEarly(old) || group.some((other) => other !== old && other.effective! <= end + SEAMLESS && other.expiresAt! > end)) continue;
      const next = group.filter((other) => other.effective! > end + SEAMLESS && other.effective! <= end + LATEST).sort((a, b) => a.effective! - b.effective! || compareText(a.id, b.id))[0];
      if (next !== undefined) gaps.push(gapOf(old, next, null, end, next.effective!));
    }
  }
  return gaps.sort((a, b) => compareText(a.old.id, b.old.id));
}

function endedEarly({ overview, type }: Package): boolean {
  return overview!.status === 'exhausted' || overview!.status === 'refunded' || (type === 'total' && overview!.remaining !== null && overview!.remaining.sign() <= 0);
}

function judge(gap: Gap, loaded: LoadedMonths, world: World, report: Report): void {
  const { old, next, renewal, end, start, amount, first } = gap;
  if (old.uses.size === 0) report.notCheckable(report.say('unused'));
  else if (first === null && (loaded.at(end) !== 'inside' || loaded.at(start - 1) !== 'inside')) report.notCheckable(report.say('notLoaded'));
  else if (first === null) report.pass();
  else {
    report.fail({
      severity: 'warning',
      subject: [old.id, next.id, end],
      packageId: next.id,
      transactionId: renewal?.transactionId ?? null,
      product: next.product,
      rows: [...gap.rows, ...(old.overview === null ? [] : [evidenceOf('packages', old.overview)]), ...(renewal === null ? [evidenceOf('packages', next.overview!)] : [evidenceOf('bill', renewal)])],
      money: amount,
      currency: amount === null ? null : gap.currency,
      why: [
        report.say('gap', { old: old.id, end: showTime(end), new: next.id, start: showTime(start), hours: Decimal.ofInteger(start - end).dividedBy(Decimal.ofInteger(HOUR), 1).toString() }),
        report.say('billed', {
          count: gap.count, amount: show(amount), currency: gap.currency ?? '', where: world.where(first), item: first.componentName ?? first.componentType ?? '-',
          usage: show(first.usage, world.scale(first.file, 'usage')), unit: first.usageUnit ?? '',
        }),
      ],
    });
  }
}
