import { keyText } from '../../deduct/history.ts';
import { Decimal } from '../../base/decimal.ts';
import type { History } from '../../deduct/history.ts';
import { blocked, type Check } from '../check.ts';
import { explainedRise, stake, stepLine } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type World } from '../world.ts';

/**
 * A period holds so much and no more. When the deductions of one period add up to more than its capacity, balance was
 * given twice, or rows of another period were booked into it.
 */
export const periodOverdrawn: Check = {
  id: 'period-overdrawn',
  family: 'periods',
  needs: ['deductions', 'packages'],
  texts: {
    title: { zh: '超出周期容量', en: 'Period overdrawn' },
    rule: { zh: '一个周期内实际抵扣量之和 ≤ 该周期容量（总量递减包只有一个周期）', en: 'The deductions of a period add up to no more than its capacity (a total-decreasing package has one period)' },
    act: { zh: '查看周期内余量增加的行', en: 'Look at the rows in the period where the balance rises' },
    sum: { zh: '周期 {start} 至 {end}：{rows} 行共抵扣 {sum} {unit}，容量 {capacity} {unit}，超出 {excess}', en: 'Period {start} to {end}: {rows} rows deduct {sum} {unit}, capacity {capacity} {unit}, {excess} too much' },
  },
  start(world, report) {
    return {
      history(history, pack) {
        if (history.capacity === null) {
          report.notCheckable({ id: 'common.noCapacity', values: {} });
          return;
        }
        const excess = history.deducted.minus(history.capacity);
        if (excess.sign() <= 0) {
          report.pass();
          return;
        }
        const carried = history.opening.minus(history.capacity);
        const gate = world.verdicts.first(['period-reset', 'negative-amount'], `key:${keyText(history.key)}`);
        if ((gate !== null || (carried.sign() > 0 && history.key.period.start !== null)) && !excess.isGreaterThan(carried)) {
          report.notCheckable(blocked(gate ?? 'period-reset'));
          return;
        }
        if (!excess.isGreaterThan(explainedRise(history, pack))) {
          report.pass();
          return;
        }
        if (!excess.isGreaterThan(wrongInRows(history, world))) {
          report.notCheckable(blocked('row-arithmetic'));
          return;
        }
        const { row } = history.last;
        const scale = world.scale(row.file, 'deducted');
        const { start, end } = history.key.period;
        const unit = history.key.unit;
        const risen = history.steps.filter((step) => step.broken?.kind === 'increase').map((step) => step.row);
        report.fail({
          severity: 'error',
          subject: [pack.id, history.key.item, start],
          packageId: pack.id,
          product: row.product,
          rows: [...risen, history.first.row, row].map((cited) => evidenceOf('deductions', cited)),
          quantity: excess,
          unit,
          ...stake(world, pack, excess, unit),
          why: [
            report.say('sum', {
              start: showTime(start), end: showTime(end), rows: history.steps.length, sum: show(history.deducted, scale),
              capacity: show(history.capacity, scale), excess: show(excess, scale), unit: unit ?? '',
            }),
            ...risen.map((cited) => stepLine(world, cited)),
          ],
        });
      },
    };
  },
};

/** What rows with wrong arithmetic left behind beyond what they deducted: that much the sum may be too large without more being wrong. */
function wrongInRows(history: History, world: World): Decimal {
  return history.steps.reduce((sum, { row }) => (world.verdicts.hasRow('row-arithmetic', row.row) ? sum.plus(row.after.minus(row.before.minus(row.deducted)).abs()) : sum), Decimal.zero);
}
