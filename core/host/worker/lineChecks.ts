import { workerData, type MessagePort } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../../base/errors.ts';
import type { Values } from '../../base/text.ts';
import { CHECKS } from '../../reconcile/checks/index.ts';
import { plainText } from '../../base/plain.ts';
import { keptSurvey } from '../../reconcile/memory.ts';
import { gatherLines } from '../../reconcile/reconcile.ts';
import type { GatheredUsage } from '../../reconcile/usageGatherer.ts';
import { runData } from '../aliasedUnits.ts';
import { basisOf } from '../basis.ts';
import { Store } from '../../store/store.ts';

/** What the thread is given: the project, the ids of checks, a number that grows while it is alive, and behind it one that is not 0 when nobody waits any more. */
export interface LineChecksRequest {
  readonly path: string;
  readonly checks: readonly string[];
  readonly beats: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** What one look over the bill told: a survey as plain data, and usage as it is. */
export interface Looked {
  readonly survey: string;
  readonly usage: GatheredUsage;
}

/** What it answers: first what it looked over, then `Answer`s as JSON and ledgers as plain data; or what the environment is to blame for, or a defect. */
export type LineChecksAnswer = Looked | { readonly answers: string; readonly ledgers: string } | { readonly told: { readonly code: ErrorCode; readonly values: Values } } | { readonly defect: { readonly message: string; readonly stack: string } };

/** A thread that goes through the bill while another makes all checks that need more than its lines. */
const { path, checks: ids, beats, port } = workerData as LineChecksRequest;
const checks = CHECKS.filter(({ id }) => ids.includes(id));
const alive = new Int32Array(beats);
const beat = (): void => {
  Atomics.add(alive, 0, 1);
  Atomics.notify(alive, 0);
};
/** Between two rows. Who is not waited for closes the project and ends. */
const mayGoOn = (): void => {
  beat();
  if (Atomics.load(alive, 1) !== 0) throw new AppError('cancelled');
};

function tell(answer: LineChecksAnswer): void {
  port.postMessage(answer, 'usage' in answer ? memoryIn(answer.usage) : []);
  beat();
}

/** The memory of all arrays of numbers in plain data: it goes over to the other thread, because a copy would double it for a while. */
function memoryIn(data: object): ArrayBuffer[] {
  return Object.values(data).flatMap((value: unknown) => {
    if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
    return value !== null && typeof value === 'object' ? memoryIn(value) : [];
  });
}

function answered(): LineChecksAnswer {
  try {
    mayGoOn();
    const store = Store.open(path, { readonly: true });
    try {
      const { answers, ledgers } = store.withoutCache(() => gatherLines(runData(store), checks, basisOf(store), mayGoOn, ({ survey, usage }) => tell({ survey: plainText(keptSurvey(survey)), usage })));
      return { answers: JSON.stringify(answers), ledgers: plainText(ledgers) };
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof AppError) return { told: { code: error.code, values: error.values } };
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { defect: { message, stack } };
  }
}

tell(answered());
port.close();
