import type { Decimal } from '../../base/decimal.ts';
import { keyText } from '../../deduct/history.ts';
import { blocked, type Check } from '../check.ts';
import { brokenLinks, differenceLine, nextLine, noPurchase, notReset, purchaseBetween, rowSubject, stake, stepLine } from '../explain.ts';
import { evidenceOf } from '../world.ts';

/**
 * A balance only falls, but for a reset, a renewal, a top-up, a refund or a reversal. A next row that begins higher than
 * the last one ended has been given capacity that nothing explains: 4,500 left, then 5,734.5 found. It may hide that
 * the package is charged differently from what its rows say.
 */
export const chainIncrease: Check = {
  id: 'chain-increase',
  family: 'chains',
  needs: ['deductions'],
  texts: {
    title: { zh: '余量无故增加', en: 'Unexplained increase' },
    rule: { zh: '同一包、同一周期内余量只减不增，除非其间有重置、续费、扩容、退款或冲正', en: 'In one package and period the balance only falls, unless a reset, renewal, top-up, refund or reversal lies between' },
    act: { zh: '查看该包在这段时间的操作与账单；若无法解释，请提交工单', en: 'Look at what was done to the package in this time and at the bill; if nothing explains it, open a ticket' },
  },
  start(world, report) {
    return {
      history(history, pack) {
        const links = brokenLinks(history, 'increase');
        report.pass(history.steps.length - 1 - links.length);
        for (const { last, next, amount } of links) {
          const from = Math.min(last.deductedAt!, next.deductedAt!);
          if (purchaseBetween(pack, from, next.deductedAt!) || toppedUp(pack.overviews.map((overview) => overview.total), amount)) {
            report.pass();
            continue;
          }
          // A package of an unknown type may well have been reset.
          if (pack.type === null) {
            report.notCheckable({ id: 'common.absent', values: { fields: 'packageType' } });
            continue;
          }
          if (world.verdicts.hasRow('restated-row', last.row) || world.verdicts.hasRow('restated-row', next.row)) {
            report.notCheckable(blocked('restated-row'));
            continue;
          }
          if (history.capacity?.equals(next.before) === true && world.verdicts.has('period-boundary', `key:${keyText(history.key)}`)) {
            report.notCheckable(blocked('period-boundary'));
            continue;
          }
          const product = next.product ?? pack.product;
          const coverage = world.coverage.postings(product, from, next.deductedAt!, 0);
          const unit = history.key.unit;
          report.fail({
            severity: 'error',
            subject: rowSubject(next),
            packageId: pack.id,
            product,
            rows: [evidenceOf('deductions', last), evidenceOf('deductions', next)],
            quantity: amount,
            unit,
            ...stake(world, pack, amount, unit),
            why: [
              stepLine(world, last), nextLine(world, next), differenceLine(world, next, next.before, last.after, unit),
              ...notReset(history, pack), noPurchase(world), { id: 'common.secondsTried', values: {} }, ...(coverage === 'hole' ? [{ id: 'common.hole', values: {} }] : []),
            ],
          });
        }
      },
    };
  },
};

/** Whether two overviews show the capacity raised by just this amount. */
function toppedUp(totals: readonly (Decimal | null)[], amount: Decimal): boolean {
  return totals.some((total, index) => {
    const before = index === 0 ? null : totals[index - 1]!;
    return total !== null && before !== null && total.minus(before).equals(amount);
  });
}
