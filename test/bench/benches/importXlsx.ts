import type { Bench } from '../bench.ts';
import { demoWorkbook, warm } from '../demoData.ts';
import { npmPeer, sheetJsPeer } from '../peers.ts';
import { dataText, imported } from './jobs.ts';

const MILLION = 1_000_000;
const SMALL = 100_000;

export const importXlsx: Bench = {
  name: 'import-xlsx',
  what: 'one workbook of deductions into a new project',
  rows: MILLION,
  prepare: async (rows) => {
    const deductions = await demoWorkbook(rows);
    warm(deductions);
    return {
      data: dataText({ deductions }),
      contenders: [imported(deductions), npmPeer('exceljs', 'exceljs', 'exceljs streaming, read alone', 'exceljsRead.mjs', () => [deductions.path])],
    };
  },
};

/** SheetJS holds a whole workbook as one text, which ends somewhere between this size and the one above. */
export const importXlsxSmall: Bench = {
  name: 'import-xlsx-small',
  what: 'one small workbook of deductions into a new project',
  rows: SMALL,
  prepare: async (rows) => {
    const deductions = await demoWorkbook(rows);
    warm(deductions);
    return { data: dataText({ deductions }), contenders: [imported(deductions), sheetJsPeer('SheetJS, read alone', () => [deductions.path])] };
  },
};
