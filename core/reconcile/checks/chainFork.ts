import { blocked, type Check } from '../check.ts';
import { rowSubject, stake, stepLine } from '../explain.ts';
import { evidenceOf } from '../world.ts';

/**
 * Two different rows of one balance start from the same amount: 100 − 10 = 90 and 100 − 15 = 85. The chain can go on from
 * one of them only, so the other's deduction never reached the balance, or the balance was read twice.
 */
export const chainFork: Check = {
  id: 'chain-fork',
  family: 'chains',
  needs: ['deductions'],
  texts: {
    title: { zh: '余量分叉', en: 'Balance fork' },
    rule: { zh: '同一包、同一周期内，每个抵扣前余量只被一行使用', en: 'In one package and period each before balance is used by one row only' },
    act: { zh: '核对两行中哪一行真实发生；不一致请提交工单', en: 'Find out which of the two rows took place; if both did, open a ticket' },
    main: { zh: '余量从第一行继续，第二行的 {amount} {unit} 没有进入余量', en: 'The balance goes on from the first row; {amount} {unit} of the second never reached it' },
  },
  start(world, report) {
    return {
      history(history, pack) {
        for (const step of history.steps) {
          if (step.broken?.kind !== 'fork') {
            report.pass();
            continue;
          }
          const { twin, amount } = step.broken;
          if (world.verdicts.hasRow('restated-row', step.row.row)) {
            report.notCheckable(blocked('restated-row'));
            continue;
          }
          const unit = history.key.unit;
          report.fail({
            severity: 'error',
            subject: rowSubject(step.row),
            packageId: pack.id,
            product: step.row.product,
            rows: [evidenceOf('deductions', twin.row), evidenceOf('deductions', step.row)],
            quantity: amount.abs(),
            unit,
            ...stake(world, pack, amount, unit),
            why: [stepLine(world, twin.row), stepLine(world, step.row), report.say('main', { amount: amount.toString(), unit: unit ?? '' }), { id: 'common.secondsTried', values: {} }],
          });
        }
      },
    };
  },
};
