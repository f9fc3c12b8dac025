import { Decimal } from '../../base/decimal.ts';
import type { Sentence } from '../../base/text.ts';
import type { Replay } from '../../deduct/replay.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { cyclesOf, type Cycles } from '../cycles.ts';
import { showTime } from '../show.ts';
import { assumptionLines } from '../waste.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/**
 * The overview counts the periods of a package: so many in all, so many left. A package of twelve months has twelve of
 * them, and in the middle of its fifth there are seven after it. Whether the current one counts among those left is not documented, so
 * that both readings pass; so does a first or last period that the validity cuts short, counted or not.
 *
 * Which period is the current one is for `period-window`: here it is the printed one.
 */
export const periodCount: Check = {
  id: 'period-count',
  family: 'periods',
  needs: ['packages'],
  texts: {
    title: { zh: '周期数', en: 'Number of periods' },
    rule: {
      zh: '周期总数 = 有效期内的周期数；周期剩余数量 = 快照后才结束的周期数（含或不含当前周期）；容差 0，首末不完整的周期计与不计均可',
      en: 'Total periods = periods in the validity; remaining = periods that end after the snapshot, the current one included or not; tolerance 0, a first or last period that is cut short may count or not',
    },
    act: { zh: '在控制台核对该包的有效期与周期数', en: 'Compare validity and number of periods with the console' },
    period: { zh: '{where} · 有效期 {effective} 至 {expiry}，当前周期 {start} 至 {end}', en: '{where} · valid {effective} to {expiry}, current period {start} to {end}' },
    total: { zh: '周期总数 {stated}，有效期内有 {expected} 个周期', en: 'Total periods {stated}; the validity has {expected}' },
    remaining: { zh: '周期剩余数量 {stated}，含当前周期应为 {withCurrent}，不含应为 {without}', en: 'Remaining periods {stated}; {withCurrent} with the current one, {without} without it' },
    noPeriod: { zh: '总览没有当前周期，周期边界未知', en: 'The overview names no current period, so that the boundaries are unknown' },
    ended: { zh: '该包在快照前已失效', en: 'The package ended before the snapshot' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if (pack.type !== 'period' || pack.overview === null) return;
        const because = reasonNotToJudge(replay, pack, world, report);
        if (because === null) judge(replay, pack, world, report);
        else report.notCheckable(because);
      },
    };
  },
};

function reasonNotToJudge({ anchor }: Replay, pack: Package, world: World, report: Report): Sentence | null {
  const { overview, effective, expiresAt, snapshot } = pack;
  if (overview!.periodsTotal === null && overview!.periodsRemaining === null) return { id: 'common.absent', values: { fields: 'periodsTotal, periodsRemaining' } };
  if (effective === null || expiresAt === null) return { id: 'common.absent', values: { fields: 'effective, expiry' } };
  if (world.verdicts.has('validity-order', `package:${pack.id}`)) return blocked('validity-order');
  if (anchor !== 'overview') return report.say('noPeriod');
  return snapshot !== null && snapshot >= expiresAt ? report.say('ended') : null;
}

function judge({ rule }: Replay, pack: Package, world: World, report: Report): void {
  const overview = pack.overview!;
  const cycles = cyclesOf(rule, pack.effective!, pack.expiresAt!, Math.max(overview.periodStart!, pack.effective!));
  const wrong = [totalAnswer(overview.periodsTotal, cycles, report), remainingAnswer(overview.periodsRemaining, cycles, report)].filter((answer) => answer !== null);
  if (wrong.length === 0) {
    report.pass();
    return;
  }
  report.fail({
    severity: 'warning',
    subject: [pack.id],
    packageId: pack.id,
    product: pack.product,
    rows: [evidenceOf('packages', overview)],
    quantity: Decimal.ofInteger(wrong[0]!.away),
    why: [
      report.say('period', { where: world.where(overview), effective: showTime(pack.effective), expiry: showTime(overview.expiry), start: showTime(overview.periodStart), end: showTime(overview.periodEnd) }),
      ...wrong.map(({ sentence }) => sentence),
      ...assumptionLines(world, pack),
    ],
  });
}

interface Wrong {
  readonly sentence: Sentence;
  readonly away: number;
}

function totalAnswer(stated: number | null, { least, most }: Cycles, report: Report): Wrong | null {
  if (stated === null || (stated >= least && stated <= most)) return null;
  return { sentence: report.say('total', { stated, expected: range(least, most) }), away: Math.max(least - stated, stated - most) };
}

/** A package that has not begun has all of its periods left, the first one among them. */
function remainingAnswer(stated: number | null, { laterLeast, laterMost }: Cycles, report: Report): Wrong | null {
  if (stated === null || (stated >= laterLeast && stated <= laterMost + 1)) return null;
  const values = { stated, withCurrent: range(laterLeast + 1, laterMost + 1), without: range(laterLeast, laterMost) };
  return { sentence: report.say('remaining', values), away: Math.max(laterLeast - stated, stated - laterMost - 1) };
}

function range(least: number, most: number): string {
  return least === most ? String(least) : `${least}–${most}`;
}
