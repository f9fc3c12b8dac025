import { keyText, type History } from '../../deduct/history.ts';
import { periodAt } from '../../deduct/periods.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { brokenLinks, nextLine, noPurchase, purchaseBetween, rowSubject, stepLine, type BrokenLink } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/**
 * A balance is full again when a period begins, and at no other time. Where rows find the whole capacity in the middle of the period that
 * the overview names, the boundaries are fitted anew. If one anchor fits all rows (the 15th instead of the 1st, more than once), it is adopted and
 * told; all other checks then go by it. If none does, one reset came at the wrong time, and that is what is told: `chain-increase` and
 * `period-reset` leave it to this check. What was deducted beyond the capacity of the period is for `period-overdrawn`.
 */
export const periodBoundary: Check = {
  id: 'period-boundary',
  family: 'periods',
  needs: ['deductions', 'packages'],
  texts: {
    title: { zh: '周期边界', en: 'Period boundary' },
    rule: { zh: '余量只在周期（或分片）开始时恢复为单周期总量', en: 'The balance is full again only when a period (or slice) begins' },
    act: { zh: '在控制台核对该包的周期起止时间', en: 'Compare start and end of the period with the console' },
    inside: { zh: '周期 {start} 至 {end}，单周期总量 {capacity} {unit}；在周期内恢复，增加 {risen}', en: 'Period {start} to {end}, capacity {capacity} {unit}; full again inside it, {risen} more' },
    noAnchor: { zh: '没有一种周期起点与全部抵扣相符', en: 'No anchor of the periods fits all deductions' },
    adopted: { zh: '{where} 写明周期 {start} 至 {end}，与抵扣不符；改以 {from} 至 {to} 为周期后全部相符，已采用（假定）', en: '{where} names the period {start} to {end}, which the deductions contradict; with the period {from} to {to} all of them fit, and it is adopted (assumed)' },
  },
  start(world, report) {
    return {
      history(history, pack) {
        if (pack.type !== 'period' && pack.type !== 'slice') return;
        if (history.capacity === null || history.key.period.start === null) report.notCheckable({ id: 'common.noCapacity', values: {} });
        else judge(history, pack, world, report);
      },
      replayed(replay, pack) {
        if (replay.anchor !== 'refitted') return;
        const overview = pack.overview!;
        const { start, end } = periodAt(replay.rule, overview.periodStart!);
        report.fail({
          severity: 'info',
          subject: [pack.id, 'anchor'],
          packageId: pack.id,
          product: pack.product,
          rows: [evidenceOf('packages', overview), ...replay.histories.slice(0, 3).map((history) => evidenceOf('deductions', history.first.row))],
          why: [report.say('adopted', { where: world.where(overview), start: showTime(overview.periodStart), end: showTime(overview.periodEnd), from: showTime(start), to: showTime(end) })],
        });
      },
    };
  },
};

function judge(history: History, pack: Package, world: World, report: Report): void {
  const capacity = history.capacity!;
  const refills = brokenLinks(history, 'increase').filter(({ last, next }) => next.before.equals(capacity) && !purchaseBetween(pack, Math.min(last.deductedAt!, next.deductedAt!), next.deductedAt!));
  if (refills.length === 0) report.pass();
  else if (history.deducted.isGreaterThan(capacity)) report.notCheckable(blocked('period-overdrawn'));
  else for (const refill of refills) tell(refill, history, pack, world, report);
}

function tell({ last, next, amount }: BrokenLink, history: History, pack: Package, world: World, report: Report): void {
  const { start, end } = history.key.period;
  const { unit } = history.key;
  const scale = world.scale(next.file, 'before');
  report.fail({
    severity: 'warning',
    subject: rowSubject(next),
    packageId: pack.id,
    product: next.product ?? pack.product,
    rows: [evidenceOf('deductions', last), evidenceOf('deductions', next), ...(pack.overview === null ? [] : [evidenceOf('packages', pack.overview)])],
    quantity: amount,
    unit,
    blocks: [`key:${keyText(history.key)}`],
    why: [
      stepLine(world, last), nextLine(world, next),
      report.say('inside', { start: showTime(start), end: showTime(end), capacity: show(history.capacity, scale), unit: unit ?? '', risen: show(amount, scale) }),
      report.say('noAnchor'), noPurchase(world),
    ],
  });
}
