import { join } from 'node:path';
import type { Bench, Contender, Prepared } from '../bench.ts';
import { demoData } from '../demoData.ts';
import { exportedCells } from '../exportedCells.ts';
import { measured, wholeSample } from '../measure.ts';
import { program } from '../place.ts';
import { npmPeer, pandasPeer } from '../peers.ts';
import { storedProject } from '../projects.ts';
import { OURS } from './jobs.ts';

const MILLION = 1_000_000;

/** Ours reads the project and writes the file; a peer gets the same cells ready from a plain text file. */
function exported(project: string, format: 'xlsx' | 'csv'): Contender {
  return {
    id: 'ours', name: OURS,
    run: async (scratch) => wholeSample(await measured(program('export', 'deductions', '--project', project, '--out', join(scratch, `out.${format}`)))),
  };
}

async function prepared(rows: number, format: 'xlsx' | 'csv', peer: (cells: string) => Contender): Promise<Prepared> {
  const project = await storedProject(rows, 'all');
  const cells = await exportedCells(project, format);
  return { data: `${demoData(rows).deductions.rows.toLocaleString('en-US')} deductions`, contenders: [exported(project, format), peer(cells)] };
}

export const exportXlsx: Bench = {
  name: 'export-xlsx',
  what: 'all deductions of a project as a workbook, numbers as exact text and as number',
  rows: MILLION,
  prepare: (rows) => prepared(rows, 'xlsx', (cells) => npmPeer('exceljs', 'exceljs', 'exceljs streaming', 'exceljsWrite.mjs', (scratch) => [cells, join(scratch, 'peer.xlsx')])),
};

export const exportCsv: Bench = {
  name: 'export-csv',
  what: 'all deductions of a project as CSV',
  rows: MILLION,
  prepare: (rows) => prepared(rows, 'csv', (cells) => pandasPeer('pandas to_csv, from memory', 'exportCsv.py', (scratch) => [cells, join(scratch, 'peer.csv')], { isToldTime: true })),
};
