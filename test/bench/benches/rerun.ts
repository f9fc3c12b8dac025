import type { Bench } from '../bench.ts';
import { demoData } from '../demoData.ts';
import { LATE_ROWS, lateData } from '../lateRows.ts';
import { measured, told, wholeSample } from '../measure.ts';
import { ownScript } from '../place.ts';
import { copied, importedProject } from '../projects.ts';
import { dataText, OURS } from './jobs.ts';

const MILLION = 1_000_000;

export const rerun: Bench = {
  name: 'rerun',
  what: `checks again after ${LATE_ROWS.toLocaleString('en-US')} more deductions: the last of all packages, then some of a few packages`,
  rows: MILLION,
  prepare: async (rows) => {
    const { packages, bill, snapshot } = demoData(rows);
    const { base, ofAll, ofFew } = lateData(rows);
    const project = await importedProject(`base-${rows}`, [packages, base, bill], snapshot);
    return {
      data: dataText({ deductions: base, 'bill lines': bill }),
      contenders: [{
        id: 'ours', name: OURS,
        run: async (scratch) => {
          const ran = await measured(ownScript('rerun', copied(project, scratch), ofAll.path, ofFew.path));
          const { figures, counts } = told(ran);
          return { ...wholeSample(ran, counts), figures };
        },
      }],
    };
  },
};
