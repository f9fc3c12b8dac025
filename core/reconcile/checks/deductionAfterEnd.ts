import { endOf } from '../../base/time.ts';
import type { DeductionRow } from '../../fields/deductions.ts';
import type { Check } from '../check.ts';
import { rowSubject } from '../explain.ts';
import { refundOf } from '../refunds.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type Package } from '../world.ts';
import { lagLines } from '../policyLines.ts';

type Reason = 'empty' | 'refunded' | 'inactive';

/**
 * Nothing can be taken from a package that has nothing left, that was given back, or that was never activated. Such a
 * row either belongs to another package or should have been billed.
 */
export const deductionAfterEnd: Check = {
  id: 'deduction-after-end',
  family: 'validity',
  needs: ['deductions'],
  texts: {
    title: { zh: '失效后的抵扣', en: 'Deduction after the end' },
    rule: { zh: '余量为 0、已退款或未激活的资源包没有抵扣', en: 'No deduction from a package that is empty, refunded or not activated' },
    act: { zh: '核对该行属于哪个资源包；若属实，请提交工单', en: 'Find out which package the row belongs to; if it is this one, open a ticket' },
    empty: { zh: '{where} · {time} · 抵扣前余量 {before}，仍抵扣 {deducted} {unit}', en: '{where} · {time} · the balance was {before}, yet {deducted} {unit} are deducted' },
    refunded: { zh: '{where} · {time} · 用量 {start} 在退款 {end} 之后，抵扣 {deducted} {unit}', en: '{where} · {time} · usage {start} is after the refund {end}, deducts {deducted} {unit}' },
    inactive: { zh: '{where} · {time} · 总览显示该包未激活，仍抵扣 {deducted} {unit}', en: '{where} · {time} · the overview shows the package as inactive, yet {deducted} {unit} are deducted' },
  },
  start(world, report) {
    return {
      deduction(row, _step, _history, pack) {
        if (row.deducted === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'deducted' } });
          return;
        }
        const reason = row.deducted.sign() > 0 ? reasonOf(row, pack) : null;
        if (reason === null) {
          report.pass();
          return;
        }
        report.fail({
          severity: 'error',
          subject: rowSubject(row),
          cause: [pack.id, reason].join('|'),
          packageId: pack.id,
          product: row.product,
          rows: [evidenceOf('deductions', row), ...(reason === 'empty' || pack.overview === null ? [] : [evidenceOf('packages', pack.overview)])],
          quantity: row.deducted,
          unit: row.packageUnit,
          why: [
            report.say(reason, {
              where: world.where(row), time: showTime(row.deductedAt), before: show(row.before, world.scale(row.file, 'before')),
              deducted: show(row.deducted, world.scale(row.file, 'deducted')), unit: row.packageUnit ?? '', start: showTime(row.usageStart), end: showTime(refundOf(pack)?.time ?? null),
            }),
            ...(reason === 'refunded' ? lagLines(pack) : []),
          ],
        });
      },
    };
  },
};

function reasonOf(row: DeductionRow, pack: Package): Reason | null {
  // An unlimited package may print a constant zero for a balance that it does not have.
  if (row.before !== null && row.before.isZero() && pack.type !== 'unlimited') return 'empty';
  const refund = refundOf(pack);
  if (refund !== null) {
    const usageAfter = row.usageStart !== null && row.usageStart >= refund.time;
    const postedAfter = row.usageEnd !== null && row.deductedAt !== null && row.deductedAt > Math.max(refund.time, endOf(row.usageEnd)) + pack.activity.lag;
    if (usageAfter || postedAfter) return 'refunded';
  }
  if (pack.overview?.status === 'inactive' && pack.snapshot !== null && row.deductedAt !== null && row.deductedAt <= pack.snapshot) return 'inactive';
  return null;
}
