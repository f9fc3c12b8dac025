import { copyFileSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { demoData, type DataFile } from './demoData.ts';
import { measured } from './measure.ts';
import { DATA, program, programHash } from './place.ts';

/** Projects that benches read, imported by the program that is measured; those of another program are deleted. */
export type Content = 'deductions' | 'all';

const FOLDER = join(DATA, 'projects');

/** A project with the files of a demo and no run. Nobody may write to it: `copied` is for that. */
export function storedProject(rows: number, content: Content): Promise<string> {
  const data = demoData(rows);
  return importedProject(`${content}-${rows}`, content === 'all' ? [data.packages, data.deductions, data.bill] : [data.deductions], data.snapshot);
}

export async function importedProject(name: string, files: readonly DataFile[], snapshot: string): Promise<string> {
  const folder = join(FOLDER, programHash());
  if (!existsSync(folder)) rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.packledger`);
  if (!existsSync(path)) {
    process.stderr.write(`importing a project of ${files.map(({ rows }) => rows.toLocaleString('en-US')).join(' + ')} rows …\n`);
    const part = join(folder, `${name}.part.packledger`);
    removeProject(part);
    await measured(program('import', ...files.map((file) => file.path), '--project', part, '--snapshot', snapshot));
    renameSync(part, path);
  }
  return path;
}

/** A copy to write to, in a folder that goes away. */
export function copied(project: string, scratch: string): string {
  const path = join(scratch, 'copy.packledger');
  copyFileSync(project, path, constants.COPYFILE_FICLONE);
  return path;
}

function removeProject(path: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
}
