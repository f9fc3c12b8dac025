import { blocked, type Check } from '../check.ts';
import { differenceLine, nextLine, notReset, rowSubject, stake, stepLine } from '../explain.ts';
import { DAY, type CivilTime } from '../../base/time.ts';
import { evidenceOf, type World } from '../world.ts';

/**
 * Balances form a chain: where one row stops, the next begins. A next row that begins lower means that deductions in
 * between are not in the files: 19,999.706666667 left, then 19,980.106666667 found, so 19.6 minutes were taken unseen.
 * A window that starts or ends here explains it; inside one covered range nothing does.
 */
export const chainGap: Check = {
  id: 'chain-gap',
  family: 'chains',
  needs: ['deductions'],
  texts: {
    title: { zh: '余量断档', en: 'Balance gap' },
    rule: { zh: '同一包、同一周期内：上一行抵扣后余量 = 下一行抵扣前余量', en: 'In one package and period: after of a row = before of the next' },
    act: { zh: '重新导出这段时间的抵扣明细；若仍缺失，请提交工单', en: 'Export the deduction details of this time again; if rows are still missing, open a ticket' },
  },
  start(world, report) {
    return {
      history(history, pack) {
        report.pass(history.steps.length - 1 - history.steps.filter((step) => step.broken?.kind === 'gap').length);
        let previous = history.first;
        for (const step of history.steps) {
          const last = previous.row;
          if (step.broken?.kind !== 'fork') previous = step;
          if (step.broken?.kind !== 'gap') continue;
          const product = step.row.product ?? pack.product;
          const coverage = world.coverage.postings(product, Math.min(last.deductedAt!, step.row.deductedAt!), step.row.deductedAt!, pack.activity.lag);
          if (coverage === 'edge') {
            report.notCheckable({ id: 'common.edge', values: {} });
            continue;
          }
          if (world.setAside.deduction(pack.id, Math.min(last.deductedAt!, step.row.deductedAt!), step.row.deductedAt!)) {
            report.notCheckable(blocked('rejected-row'));
            continue;
          }
          if (coverage === 'hole' && holeReported(world, last.deductedAt! - pack.activity.lag, step.row.deductedAt!)) {
            report.notCheckable(blocked('coverage-hole'));
            continue;
          }
          const { amount } = step.broken;
          const unit = history.key.unit;
          report.fail({
            severity: coverage === 'complete' ? 'error' : 'warning',
            subject: rowSubject(step.row),
            packageId: pack.id,
            product,
            rows: [evidenceOf('deductions', last), evidenceOf('deductions', step.row)],
            quantity: amount,
            unit,
            ...stake(world, pack, amount, unit),
            why: [
              stepLine(world, last), nextLine(world, step.row), differenceLine(world, step.row, last.after, step.row.before, unit),
              ...notReset(history, pack), { id: 'common.secondsTried', values: {} }, { id: coverage === 'complete' ? 'common.covered' : 'common.hole', values: {} },
            ],
          });
        }
      },
    };
  },
};

/** Whether a missing export that reaches into the time has been reported: it is the one cause of all gaps across it. */
function holeReported(world: World, from: CivilTime, to: CivilTime): boolean {
  for (let day = Math.floor(from / DAY); day <= Math.floor(to / DAY); day += 1) if (world.verdicts.has('coverage-hole', `day:${day}`)) return true;
  return false;
}
