import { HOUR } from '../../base/time.ts';
import type { Check } from '../check.ts';
import { rowSubject, stepLine } from '../explain.ts';
import { evidenceOf } from '../world.ts';

/**
 * The balances link in one order and the deduction times say another. Inside an equal second that is normal; here a row
 * that the balance went through earlier carries a later time, so that balances at a moment cannot be read by time alone.
 */
export const outOfOrder: Check = {
  id: 'out-of-order',
  family: 'chains',
  needs: ['deductions'],
  texts: {
    title: { zh: '时间与余量顺序不符', en: 'Out of order' },
    rule: { zh: '余量衔接的顺序与抵扣时间的顺序一致；相差 1 小时以内为警告，超过为错误', en: 'The order in which balances link agrees with deduction time; up to 1 hour apart is a warning, more an error' },
    act: { zh: '以余量衔接为准；如影响周期归属，请向厂商核实时间', en: 'The links are taken as right; ask the vendor about the times where they decide a period' },
    contradiction: { zh: '第二行的余量接在第一行之后，抵扣时间却早 {seconds} 秒', en: 'The second row goes on from the first, yet its deduction time is {seconds} seconds earlier' },
  },
  start(world, report) {
    return {
      history(history, pack) {
        report.pass(history.steps.length - history.inversions.length);
        for (const { row, previous, seconds } of history.inversions) {
          report.fail({
            severity: seconds > HOUR ? 'error' : 'warning',
            subject: rowSubject(row),
            // Rows that all come after one row of a later time have been moved by that one.
            cause: ['moved', ...rowSubject(previous)].join('|'),
            packageId: pack.id,
            product: row.product,
            rows: [evidenceOf('deductions', previous), evidenceOf('deductions', row)],
            why: [stepLine(world, previous), stepLine(world, row), report.say('contradiction', { seconds })],
          });
        }
      },
    };
  },
};
