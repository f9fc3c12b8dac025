import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import chinese from '../../resources/strings/zh-CN.json' with { type: 'json' };
import { measured } from './measure.ts';
import { program } from './place.ts';

/** How headers of number columns end, and the one other column of numbers. */
const NUMBER_ENDING = chinese['report.number'].replace('{label}', '');
const LINE_HEADER = chinese['report.col.line'];

/**
 * The cells of our own export of a project, for peers that are to write the same: a header, a line that says `text` or
 * `number` of each column, and the rows, parted by tabs, which no cell has. Made once beside the project.
 */
export async function exportedCells(project: string): Promise<string> {
  const path = project.replace(/\.packledger$/, '.cells.tsv');
  if (existsSync(path)) return path;
  const csv = `${path}.csv`;
  await measured(program('export', 'deductions', '--project', project, '--out', csv, '--locale', 'zh-CN'));
  const out = createWriteStream(`${path}.part`);
  let isHeader = true;
  for await (const line of createInterface({ input: createReadStream(csv), crlfDelay: Infinity })) {
    const cells = cellsOf(isHeader ? line.replace(/^\uFEFF/, '') : line);
    let text = `${cells.join('\t')}\n`;
    if (isHeader) text += `${cells.map((header) => (header.endsWith(NUMBER_ENDING) || header === LINE_HEADER ? 'number' : 'text')).join('\t')}\n`;
    isHeader = false;
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
