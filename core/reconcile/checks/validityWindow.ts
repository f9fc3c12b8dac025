import type { Decimal } from '../../base/decimal.ts';
import { endOf, monthOf, monthStart, startOfDay, type CivilTime } from '../../base/time.ts';
import type { DeductionRow } from '../../fields/deductions.ts';
import { blocked, type Check, type Failure } from '../check.ts';
import { rowSubject, stake } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type Package, type World } from '../world.ts';
import { policyLine } from '../policyLines.ts';

type Side = 'after' | 'before' | 'retroactive' | 'straddle' | 'inside';

/**
 * A package covers usage between its effective and its expiry time. Usage after the expiry must not draw on it, and
 * usage before only where the product covers backwards (TRTC: from 00:00 of the purchase day). What counts is when the
 * usage was, not when its deduction was posted.
 */
export const validityWindow: Check = {
  id: 'validity-window',
  family: 'validity',
  needs: ['deductions', 'packages'],
  texts: {
    title: { zh: '有效期外的用量', en: 'Usage outside validity' },
    rule: { zh: '生效时间 ≤ 用量时间 < 到期时间；按产品规则可追溯的用量除外；到期后才入账不算', en: 'Effective ≤ usage < expiry, retroactive cover by the product\'s policy excepted; a later posting alone is fine' },
    act: { zh: '核对该包的生效与到期时间；若属实，请提交工单', en: 'Compare effective and expiry time with the console; if they are right, open a ticket' },
    after: { zh: '{where} · 用量 {start} 至 {end} 在到期 {expiry} 之后，抵扣 {deducted} {unit}', en: '{where} · usage {start} to {end} is after the expiry {expiry}, deducts {deducted} {unit}' },
    before: { zh: '{where} · 用量 {start} 至 {end} 在生效 {effective} 之前，抵扣 {deducted} {unit}', en: '{where} · usage {start} to {end} is before the effective time {effective}, deducts {deducted} {unit}' },
    retroactive: { zh: '{where} · 用量 {start} 至 {end} 在生效 {effective} 之前，产品规则允许追溯', en: '{where} · usage {start} to {end} is before the effective time {effective}; the product covers backwards' },
    straddle: { zh: '{where} · 用量 {start} 至 {end} 跨过生效或到期时间', en: '{where} · usage {start} to {end} straddles the effective or expiry time' },
  },
  start(world, report) {
    return {
      deduction(row, _step, _history, pack) {
        if (pack.overview === null || pack.effective === null || pack.expiresAt === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'effective, expiry' } });
          return;
        }
        if (row.usageStart === null || row.usageEnd === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'usageStart, usageEnd' } });
          return;
        }
        if (world.verdicts.has('validity-order', `package:${pack.id}`)) {
          report.notCheckable(blocked('validity-order'));
          return;
        }
        const side = sideOf(pack, row.usageStart, endOf(row.usageEnd));
        if (side === 'inside') report.pass();
        else report.fail(failure(side, row, pack, world, (name, values) => report.say(name, values)));
      },
    };
  },
};

function sideOf(pack: Package, start: CivilTime, end: CivilTime): Side {
  const effective = pack.effective!;
  const expiresAt = pack.expiresAt!;
  if (start >= expiresAt) return 'after';
  if (end <= effective) {
    if (pack.policy.retroactive === 'purchase-day' && start >= startOfDay(effective)) return 'retroactive';
    if (pack.policy.retroactive === 'purchase-month' && start >= monthStart(monthOf(effective))) return 'retroactive';
    return 'before';
  }
  return start < effective || end > expiresAt ? 'straddle' : 'inside';
}

function failure(side: Exclude<Side, 'inside'>, row: DeductionRow, pack: Package, world: World, say: (name: string, values: Record<string, string>) => Failure['why'][number]): Failure {
  const deducted: Decimal | null = row.deducted;
  return {
    severity: side === 'after' || side === 'before' ? 'error' : 'info',
    subject: rowSubject(row),
    cause: [pack.id, side].join('|'),
    packageId: pack.id,
    product: row.product,
    rows: [evidenceOf('deductions', row), evidenceOf('packages', pack.overview!)],
    quantity: deducted?.abs() ?? null,
    unit: row.packageUnit,
    ...(deducted === null || side === 'retroactive' || side === 'straddle' ? {} : stake(world, pack, deducted, row.packageUnit)),
    why: [
      say(side, {
        where: world.where(row), start: showTime(row.usageStart), end: showTime(row.usageEnd), effective: showTime(pack.effective), expiry: showTime(pack.overview!.expiry),
        deducted: show(deducted, world.scale(row.file, 'deducted')), unit: row.packageUnit ?? '',
      }),
      ...(side === 'before' || side === 'retroactive' ? [policyLine(pack.policy, 'retroactive')] : []),
    ],
  };
}
