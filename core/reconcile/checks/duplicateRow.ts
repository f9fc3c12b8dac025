import { Decimal } from '../../base/decimal.ts';
import type { Check } from '../check.ts';
import { nextLine, rowSubject, stake, stepLine } from '../explain.ts';
import { show } from '../show.ts';
import { evidenceOf } from '../world.ts';

/**
 * The same row twice inside one file. The row after them tells which it was: it goes on from the balance after one
 * (the row is only listed twice) or after both (the deduction was made twice, which costs capacity). Copies in several
 * files are overlapping exports and no finding.
 */
export const duplicateRow: Check = {
  id: 'duplicate-row',
  family: 'chains',
  needs: ['deductions'],
  texts: {
    title: { zh: '重复行', en: 'Duplicate row' },
    rule: { zh: '同一文件内没有完全相同的两行；若有，由下一行的抵扣前余量判断是重复列出还是重复抵扣', en: 'No two rows of one file are identical; where two are, the next row\'s balance tells whether it was listed or deducted twice' },
    act: { zh: '重复抵扣请提交工单；重复列出请重新导出', en: 'Deducted twice: open a ticket. Listed twice: export again' },
    listed: { zh: '下一行接续第一次之后的余量 {balance}：只是重复列出 {count} 次', en: 'The next row goes on from {balance}, after one of them: it is only listed {count} times' },
    deducted: { zh: '下一行接续 {balance}：同一笔用量抵扣了 {count} 次', en: 'The next row goes on from {balance}: the same usage was deducted {count} times' },
    undecided: { zh: '之后没有可衔接的行，无法判断是重复列出还是重复抵扣', en: 'No later row goes on from them, so it cannot be told whether it was listed or deducted twice' },
  },
  start(world, report) {
    return {
      deduction(row, step, _history, pack) {
        // Rows outside any chain (unlimited packages) have no balance that could tell.
        if (step !== null) return;
        if (row.copy === 0 || row.deducted === null || row.deducted.isZero()) report.pass();
        else {
          const key = rowSubject({ ...row, copy: 0 }).join('|');
          report.fail({
            severity: 'warning', subject: rowSubject({ ...row, copy: 0 }), cause: key, packageId: pack.id, product: row.product, rows: [evidenceOf('deductions', row)],
            quantity: row.deducted, unit: row.packageUnit, why: [report.say('undecided')],
          });
        }
      },
      history(history, pack) {
        history.steps.forEach((step, index) => {
          if (step.copies.length === 0 || step.row.deducted.isZero()) {
            report.pass(1 + step.copies.length);
            return;
          }
          const count = 1 + step.copies.length;
          const twice = step.counted > 1;
          const next = history.steps.slice(index + 1).find((later) => later.broken?.kind !== 'fork');
          const scale = world.scale(step.row.file, 'before');
          const values = { count: twice ? step.counted : count, balance: show(next?.row.before ?? null, scale) };
          const quantity = step.row.deducted.times(Decimal.ofInteger(twice ? step.counted - 1 : step.copies.length));
          report.fail({
            severity: twice ? 'error' : 'warning',
            subject: rowSubject(step.row),
            packageId: pack.id,
            product: step.row.product,
            rows: [step.row, ...step.copies].map((row) => evidenceOf('deductions', row)),
            quantity,
            unit: history.key.unit,
            ...(twice ? stake(world, pack, quantity, history.key.unit) : {}),
            why: [
              ...[step.row, ...step.copies].map((row) => stepLine(world, row)),
              ...(next === undefined ? [] : [nextLine(world, next.row)]),
              step.undecided ? report.say('undecided') : report.say(twice ? 'deducted' : 'listed', values),
            ],
          });
        });
      },
    };
  },
};
