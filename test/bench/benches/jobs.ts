import { join } from 'node:path';
import type { Contender } from '../bench.ts';
import type { DataFile } from '../demoData.ts';
import { measured, wholeSample } from '../measure.ts';
import { program } from '../place.ts';
import { bytesText } from '../table.ts';

export const OURS = 'PackLedger';

/** `1,014,337 deductions (388 MiB) and 901,220 bill (410 MiB)` */
export function dataText(files: Readonly<Record<string, DataFile>>): string {
  return Object.entries(files).map(([name, { rows, bytes }]) => `${rows.toLocaleString('en-US')} ${name} (${bytesText(bytes)})`).join(' and ');
}

/** The command line imports one file into a new project. */
export function imported(file: DataFile): Contender {
  return {
    id: 'ours', name: OURS,
    run: async (scratch) => wholeSample(await measured(program('import', file.path, '--project', join(scratch, 'new.packledger')))),
  };
}
