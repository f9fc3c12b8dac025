import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { demoData, warm } from '../demoData.ts';
import { measured, wholeSample } from '../measure.ts';
import { program } from '../place.ts';
import { pandasReconcile } from './checks.ts';
import { dataText, OURS } from './jobs.ts';

const MILLION = 1_000_000;
/** Clean, or with findings: both are an answer. */
const CODES = [0, 1];

export const reconcile: Bench = {
  name: 'reconcile',
  what: 'from CSV files of overview, deductions and bill to findings',
  rows: MILLION,
  prepare: (rows) => {
    const { packages, deductions, bill, snapshot } = demoData(rows);
    warm(packages, deductions, bill);
    const files = [packages, deductions, bill].map(({ path }) => path);
    return Promise.resolve({
      data: dataText({ deductions, 'bill lines': bill }),
      contenders: [
        {
          id: 'ours', name: OURS,
          run: async (scratch) => wholeSample(await measured(program('reconcile', ...files, '--snapshot', snapshot, '--json', join(scratch, 'findings.json')), { codes: CODES })),
        },
        pandasReconcile(rows),
      ],
    });
  },
};
