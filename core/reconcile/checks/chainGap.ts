import { blocked, type Check } from '../check.ts';
import { brokenLinks, differenceLine, nextLine, notReset, rowSubject, stake, stepLine } from '../explain.ts';
import { DAY, type CivilTime } from '../../base/time.ts';
import { evidenceOf, type World } from '../world.ts';
import { lagLines } from '../policyLines.ts';

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
        const links = brokenLinks(history, 'gap');
        report.pass(history.steps.length - 1 - links.length);
        for (const { last, next, amount } of links) {
          const product = next.product ?? pack.product;
          const from = Math.min(last.deductedAt!, next.deductedAt!);
          const coverage = world.coverage.postings(product, from, next.deductedAt!, pack.activity.lag);
          if (coverage === 'edge') {
            report.notCheckable({ id: 'common.edge', values: {} });
            continue;
          }
          if (world.verdicts.hasRow('restated-row', last.row) || world.verdicts.hasRow('restated-row', next.row)) {
            report.notCheckable(blocked('restated-row'));
            continue;
          }
          if (world.setAside.deduction(pack.id, from, next.deductedAt!)) {
            report.notCheckable(blocked('rejected-row'));
            continue;
          }
          if (coverage === 'hole' && holeReported(world, last.deductedAt! - pack.activity.lag, next.deductedAt!)) {
            report.notCheckable(blocked('coverage-hole'));
            continue;
          }
          const unit = history.key.unit;
          report.fail({
            severity: coverage === 'complete' ? 'error' : 'warning',
            subject: rowSubject(next),
            packageId: pack.id,
            product,
            rows: [evidenceOf('deductions', last), evidenceOf('deductions', next)],
            quantity: amount,
            unit,
            ...stake(world, pack, amount, unit),
            why: [
              stepLine(world, last), nextLine(world, next), differenceLine(world, next, last.after, next.before, unit),
              ...notReset(history, pack), { id: 'common.secondsTried', values: {} }, { id: coverage === 'complete' ? 'common.covered' : 'common.hole', values: {} }, ...lagLines(pack),
            ],
          });
        }
      },
    };
  },
};

/** Whether a missing export that reaches into the time has been reported: it is the one cause of all gaps across it. */
function holeReported(world: World, from: CivilTime, to: CivilTime): boolean {
  for (let day = Math.floor(from / DAY); day <= Math.floor(to / DAY); day += 1) if (world.holeDays.has(day)) return true;
  return false;
}
