import { compareText } from '../../base/order.ts';
import type { Decimal } from '../../base/decimal.ts';
import { DAY, monthOf, monthStart, type CivilTime } from '../../base/time.ts';
import type { Sentence } from '../../base/text.ts';
import { parseCombo } from '../../fields/combo.ts';
import { isKnownChoice } from '../../fields/choices.ts';
import type { PackageRow } from '../../fields/packages.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { purchaseBetween } from '../explain.ts';
import type { LoadedMonths } from '../loadedMonths.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/** A bill that was exported with an overview may end so long before it. */
const SLACK = 2 * DAY;

/**
 * What a package is does not change by itself. One that held 10,000 minutes in the overview of June and holds 9,000 in that of July,
 * or deducts in another scope, was changed by somebody: then the bill of the time between has a line for it.
 */
export const packageChanged: Check = {
  id: 'package-changed',
  family: 'overview',
  needs: ['packages', 'bill'],
  texts: {
    title: { zh: '资源包信息变化', en: 'Package changed' },
    rule: { zh: '两次总览之间容量、单位、类型、抵扣属性、生效时间不变，除非账单有该包的购买、续费、变更或退款', en: 'Between two overviews capacity, unit, type, scope and effective time stay as they are, unless the bill has a purchase, renewal, change or refund of the package' },
    act: { zh: '查看该包在这段时间的操作记录；若无人操作，请提交工单', en: 'Look at what was done to the package in this time; if nobody did anything, open a ticket' },
    between: { zh: '{from}（{earlier}）与 {to}（{later}）之间', en: 'Between {from} ({earlier}) and {to} ({later})' },
    field: { zh: '{field}：{was} → {now}', en: '{field}: {was} → {now}' },
    notLoaded: { zh: '其间月份的账单未完整导入，无法排除续费或变更', en: 'The bill of the months between is not loaded whole, so that a renewal or change cannot be ruled out' },
  },
  start(world, report) {
    const pairs = pairsOf(world);
    return {
      end() {
        for (const pair of pairs) judge(pair, world.survey.loaded, world, report);
      },
    };
  },
};

interface Pair {
  readonly id: string;
  readonly earlier: PackageRow;
  readonly from: CivilTime;
  readonly later: PackageRow;
  readonly to: CivilTime;
}

/** Every two overviews of a package that follow one another. */
function pairsOf(world: World): Pair[] {
  const pairs: Pair[] = [];
  for (const { id, overviews } of [...world.packages.values()].sort((a, b) => compareText(a.id, b.id))) {
    const taken = overviews.map((row) => ({ row, at: world.files.get(row.file)?.snapshot ?? null })).filter((entry): entry is { row: PackageRow; at: CivilTime } => entry.at !== null);
    for (let next = 1; next < taken.length; next += 1) {
      const [earlier, later] = [taken[next - 1]!, taken[next]!];
      if (earlier.at < later.at) pairs.push({ id, earlier: earlier.row, from: earlier.at, later: later.row, to: later.at });
    }
  }
  return pairs;
}

/** A field that two overviews show otherwise; `size` is by how much, where it is an amount. */
interface Change {
  readonly field: string;
  readonly was: string;
  readonly now: string;
  readonly size: Decimal | null;
}

function judge(pair: Pair, loaded: LoadedMonths, world: World, report: Report): void {
  const pack = world.packages.get(pair.id)!;
  const changes = changesOf(pair, pack, world);
  if (changes.length === 0 || purchaseBetween(pack, pair.from, pair.to)) {
    report.pass();
    return;
  }
  const because = reasonNotToJudge(pair, loaded, world, report);
  if (because !== null) {
    report.notCheckable(because);
    return;
  }
  const size = changes.find((change) => change.size !== null)?.size ?? null;
  report.fail({
    severity: 'warning',
    subject: [pair.id, pair.from, pair.to],
    packageId: pair.id,
    product: pack.product,
    rows: [evidenceOf('packages', pair.earlier), evidenceOf('packages', pair.later)],
    quantity: size,
    unit: size === null ? null : pack.unit,
    why: [
      report.say('between', { from: showTime(pair.from), earlier: world.where(pair.earlier), to: showTime(pair.to), later: world.where(pair.later) }),
      ...changes.map(({ field, was, now }) => report.say('field', { field: `@field.packages.${field}`, was, now })),
      { id: 'common.noPurchase', values: {} },
    ],
  });
}

function reasonNotToJudge({ id, from, to }: Pair, loaded: LoadedMonths, world: World, report: Report): Sentence | null {
  if (world.setAside.purchase(id)) return blocked('rejected-row');
  const until = Math.max(from, to - SLACK);
  const moments = [from, until];
  for (let month = monthOf(from) + 1; month < monthOf(until); month += 1) moments.push(monthStart(month));
  return moments.every((moment) => loaded.at(moment) === 'inside') ? null : report.say('notLoaded');
}

/** What both overviews show, and show otherwise. The total of a package with periods grows with every period that is bought. */
function changesOf({ earlier, later }: Pair, pack: Package, world: World): Change[] {
  const capacity = pack.type === 'period' || pack.type === 'slice' ? 'periodTotal' : 'total';
  const [was, now] = [earlier[capacity], later[capacity]];
  const changes: (Change | null)[] = [
    was === null || now === null || was.equals(now) ? null : { field: capacity, was: show(was, world.scale(earlier.file, capacity)), now: show(now, world.scale(later.file, capacity)), size: now.minus(was).abs() },
    other('combo', totalsOf(earlier), totalsOf(later)),
    other('unit', earlier.unit, later.unit),
    other('packageType', typeWord(earlier), typeWord(later)),
    other('scope', earlier.scope, later.scope),
    earlier.effective === null || later.effective === null ? null : other('effective', showTime(earlier.effective), showTime(later.effective)),
  ];
  return changes.filter((change) => change !== null);
}

function other(field: string, was: string | null, now: string | null): Change | null {
  return was === null || now === null || was === now ? null : { field, was, now, size: null };
}

function typeWord({ packageType }: PackageRow): string | null {
  return packageType !== null && isKnownChoice('packageType', packageType) ? `@packageType.${packageType}` : packageType;
}

/** The capacities of a combo package without what is left of them. */
function totalsOf({ combo }: PackageRow): string | null {
  return combo === null ? null : parseCombo(combo).map(({ name, total, unit }) => `${name} ${show(total)} ${unit ?? ''}`.trim()).sort(compareText).join('; ');
}
