import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../base/errors.ts';
import { parseForeign } from '../../import/foreignWorkbook.ts';

/** A thread that reads one workbook and may be ended in the middle of it. */
invariant(parentPort !== null, 'a worker thread');
parentPort.postMessage(await parseForeign(workerData as Uint8Array));
