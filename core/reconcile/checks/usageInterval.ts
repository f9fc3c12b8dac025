import { endOf, HOUR } from '../../base/time.ts';
import type { DeductionRow } from '../../fields/deductions.ts';
import type { Check } from '../check.ts';
import { rowSubject } from '../explain.ts';
import type { Severity } from '../finding.ts';
import { showTime } from '../show.ts';
import { evidenceOf, type Package } from '../world.ts';
import { policyLine } from '../policyLines.ts';

type Trouble = 'reversed' | 'early' | 'late';

const SEVERITIES: Readonly<Record<Trouble, Severity>> = { reversed: 'error', early: 'warning', late: 'info' };

/**
 * Usage comes first, then its deduction. A row whose usage ends before it starts belongs to no day and no bill line; one
 * deducted at 10:00 for usage from 11:00 on was paid for in advance; one posted two days after its usage is only late, as
 * happens after a settlement was repeated.
 */
export const usageInterval: Check = {
  id: 'usage-interval',
  family: 'rows',
  needs: ['deductions'],
  texts: {
    title: { zh: '用量时间', en: 'Usage interval' },
    rule: {
      zh: '用量开始 ≤ 用量结束（否则错误）；抵扣时间 ≥ 用量开始（否则警告）；抵扣时间 ≤ 用量结束 + 入账延迟（否则提示）',
      en: 'Usage start ≤ usage end (else an error); deduction time ≥ usage start (else a warning); deduction time ≤ usage end + posting lag (else information)',
    },
    act: { zh: '用量时间颠倒请提交工单；延迟入账可忽略', en: 'Open a ticket where the interval is reversed; late postings may be ignored' },
    reversed: { zh: '{where} · 用量开始 {start} 晚于用量结束 {end}', en: '{where} · usage starts {start}, after its end {end}' },
    early: { zh: '{where} · 抵扣时间 {posted} 早于用量开始 {start}', en: '{where} · deducted {posted}, before the usage began {start}' },
    late: { zh: '{where} · 抵扣时间 {posted} 晚于用量结束 {end} 超过 {hours} 小时', en: '{where} · deducted {posted}, more than {hours} hours after the usage ended {end}' },
  },
  start(world, report) {
    return {
      deduction(row, _step, _history, pack) {
        if (row.usageStart === null || row.usageEnd === null || row.deductedAt === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'usageStart, usageEnd, deductedAt' } });
          return;
        }
        const trouble = troubleOf(row, pack);
        if (trouble === null) {
          report.pass();
          return;
        }
        report.fail({
          severity: SEVERITIES[trouble],
          subject: rowSubject(row),
          packageId: row.packageId,
          product: row.product,
          rows: [evidenceOf('deductions', row)],
          // Late postings of one package are one piece of news.
          ...(trouble === 'late' ? { cause: `late|${pack.id}` } : {}),
          why: [
            report.say(trouble, { where: world.where(row), start: showTime(row.usageStart), end: showTime(row.usageEnd), posted: showTime(row.deductedAt), hours: pack.policy.lag / HOUR }),
            ...(trouble === 'late' ? [policyLine(pack.policy, 'lag')] : []),
          ],
        });
      },
    };
  },
};

function troubleOf(row: DeductionRow, pack: Package): Trouble | null {
  const start = row.usageStart!;
  const posted = row.deductedAt!;
  if (start > row.usageEnd!) return 'reversed';
  if (posted < start) return 'early';
  return posted > endOf(row.usageEnd!) + pack.policy.lag ? 'late' : null;
}
