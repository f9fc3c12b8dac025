import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import chinese from '../../resources/strings/zh-CN.json' with { type: 'json' };
import { isDecimalKind } from '../../core/fields/field.ts';
import { DEDUCTIONS } from '../../core/fields/deductions.ts';
import { measured } from './measure.ts';
import { program } from './place.ts';

/** Columns that a workbook has twice: as exact text and as a number. */
const TWINS: ReadonlySet<string> = new Set(DEDUCTIONS.fields.filter(({ kind }) => isDecimalKind(kind)).map(({ text }) => text.zh));
const LINE_HEADER = chinese['report.col.line'];

/**
 * The cells of our own export of a project in a format, for peers that are to write the same: a header, a line that says `text` or
 * `number` of each column, and the rows, parted by tabs, which no cell has. Made once beside the project.
 */
export async function exportedCells(project: string, format: 'xlsx' | 'csv'): Promise<string> {
  const path = project.replace(/\.packledger$/, `.${format}-cells.tsv`);
  if (existsSync(path)) return path;
  const csv = `${path}.csv`;
  await measured(program('export', 'deductions', '--project', project, '--out', csv, '--locale', 'zh-CN'));
  const out = createWriteStream(`${path}.part`);
  let twins: boolean[] | null = null;
  for await (const line of createInterface({ input: createReadStream(csv), crlfDelay: Infinity })) {
    const isHeader: boolean = twins === null;
    const cells: string[] = cellsOf(isHeader ? line.replace(/^\uFEFF/, '') : line);
    const hasTwin: boolean[] = (twins ??= cells.map((header) => format === 'xlsx' && TWINS.has(header)));
    const doubled = (of: (cell: string, column: number) => readonly [string, string]): string => `${cells.flatMap((cell, column) => of(cell, column).slice(0, hasTwin[column] === true ? 2 : 1)).join('\t')}\n`;
    let text = doubled((cell) => (isHeader ? [cell, chinese['report.number'].replace('{label}', cell)] : [cell, cell]));
    if (isHeader) text += doubled((header) => [header === LINE_HEADER ? 'number' : 'text', 'number']);
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  rmSync(csv);
  renameSync(`${path}.part`, path);
  return path;
}

/** One record of a CSV; no cell of these exports has a line break. */
export function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  for (const [, quoted, plain = ''] of `${line},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g)) cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
  return cells;
}
