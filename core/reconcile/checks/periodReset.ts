import { blocked, type Check } from '../check.ts';
import { stake, stepLine } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf } from '../world.ts';
import { keyText } from '../../deduct/history.ts';
import { lagLines, policyLine } from '../policyLines.ts';

/**
 * A period begins with its full capacity: nothing is carried over, nothing is missing. A first row of July that finds
 * 30,777 minutes where the package gives 30,000 has carried 777 over; one that finds less, although the files hold the
 * period from its start, has lost some.
 */
export const periodReset: Check = {
  id: 'period-reset',
  family: 'periods',
  needs: ['deductions', 'packages'],
  texts: {
    title: { zh: '周期重置', en: 'Period reset' },
    rule: { zh: '周期（或分片）内第一行的抵扣前余量 = 单周期总量', en: 'The first row of a period (or slice) finds the full capacity of the period' },
    act: { zh: '多出的余量不应结转；缺少的余量请先核对导出是否完整', en: 'Nothing may be carried over; where balance is missing, first make sure that the export is whole' },
    first: { zh: '周期 {start} 至 {end}，单周期总量 {capacity} {unit}', en: 'Period {start} to {end}, capacity {capacity} {unit}' },
    over: { zh: '多 {difference} {unit}：上一周期的余量被结转', en: '{difference} {unit} more: balance of the period before was carried over' },
    under: { zh: '少 {difference} {unit}，而文件从周期开始就有覆盖', en: '{difference} {unit} less, although the files cover the period from its start' },
    before: { zh: '周期开始时该包尚未生效', en: 'The package was not yet effective when the period began' },
    fitted: { zh: '周期边界由数据推定（假定）', en: 'The period boundaries were fitted to the rows (assumed)' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if (pack.type !== 'period' && pack.type !== 'slice') return;
        for (const history of replay.histories) {
          const { row } = history.first;
          const { start, end } = history.key.period;
          const capacity = history.capacity;
          if (capacity === null || start === null) {
            report.notCheckable({ id: 'common.noCapacity', values: {} });
            continue;
          }
          const difference = row.before.minus(capacity);
          if (difference.isZero() || pack.overviews.some(({ periodTotal }) => periodTotal !== null && periodTotal.equals(row.before))) {
            report.pass();
            continue;
          }
          const over = difference.sign() > 0;
          const product = row.product ?? pack.product;
          if (!over && pack.effective !== null && pack.effective > start) {
            report.notCheckable(report.say('before'));
            continue;
          }
          if (!over && world.verdicts.has('period-boundary', `key:${keyText(history.key)}`)) {
            report.notCheckable(blocked('period-boundary'));
            continue;
          }
          if (!over && world.setAside.deduction(pack.id, start, row.deductedAt!)) {
            report.notCheckable(blocked('rejected-row'));
            continue;
          }
          const coverage = world.coverage.postings(product, start, row.deductedAt!, pack.activity.lag);
          if (!over && coverage !== 'complete') {
            report.notCheckable({ id: coverage === 'hole' ? 'common.hole' : 'common.edge', values: {} });
            continue;
          }
          if (world.verdicts.hasRow('row-arithmetic', row.row) && row.after.plus(row.deducted).equals(capacity)) {
            report.notCheckable(blocked('row-arithmetic'));
            continue;
          }
          const scale = world.scale(row.file, 'before');
          const unit = history.key.unit;
          const values = { difference: show(difference.abs(), scale), unit: unit ?? '' };
          report.fail({
            severity: over ? 'error' : 'warning',
            subject: [pack.id, history.key.item, start],
            packageId: pack.id,
            product,
            rows: [evidenceOf('deductions', row), ...(pack.overview === null ? [] : [evidenceOf('packages', pack.overview)])],
            quantity: difference.abs(),
            unit,
            ...stake(world, pack, difference, unit),
            blocks: [`key:${keyText(history.key)}`],
            why: [
              report.say('first', { start: showTime(start), end: showTime(end), capacity: show(capacity, scale), unit: unit ?? '' }),
              stepLine(world, row), report.say(over ? 'over' : 'under', values),
              ...(over ? [] : lagLines(pack)),
              ...(replay.anchor === 'prescribed' ? [policyLine(pack.policy, 'anchor')] : []),
              ...(replay.anchor === 'fitted' || replay.anchor === 'refitted' ? [report.say('fitted')] : []),
            ],
          });
        }
      },
    };
  },
};
