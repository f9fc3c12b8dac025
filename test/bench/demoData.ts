import { closeSync, createWriteStream, existsSync, mkdirSync, openSync, readFileSync, readSync, renameSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { generateDemo, renderCsv, type Demo, type DemoFile } from '../../core/demo/index.ts';
import { writeWorkbook } from '../../core/export/xlsx.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { DATA } from './place.ts';

/** The exports of one customer without a fault, made once by the program's own generator and kept. */
const SEED = 7;
/** Raised whenever the generator or this file makes other bytes, so that old data are not taken for new ones. */
const GENERATOR = 1;
/** The generator makes some more rows than it is asked for; this comes out near the round number, and fits a sheet. */
const SHARE = 0.93;

export interface DataFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

export interface DemoData {
  readonly folder: string;
  /** When the overview was taken, for `--snapshot`. */
  readonly snapshot: string;
  readonly packages: DataFile;
  readonly deductions: DataFile;
  readonly bill: DataFile;
}

function folderOf(rows: number): string {
  return join(DATA, `demo-seed${SEED}-rows${rows}-v${GENERATOR}`);
}

const made = new Map<number, Demo>();

/** The generator's files: rows are made while they are read. */
export function demoOf(rows: number): Demo {
  const known = made.get(rows) ?? generateDemo({ seed: SEED, rows: Math.round(rows * SHARE), layout: 'cn', faults: 'none' });
  made.set(rows, known);
  return known;
}

/** Overview, deductions and bill as CSV, under the vendor's names. */
export function demoData(rows: number): DemoData {
  const folder = folderOf(rows);
  const file = (kind: DemoFile['kind']): DataFile => ensureCsv(folder, demoOf(rows).files.find((one) => one.kind === kind)!);
  return { folder, snapshot: demoOf(rows).snapshot, packages: file('packages'), deductions: file('deductions'), bill: file('bill') };
}

/** Writes a file once; beside it lies how many rows it has. */
export function ensureCsv(folder: string, file: DemoFile): DataFile {
  const path = join(folder, file.name);
  if (!existsSync(`${path}.rows`)) {
    mkdirSync(folder, { recursive: true });
    process.stderr.write(`making ${file.name} …\n`);
    writeFileSync(`${path}.rows`, String(writeCsv(path, file)));
  }
  return described(path);
}

function described(path: string): DataFile {
  return { path, rows: Number(readFileSync(`${path}.rows`, 'utf8')), bytes: statSync(path).size };
}

/** As the vendor writes it: UTF-8 with a byte order mark. Answers the rows without the header. */
function writeCsv(path: string, file: DemoFile): number {
  let rows = 0;
  const counted: DemoFile = {
    ...file,
    *rows() {
      for (const row of file.rows()) {
        rows += 1;
        yield row;
      }
    },
  };
  const part = openSync(`${path}.part`, 'w');
  writeSync(part, '\uFEFF');
  for (const chunk of renderCsv(counted)) writeSync(part, chunk);
  closeSync(part);
  renameSync(`${path}.part`, path);
  return rows;
}

/** The deductions as a workbook of texts: those that repeat shared, the rest inline, as our own writer has it. */
export async function demoWorkbook(rows: number): Promise<DataFile> {
  const folder = folderOf(rows);
  const file = demoOf(rows).files.find(({ kind }) => kind === 'deductions')!;
  const path = join(folder, file.name.replace(/\.csv$/, '.xlsx'));
  if (!existsSync(`${path}.rows`)) {
    const csv = ensureCsv(folder, file);
    process.stderr.write(`making ${file.name.replace(/\.csv$/, '.xlsx')} …\n`);
    const columns = file.header.map((header) => ({ header, kind: 'text' as const }));
    await pipeline(Readable.from(writeWorkbook([{ name: 'Sheet1', columns, rows: file.rows() }], nodeCodecs)), createWriteStream(`${path}.part`));
    renameSync(`${path}.part`, path);
    writeFileSync(`${path}.rows`, String(csv.rows));
  }
  return described(path);
}

/** Reads files once, so that whoever comes first does not pay for the disk. */
export function warm(...files: readonly DataFile[]): void {
  for (const { path } of files) readThrough(path);
}

function readThrough(path: string): void {
  const handle = openSync(path, 'r');
  const buffer = Buffer.alloc(1 << 22);
  try {
    while (readSync(handle, buffer) > 0);
  } finally {
    closeSync(handle);
  }
}
