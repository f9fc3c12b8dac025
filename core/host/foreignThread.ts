import { Worker } from 'node:worker_threads';
import type { ForeignRefusal, ForeignWorkbook } from '../import/foreignWorkbook.ts';
import { threadEntry } from './threadEntry.ts';

/** Whole workbooks take a fraction of this: so long for any, and so much longer for each MiB. */
const FIRST_MS = 20_000;
const PER_MIB_MS = 4000;
const MIB = 1024 * 1024;
const MOST_HEAP_MIB = 3072;

/**
 * Lets SheetJS read a workbook in a thread of its own, which is ended when it takes too long or too much memory: then the workbook is
 * damaged. Random damage to real .xls files has shown that SheetJS can go round in circles.
 */
export async function readForeignWorkbook(bytes: Uint8Array, longest = FIRST_MS + (bytes.length / MIB) * PER_MIB_MS): Promise<ForeignWorkbook | ForeignRefusal> {
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
