import { Decimal } from '../../base/decimal.ts';
import type { Check } from '../check.ts';
import { fileEvidence, fileTitle } from '../files.ts';

/**
 * Nothing may get lost between the file and the store. Of 5,613 rows read, 5,600 are stored, 10 were already known from
 * another file, 2 are blank or totals and 1 is set aside with its reason: 5,600 + 10 + 2 + 1 = 5,613. Any other sum means
 * that a row was dropped or counted twice, and no total of this file can be trusted.
 */
export const rowCount: Check = {
  id: 'row-count',
  family: 'data',
  needs: [],
  texts: {
    title: { zh: '行数', en: 'Row count' },
    rule: { zh: '读取的行数 = 入库 + 已有 + 忽略（空行、合计）+ 搁置，容差 0', en: 'Rows read = stored + already known + ignored (blank, totals) + set aside, tolerance 0' },
    act: { zh: '重新导入该文件；若仍不等，请报告程序缺陷', en: 'Import the file again; if it still differs, report a defect of the program' },
    sum: {
      zh: '{file}：{stored} + {known} + {ignored} + {rejected} = {sum}，读取 {read} 行，差 {difference} 行',
      en: '{file}: {stored} + {known} + {ignored} + {rejected} = {sum}, but {read} rows were read: a difference of {difference}',
    },
  },
  start(_world, report) {
    return {
      file(file) {
        const { read, stored, known, ignored, rejected } = file.counts;
        const sum = stored + known + ignored + rejected;
        if (sum === read) {
          report.pass();
          return;
        }
        const difference = Math.abs(read - sum);
        report.fail({
          severity: 'error',
          subject: [file.name, file.sheet],
          rows: [fileEvidence(file)],
          quantity: Decimal.ofInteger(difference),
          why: [report.say('sum', { file: fileTitle(file), read, stored, known, ignored, rejected, sum, difference })],
        });
      },
    };
  },
};
