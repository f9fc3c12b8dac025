import { DAY } from '../../base/time.ts';
import type { Sentence } from '../../base/text.ts';
import { isKnownChoice } from '../../fields/choices.ts';
import { blocked, type Check, type Report } from '../check.ts';
import type { Severity } from '../finding.ts';
import { showTime } from '../show.ts';
import { aliveAt, assumptionLines, type Alive } from '../waste.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/** Deducted from within so many days before the snapshot: in use. Ending within so many days after it: soon. */
const SPAN = 30 * DAY;

/**
 * How a package is renewed must fit what it is and how it is used. One that pays for today's calls, ends in twelve days and is set to "do
 * not renew" will leave those calls to the pay-as-you-go price. Two settings say nothing at all: a term of auto-renewal without
 * auto-renewal, and auto-renewal of a total-decreasing package, which the vendor's page does not renew.
 */
export const renewal: Check = {
  id: 'renewal',
  family: 'validity',
  needs: ['packages'],
  texts: {
    title: { zh: '续费设置', en: 'Renewal settings' },
    rule: {
      zh: '有自动续费周期的包为自动续费；总量递减包不自动续费；30 天内有抵扣、30 天内到期的包不应“到期不续”',
      en: 'A package with an auto-renewal term renews automatically; a total-decreasing one does not; one that was deducted from within 30 days and ends within 30 days is not set to "do not renew"',
    },
    act: { zh: '在控制台核对续费方式', en: 'Check the renewal mode in the console' },
    ending: { zh: '{where} · 续费方式“{mode}”，{expiry} 到期；最近的抵扣用量在 {used}', en: '{where} · renewal mode "{mode}", expires {expiry}; last deducted usage on {used}' },
    term: { zh: '{where} · 自动续费周期 {term}，而续费方式为“{mode}”', en: '{where} · auto-renewal term {term}, but the renewal mode is "{mode}"' },
    total: { zh: '{where} · 总量递减包设为“{mode}”', en: '{where} · a total-decreasing package is set to "{mode}"' },
    unknown: { zh: '未知续费方式“{mode}”', en: 'Unknown renewal mode "{mode}"' },
  },
  start(world, report) {
    return {
      replayed(_replay, pack) {
        if (pack.overview === null) return;
        const because = reasonNotToJudge(pack, world, report);
        if (because !== null) {
          report.notCheckable(because);
          return;
        }
        const alive = aliveAt(pack);
        if (alive !== null) judge(pack, alive, world, report);
      },
    };
  },
};

function reasonNotToJudge(pack: Package, world: World, report: Report): Sentence | null {
  const { renewalMode } = pack.overview!;
  if (renewalMode === null) return { id: 'common.absent', values: { fields: 'renewalMode' } };
  if (!isKnownChoice('renewalMode', renewalMode)) return report.say('unknown', { mode: renewalMode });
  if (pack.snapshot === null) return { id: 'common.noSnapshot', values: {} };
  return world.verdicts.has('validity-order', `package:${pack.id}`) ? blocked('validity-order') : null;
}

function judge(pack: Package, { overview, snapshot }: Alive, world: World, report: Report): void {
  const mode = `@renewalMode.${overview.renewalMode}`;
  const where = world.where(overview);
  const told: { readonly severity: Severity; readonly sentence: Sentence }[] = [];
  const used = (pack.activity.days.findLast((day) => day * DAY < snapshot) ?? Number.NEGATIVE_INFINITY) * DAY;
  if (isEndingUnrenewed(pack, snapshot) && snapshot - used <= SPAN) {
    told.push({ severity: 'warning', sentence: report.say('ending', { where, mode, expiry: showTime(overview.expiry), used: showTime(used).slice(0, 10) }) });
  }
  if (overview.renewalTerm !== null && overview.renewalMode !== 'auto') told.push({ severity: 'info', sentence: report.say('term', { where, mode, term: overview.renewalTerm }) });
  if (pack.type === 'total' && overview.renewalMode === 'auto') told.push({ severity: 'info', sentence: report.say('total', { where, mode }) });
  const [first] = told;
  if (first === undefined) {
    if (isEndingUnrenewed(pack, snapshot) && !world.coverage.has(pack.product)) report.notCheckable({ id: 'common.notCovered', values: {} });
    else report.pass();
    return;
  }
  report.fail({
    severity: first.severity,
    subject: [pack.id],
    packageId: pack.id,
    product: pack.product,
    rows: [evidenceOf('packages', overview), ...(first.severity === 'warning' && pack.activity.lastRow !== null ? [pack.activity.lastRow] : [])],
    why: [...told.map(({ sentence }) => sentence), ...assumptionLines(world, pack)],
  });
}

/** Total-decreasing packages cannot be renewed anyway. */
function isEndingUnrenewed(pack: Package, snapshot: number): boolean {
  return pack.overview!.renewalMode === 'none' && pack.type !== 'total' && pack.expiresAt !== null && pack.expiresAt - snapshot <= SPAN;
}
