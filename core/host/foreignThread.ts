import { Worker } from 'node:worker_threads';
import type { ForeignRefusal, ForeignWorkbook } from '../import/foreignWorkbook.ts';
import { threadEntry } from './threadEntry.ts';

/** Whole workbooks of the largest size that is read take a fraction of this. */
const LONGEST_MS = 120_000;
const MOST_HEAP_MIB = 3072;

/**
 * Lets SheetJS read a workbook in a thread of its own, which is ended when it takes too long or too much memory: then the workbook is
 * damaged. Random damage to real .xls files has shown that SheetJS can go round in circles.
 */
export async function readForeignWorkbook(bytes: Uint8Array, longest = LONGEST_MS): Promise<ForeignWorkbook | ForeignRefusal> {
  // A copy: the bytes may belong to somebody who reads on.
  const own = bytes.slice();
  // What SheetJS says about records on the console is for nobody.
  const worker = new Worker(threadEntry('foreign.js', 'foreignReader.ts'), { name: 'foreign', execArgv: [], workerData: own, transferList: [own.buffer], resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB }, stdout: true, stderr: true });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ForeignWorkbook | ForeignRefusal>((resolve) => {
      worker.once('message', resolve);
      worker.once('error', () => resolve('damaged'));
      worker.once('exit', () => resolve('damaged'));
      timer = setTimeout(() => resolve('damaged'), longest);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
