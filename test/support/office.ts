import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const NAMES = ['soffice', 'libreoffice', 'localc'];
const PLACES = ['/usr/lib/libreoffice/program/soffice', '/Applications/LibreOffice.app/Contents/MacOS/soffice', 'C:\\Program Files\\LibreOffice\\program\\soffice.com'];

/** The LibreOffice to test with: named in PACKLEDGER_OFFICE or installed. Where there is none, one sentence says so. */
export function officePath(): string {
  const found = findOffice();
  if (found === undefined) throw new Error('These tests open workbooks with LibreOffice and found none: install it (Debian: apt-get install libreoffice-calc), or name its soffice in PACKLEDGER_OFFICE.');
  return found;
}

export function findOffice(): string | undefined {
  const inPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env['PACKLEDGER_OFFICE'] ?? '', ...inPath, ...PLACES].find((path) => path !== '' && existsSync(path));
}

/** A cell as LibreOffice understood it: a text, or the number that it holds; `null` for a blank one. */
export type OfficeCell = { readonly text: string } | { readonly number: number } | null;

/** CSV out: commas, UTF-8, quotes around every text and only there, numbers as they are and not as they are shown, all sheets. */
const OUT = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1';
const TEXT_COLUMN = 2;
const LAUNCH_MS = 300_000;

/**
 * Opens spreadsheets with LibreOffice and answers their cells, by file and by sheet. A CSV is opened as its import dialog
 * does where all of its columns (`csvColumns` at most) are set to text.
 */
export async function openedByOffice(files: readonly string[], csvColumns = 0): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly (readonly OfficeCell[])[]>>> {
  const folder = mkdtempSync(join(tmpdir(), 'packledger-office-'));
  try {
    const columns = Array.from({ length: csvColumns }, (_, index) => `${index + 1}/${TEXT_COLUMN}`).join('/');
    // A profile of its own: another instance that runs would answer instead, and nothing of the user's is touched.
    const args = ['--headless', '--norestore', '--nolockcheck', `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`, ...(csvColumns === 0 ? [] : [`--infilter=Text - txt - csv (StarCalc):44,34,76,1,${columns}`]), '--convert-to', OUT, '--outdir', join(folder, 'out'), ...files];
    const { stdout, stderr } = await promisify(execFile)(officePath(), args, { timeout: LAUNCH_MS });
    const written = existsSync(join(folder, 'out')) ? readdirSync(join(folder, 'out')) : [];
    return new Map(files.map((file) => {
      const start = `${basename(file).replace(/\.[^.]*$/, '')}-`;
      const sheets = written.filter((name) => name.startsWith(start)).sort();
      if (sheets.length === 0) throw new Error(`LibreOffice did not open ${file}: ${stdout}${stderr}`);
      return [file, new Map(sheets.map((name) => [name.slice(start.length, -'.csv'.length), officeCells(readFileSync(join(folder, 'out', name), 'utf8'))]))];
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function officeCells(csv: string): OfficeCell[][] {
  const field = /("(?:[^"]|"")*"|[^",\n]*)(,|\n)/y;
  const rows: OfficeCell[][] = [[]];
  while (field.lastIndex < csv.length) {
    const at = field.lastIndex;
    const match = field.exec(csv);
    if (match === null) throw new Error(`no field at ${at}: ${csv.slice(at, at + 50)}`);
    const [, cell = '', end] = match;
    rows.at(-1)!.push(cell.startsWith('"') ? { text: cell.slice(1, -1).replaceAll('""', '"') } : cell === '' ? null : { number: Number(cell) });
    if (end === '\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
