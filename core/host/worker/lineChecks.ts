import { workerData, type MessagePort } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../../base/errors.ts';
import type { Values } from '../../base/text.ts';
import { CHECKS } from '../../reconcile/checks/index.ts';
import { plainText } from '../../base/plain.ts';
import { keptSurvey } from '../../reconcile/memory.ts';
import { gatherLines } from '../../reconcile/reconcile.ts';
import { runData } from '../aliasedUnits.ts';
import { basisOf } from '../basis.ts';
import { Store } from '../../store/store.ts';

/** What the thread is given: the project, a number that grows while it is alive, and behind it one that is not 0 when nobody waits any more. */
export interface LineChecksRequest {
  readonly path: string;
  readonly beats: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** What it answers: first a survey as plain data, then `Answer`s as JSON and ledgers as plain data; or what the environment is to blame for, or a defect. */
export type LineChecksAnswer = { readonly survey: string } | { readonly answers: string; readonly ledgers: string } | { readonly told: { readonly code: ErrorCode; readonly values: Values } } | { readonly defect: { readonly message: string; readonly stack: string } };

/** A thread that goes through the bill while another makes all checks that need more than its lines. */
const { path, beats, port } = workerData as LineChecksRequest;
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
  port.postMessage(answer);
  beat();
}

function answered(): LineChecksAnswer {
  try {
    mayGoOn();
    const store = Store.open(path, { readonly: true });
    try {
      const { answers, ledgers } = store.withoutCache(() => gatherLines(runData(store), CHECKS, basisOf(store), mayGoOn, (survey) => tell({ survey: plainText(keptSurvey(survey)) })));
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
