import type { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import { DAY, type CivilTime } from '../../base/time.ts';
import type { BalanceLine } from '../balances.ts';
import type { Check, Report } from '../check.ts';
import { stake } from '../explain.ts';
import type { Evidence } from '../finding.ts';
import { packagePart } from '../islands.ts';
import { isPayment, paymentTime } from '../purchases.ts';
import { refundOf } from '../refunds.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type Package, type UseOfItem, type World } from '../world.ts';
import { policyLine } from '../policyLines.ts';

/**
 * Of several packages that cover the same usage, the one that expires first should pay first, or its balance is lost. Package A, which
 * runs until next June, paid for calls on 3 July while B, which ran out on 31 July, had 4,000 left all day: B came first.
 *
 * Only packages that have shown to cover the very item of the very owner are compared, of one type, region and scope, and only whole
 * days of usage after which the other's balance never touched zero until everything was posted. The order is advice where no
 * product documents it.
 */
export const deductOrder: Check = {
  id: 'deduct-order',
  family: 'validity',
  needs: ['deductions', 'packages'],
  texts: {
    title: { zh: '抵扣顺序', en: 'Order of packages' },
    rule: {
      zh: '覆盖同一归属者同一计费项的有效包，先到期（其次先生效）者先抵扣；按购买顺序的产品，先购买者先抵扣',
      en: 'Of valid packages that cover the same item of the same owner the one that expires first (then became effective first) pays first; for products that go by purchase the one bought first',
    },
    act: { zh: '核对该产品的抵扣顺序；若支持，可调整优先级', en: 'Check the product\'s order; where it can be set, set the priority' },
    later: { zh: '{id}（{from} 至 {to}）在 {day} 抵扣了 {owner} 的 {item}', en: '{id} ({from} to {to}) paid for {item} of {owner} on {day}' },
    first: { zh: '{id}（{from} 至 {to}）应先抵扣，{day} 起至全部入账为止余量不低于 {balance} {unit}', en: '{id} ({from} to {to}) comes first, and from {day} until everything was posted it never had less than {balance} {unit}' },
    days: { zh: '这样的用量日共 {count} 个', en: '{count} such days of usage' },
    lost: { zh: '{id} 到期时仍有 {balance} {unit}，已失效', en: '{id} expired with {balance} {unit}, which are lost' },
    byPurchase: { zh: '该产品按购买顺序抵扣：{first} 早于 {later}', en: 'The product goes by purchase: {first} is before {later}' },
    otherOrder: { zh: '该产品的抵扣顺序（{source}）文件里看不出', en: 'The files do not show the order of this product ({source})' },
    notCovered: { zh: '抵扣文件没有完整覆盖共同有效的用量日', en: 'The deduction files do not cover the days of usage on which both were valid' },
  },
  start(world, report) {
    return {
      end() {
        const scopes = scopesOf(world);
        for (const id of [...world.packages.keys()].sort(compareText)) {
          const pack = world.packages.get(id)!;
          if (world.isHeard(id) && isRival(pack, world)) judge(pack, scopes, world, report.of(packagePart(id)));
        }
      },
    };
  },
};

/** The packages that deducted an item of an owner, in the order in which they should pay. */
type Scopes = ReadonlyMap<string, readonly Package[]>;

function isRival(pack: Package, world: World): boolean {
  return pack.overview !== null && pack.type !== null && pack.type !== 'unlimited' && pack.effective !== null && pack.expiresAt !== null && pack.overview.status !== 'inactive'
    && !world.verdicts.has('validity-order', `package:${pack.id}`);
}

function scopesOf(world: World): Scopes {
  const scopes = new Map<string, Package[]>();
  for (const pack of world.packages.values()) {
    if (!isRival(pack, world)) continue;
    for (const key of pack.uses.keys()) {
      const same = scopes.get(key);
      if (same === undefined) scopes.set(key, [pack]);
      else same.push(pack);
    }
  }
  for (const packs of scopes.values()) packs.sort((a, b) => inOrder(a, b) || compareText(a.id, b.id));
  return scopes;
}

/** Below zero where `a` pays before `b`, zero where nothing says so. */
function inOrder(a: Package, b: Package): number {
  if (a.policy.order === 'purchase') {
    const [first, second] = [boughtAt(a), boughtAt(b)];
    return first === null || second === null ? 0 : first - second;
  }
  return a.expiresAt! - b.expiresAt! || a.effective! - b.effective!;
}

function boughtAt(pack: Package): CivilTime | null {
  const line = pack.purchases.find(isPayment);
  return line === undefined ? null : paymentTime(line);
}

function isAlike(a: Package, b: Package): boolean {
  return a.type === b.type && (a.overview!.region ?? '') === (b.overview!.region ?? '') && (a.overview!.scope ?? '') === (b.overview!.scope ?? '');
}

/** Days on which `later` paid although `first` had balance. */
interface Passed {
  readonly first: Package;
  readonly use: UseOfItem;
  readonly day: number;
  count: number;
  readonly lowest: { readonly balance: Decimal; readonly unit: string | null; readonly evidence: Evidence | null };
}

function judge(pack: Package, scopes: Scopes, world: World, report: Report): void {
  if (pack.policy.order === 'other') {
    report.notCheckable(report.say('otherOrder', { source: sourceOf(pack) }));
    return;
  }
  let rivals = 0;
  let asked = 0;
  for (const [key, use] of [...pack.uses].sort(([a], [b]) => compareText(a, b))) {
    for (const first of scopes.get(key) ?? []) {
      if (first === pack || !isAlike(first, pack) || inOrder(first, pack) >= 0 || first.effective! >= pack.expiresAt! || first.expiresAt! <= pack.effective!) continue;
      rivals += 1;
      const { passed, days } = passedDays(first, first.uses.get(key)!, use, world);
      asked += days;
      if (passed !== null) {
        tell(pack, passed, world, report);
        return;
      }
    }
  }
  if (rivals === 0) return;
  if (asked === 0) report.notCheckable(report.say('notCovered'));
  else report.pass();
}

/** Who says that the order is one that no file shows. */
function sourceOf(pack: Package): string {
  const origin = pack.policy.origins.order;
  return origin.kind === 'documented' ? origin.source.title : '@policy.set';
}

function lagOf(pack: Package): number {
  return Math.max(pack.policy.lag, pack.activity.lag);
}

function passedDays(first: Package, own: UseOfItem, use: UseOfItem, world: World): { passed: Passed | null; days: number } {
  const lines = first.balances.filter((line) => line.billingItems.has(own.item));
  const refundedAt = refundOf(first)?.time ?? Number.POSITIVE_INFINITY;
  let passed: Passed | null = null;
  let days = 0;
  for (const day of use.days) {
    const start = day * DAY;
    const until = start + DAY + lagOf(first);
    if (start < first.effective! || until > first.expiresAt! || until > refundedAt || !world.coverage.covers(first.product, start, until)) continue;
    days += 1;
    const lowest = lowestOf(lines, start, until);
    if (lowest === null || lowest.balance.sign() <= 0) continue;
    if (passed === null) passed = { first, use, day, count: 1, lowest };
    else passed.count += 1;
  }
  return { passed, days };
}

/** The least that all balances of the time had; balance that nothing explains does not count. `null` where no row shows one. */
function lowestOf(lines: readonly BalanceLine[], start: CivilTime, until: CivilTime): Passed['lowest'] | null {
  let least: Passed['lowest'] | null = null;
  for (const line of lines) {
    const from = Math.max(start, line.start ?? start);
    const to = Math.min(until, line.end === null ? until : line.end - 1);
    if (from > to) continue;
    const found = line.lowest(from, to);
    const balance = found.balance.minus(line.excess);
    if (least === null || balance.isLessThan(least.balance)) least = { balance, unit: line.unit, evidence: found.evidence };
  }
  return least;
}

/** What was left of a package with one balance when it expired; `null` where it has not, or where nothing was. */
function lostOf(pack: Package, world: World): Decimal | null {
  const [line] = pack.balances;
  if (pack.type !== 'total' || pack.balances.length !== 1 || world.snapshot === null || pack.expiresAt! > world.snapshot) return null;
  const { balance } = line!.at(pack.expiresAt!);
  return balance.sign() > 0 ? balance : null;
}

function tell(pack: Package, { first, use, day, count, lowest }: Passed, world: World, report: Report): void {
  const lost = lostOf(first, world);
  const unit = lowest.unit ?? first.unit;
  const span = (of: Package): { from: string; to: string } => ({ from: showTime(of.effective), to: showTime(of.overview!.expiry) });
  const shown = (value: Decimal): string => show(value, lowest.evidence === null ? 0 : world.scale(lowest.evidence.file, 'after'));
  const date = showTime(day * DAY).slice(0, 10);
  report.fail({
    severity: lost === null ? 'info' : 'warning',
    subject: [pack.id, first.id],
    packageId: pack.id,
    product: pack.product,
    rows: [use.first, ...(lowest.evidence === null ? [] : [lowest.evidence]), evidenceOf('packages', pack.overview!), evidenceOf('packages', first.overview!)],
    quantity: lost ?? lowest.balance,
    unit,
    ...(lost === null ? {} : stake(world, first, lost, unit)),
    why: [
      report.say('later', { id: pack.id, ...span(pack), day: date, owner: use.owner, item: use.item }),
      report.say('first', { id: first.id, ...span(first), day: date, balance: shown(lowest.balance), unit: unit ?? '' }),
      report.say('days', { count }),
      ...(pack.policy.order === 'purchase' ? [report.say('byPurchase', { first: showTime(boughtAt(first)), later: showTime(boughtAt(pack)) })] : []),
      ...(lost === null ? [] : [report.say('lost', { id: first.id, balance: shown(lost), unit: unit ?? '' })]),
      policyLine(pack.policy, 'order'),
    ],
  });
}
