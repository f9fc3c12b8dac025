import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Reads a workbook with SheetJS into its own cells. */
const [folder, file] = process.argv.slice(2);
const XLSX = createRequire(join(folder, 'package.json'))('xlsx');

const workbook = XLSX.read(readFileSync(file), { dense: true });
const sheet = workbook.Sheets[workbook.SheetNames[0]];
const { s, e } = XLSX.utils.decode_range(sheet['!ref']);
process.stdout.write(`${JSON.stringify({ counts: { rows: e.r - s.r } })}\n`);
