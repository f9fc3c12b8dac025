import type { Bench, Contender } from '../bench.ts';
import { demoData, warm } from '../demoData.ts';
import { measured, told, wholeSample } from '../measure.ts';
import { ownScript } from '../place.ts';
import { npmPeer, pandasPeer } from '../peers.ts';
import { copied, storedProject } from '../projects.ts';
import { dataText, OURS } from './jobs.ts';

const MILLION = 1_000_000;

/** On a copy: a run is kept in its project, and no run may find another one. */
function checked(project: string, which: 'all' | 'core'): Contender {
  return {
    id: 'ours', name: OURS,
    run: async (scratch) => {
      const ran = await measured(ownScript('checks', copied(project, scratch), which));
      const { figures, counts } = told(ran);
      const whole = wholeSample(ran, counts);
      return { ...whole, figures: { ...whole.figures, ...figures } };
    },
  };
}

export function pandasReconcile(rows: number): Contender {
  const { deductions, bill } = demoData(rows);
  return pandasPeer('pandas, three checks from CSV', 'reconcile.py', () => [deductions.path, bill.path]);
}

export const checks: Bench = {
  name: 'checks',
  what: 'all checks over a stored project of deductions, bill and overview',
  rows: MILLION,
  prepare: async (rows) => {
    const { deductions, bill } = demoData(rows);
    const project = await storedProject(rows, 'all');
    warm(deductions, bill);
    return { data: dataText({ deductions, 'bill lines': bill }), contenders: [checked(project, 'all'), pandasReconcile(rows)] };
  },
};

export const checksCore: Bench = {
  name: 'checks-core',
  what: 'row arithmetic, chains and the join over the same project',
  rows: MILLION,
  prepare: async (rows) => {
    const { deductions, bill } = demoData(rows);
    const project = await storedProject(rows, 'all');
    warm(deductions, bill);
    const duckdb = npmPeer('duckdb', '@duckdb/node-api', 'DuckDB from CSV', 'reconcileDuckdb.mjs', () => [deductions.path, bill.path]);
    return { data: dataText({ deductions, 'bill lines': bill }), contenders: [checked(project, 'core'), duckdb] };
  },
};
