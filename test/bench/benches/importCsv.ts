import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { dataText, imported } from './jobs.ts';
import { demoData, warm } from '../demoData.ts';
import { npmPeer, pandasPeer, sqlitePeer } from '../peers.ts';

const MILLION = 1_000_000;

/** Ours also tells rows apart, keeps where each came from and its raw record, and builds the indexes; the peers only store texts. */
export const importCsv: Bench = {
  name: 'import-csv',
  what: 'one CSV of deductions into a new project',
  rows: MILLION,
  prepare: (rows) => {
    const { deductions } = demoData(rows);
    warm(deductions);
    return Promise.resolve({
      data: dataText({ deductions }),
      contenders: [
        imported(deductions),
        pandasPeer('pandas read_csv + to_sql', 'importCsv.py', (scratch) => [deductions.path, join(scratch, 'peer.db')]),
        sqlitePeer('sqlite3 .import', 'importCsv.sql', deductions.path),
        npmPeer('papaparse', 'papaparse', 'papaparse, read alone', 'papaparseRead.mjs', () => [deductions.path]),
      ],
    });
  },
};
