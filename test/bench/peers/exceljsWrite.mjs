import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The cells of a plain text file as a workbook, written row by row with exceljs: texts as texts, numbers as numbers. */
const [folder, source, target] = process.argv.slice(2);
const ExcelJS = createRequire(join(folder, 'package.json'))('exceljs');

const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: target });
const sheet = workbook.addWorksheet('Sheet1');
let kinds = null;
let header = null;
let rows = 0;
for await (const line of createInterface({ input: createReadStream(source), crlfDelay: Infinity })) {
  const cells = line.split('\t');
  if (header === null) {
    header = cells;
    sheet.addRow(header).commit();
  } else if (kinds === null) {
    kinds = cells.map((kind) => kind === 'number');
  } else {
    sheet.addRow(cells.map((cell, column) => (cell === '' ? null : kinds[column] ? Number(cell) : cell))).commit();
    rows += 1;
  }
}
sheet.commit();
await workbook.commit();
process.stdout.write(`${JSON.stringify({ counts: { rows, columns: header.length } })}\n`);
