import { join } from 'node:path';
import type { Bench, Sample } from '../bench.ts';
import { demoData, type DataFile } from '../demoData.ts';
import { measured, type Ran } from '../measure.ts';
import { ownScript, program } from '../place.ts';
import { copied, storedProject } from '../projects.ts';
import { dataText, OURS } from './jobs.ts';

const MILLION = 1_000_000;
const MOST_ROWS = 5 * MILLION;
export const TIMES = 5;

/** The three jobs that read or write everything, at one size and at five times it, as whole processes. */
export const growth: Bench = {
  name: 'growth',
  what: 'import, checks and CSV export of five times as many rows',
  rows: MILLION,
  mostRuns: 1,
  prepare: async (asked) => {
    const rows = Math.min(asked, MOST_ROWS / TIMES);
    const sizes = [{ size: rows, ending: '' }, { size: rows * TIMES, ending: `, ${TIMES} times` }];
    const jobs: { readonly ending: string; readonly project: string; readonly file: DataFile }[] = [];
    for (const { size, ending } of sizes) jobs.push({ ending, project: await storedProject(size, 'all'), file: demoData(size).deductions });
    return {
      data: dataText({ deductions: demoData(rows).deductions, 'deductions at five times': demoData(rows * TIMES).deductions }),
      contenders: [{
        id: 'ours', name: OURS,
        run: async (scratch): Promise<Sample> => {
          const ran = new Map<string, Ran>();
          for (const { ending, project, file } of jobs) {
            ran.set(`import${ending}`, await measured(program('import', file.path, '--project', join(scratch, `new${ending}.packledger`))));
            ran.set(`checks${ending}`, await measured(ownScript('checks', copied(project, scratch), 'all')));
            ran.set(`export${ending}`, await measured(program('export', 'deductions', '--project', project, '--out', join(scratch, 'out.csv'))));
          }
          const peaks = [...ran.values()].map(({ peakBytes }) => peakBytes).filter((peak) => peak !== null);
          return {
            figures: Object.fromEntries([...ran].map(([name, { seconds }]) => [name, seconds])),
            cpuSeconds: [...ran.values()].reduce<number | null>((sum, { cpuSeconds }) => (sum === null || cpuSeconds === null ? null : sum + cpuSeconds), 0),
            peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
          };
        },
      }],
    };
  },
};
