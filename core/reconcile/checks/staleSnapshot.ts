import { compareText } from '../../base/order.ts';
import type { CivilTime } from '../../base/time.ts';
import type { Check, Report } from '../check.ts';
import type { Evidence } from '../finding.ts';
import { showTime } from '../show.ts';
import { evidenceOf, type Package, type World } from '../world.ts';
import { policyLine } from '../policyLines.ts';

interface Stale {
  readonly pack: Package;
  readonly snapshot: CivilTime;
  readonly last: CivilTime;
  readonly evidence: readonly Evidence[];
}

/**
 * An overview says what was left at the moment it was taken, and nothing of what was deducted since. An overview of 1 June
 * beside deductions until 31 July cannot prove July's balances: take a new one. Whether the bill was exported before
 * its month was final cannot be seen in the files, which carry no time of export, so that half of the rule is for people.
 */
export const staleSnapshot: Check = {
  id: 'stale-snapshot',
  family: 'data',
  needs: ['packages', 'deductions'],
  texts: {
    title: { zh: '总览已过时', en: 'Stale snapshot' },
    rule: { zh: '总览的快照不早于最后一笔抵扣（容差：入账延迟）；账单是否在月结后导出，文件里看不出', en: 'The overview is not older than the last deduction (tolerance: the posting lag); whether a bill was exported after its month was final cannot be seen in the files' },
    act: { zh: '重新导出资源包总览', en: 'Export the package overview again' },
    file: { zh: '{file} 的快照 {snapshot} 早于 {count} 个资源包的最后抵扣，最晚 {last}', en: '{file}, snapshot {snapshot}, is older than the last deduction of {count} packages, the latest at {last}' },
    pack: { zh: '{id}：最后抵扣 {last}', en: '{id}: last deduction {last}' },
    lag: { zh: '容差：入账延迟 {hours} 小时', en: 'Tolerance: a posting lag of {hours} hours' },
  },
  start(world, report) {
    const byFile = new Map<number, Stale[]>();
    return {
      known(pack) {
        const { overview, snapshot, activity } = pack;
        if (overview === null || activity.lastPosting === null) return;
        if (snapshot === null) {
          report.notCheckable({ id: 'common.noSnapshot', values: {} });
          return;
        }
        if (activity.lastPosting <= snapshot + pack.policy.lag) {
          report.pass();
          return;
        }
        const evidence = [evidenceOf('packages', overview), ...(activity.lastRow === null ? [] : [activity.lastRow])];
        const stale = byFile.get(overview.file) ?? [];
        stale.push({ pack, snapshot, last: activity.lastPosting, evidence });
        byFile.set(overview.file, stale);
      },
      end() {
        for (const [file, stale] of byFile) tell(world, report, file, stale);
      },
    };
  },
};

/** The file is the subject: its packages are stale together. */
function tell(world: World, report: Report, id: number, stale: readonly Stale[]): void {
  const file = world.files.get(id);
  const name = file?.name ?? '?';
  const sorted = [...stale].sort((a, b) => b.last - a.last || compareText(a.pack.id, b.pack.id));
  const newest = sorted[0]!;
  const why = [
    report.say('file', { file: name, snapshot: showTime(newest.snapshot), count: stale.length, last: showTime(newest.last) }),
    ...sorted.slice(0, 5).map(({ pack, last }) => report.say('pack', { id: pack.id, last: showTime(last) })),
    report.say('lag', { hours: newest.pack.policy.lag / 3600 }),
    policyLine(newest.pack.policy, 'lag'),
    ...(file?.snapshotAssumed === true ? [{ id: 'common.assumedSnapshot', values: { time: showTime(newest.snapshot) } }] : []),
  ];
  for (const { pack, evidence } of stale) {
    report.fail({ severity: 'info', subject: [name, pack.id], cause: `overview|${name}`, packageId: stale.length === 1 ? pack.id : null, product: stale.length === 1 ? pack.product : null, rows: evidence, why });
  }
}
