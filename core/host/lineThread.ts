import { availableParallelism } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { AppError, invariant } from '../base/errors.ts';
import { plainData } from '../base/plain.ts';
import { recalledSurvey, type KeptSurvey } from '../reconcile/memory.ts';
import type { Check } from '../reconcile/check.ts';
import { CHECKS } from '../reconcile/checks/index.ts';
import type { Answer, Elsewhere, Gathered, LookedOver } from '../reconcile/reconcile.ts';
import type { Survey } from '../reconcile/survey.ts';
import type { GatheredUsage } from '../reconcile/usageGatherer.ts';
import { revivedFinding, type WrittenFinding } from './storedFinding.ts';
import { threadEntry } from './threadEntry.ts';
import type { LineChecksAnswer, LineChecksRequest, Looked } from './worker/lineChecks.ts';

/** Fewer lines are checked before a thread has started. */
const WORTHWHILE_LINES = 50_000;
/** Lines live only until the next one: more room would be filled with what is dead. */
const YOUNG_MIB = 24;
/** How often the waiting thread looks up. */
const WAIT_MS = 100;
/** A thread that shows no sign of life for so long is lost. */
const LOST_MS = 120_000;
/** One that is told to end and has not done so by then is taken down. */
const ENDING_MS = 10_000;

/** Whether a thread of its own is worth it for a bill of so many lines. */
export function isWorthALineThread(lines: number): boolean {
  return lines >= WORTHWHILE_LINES && availableParallelism() > 1;
}

/** This thread's end of a thread that goes through the bill of a project while this one does everything else. */
export class LineThread implements Elsewhere {
  private looked: LookedOver | null = null;
  private readonly beats = new Int32Array(new SharedArrayBuffer(8));
  private readonly channel = new MessageChannel();
  private readonly worker: Worker;
  private hasAnswered = false;
  /** The code with which the thread ends: 0 by itself. */
  readonly ended: Promise<number>;

  /** Of `checks` those of lines are made, and what the others gather of lines. */
  constructor(path: string, checks: readonly Check[] = CHECKS) {
    const request: LineChecksRequest = { path, checks: checks.map(({ id }) => id), beats: this.beats.buffer, port: this.channel.port2 };
    this.worker = new Worker(threadEntry('lines.js', 'lineChecks.ts'), { name: 'lines', execArgv: [], workerData: request, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB }, transferList: [this.channel.port2] });
    this.ended = new Promise((resolve) => void this.worker.once('exit', resolve));
    // It is heard by waiting; an error event would end the process.
    this.worker.on('error', () => {});
  }

  survey(wait: () => void): Survey {
    return this.lookedOver(wait).survey;
  }

  usage(wait: () => void): GatheredUsage {
    return this.lookedOver(wait).usage;
  }

  private lookedOver(wait: () => void): LookedOver {
    while (this.looked === null) this.hear(this.next(wait));
    return this.looked;
  }

  gathered(wait: () => void): Gathered {
    for (;;) {
      const gathered = this.hear(this.next(wait));
      if (gathered !== null) return gathered;
    }
  }

  /** Takes in what one look over the bill told; answers what comes after it. */
  private hear(message: LineChecksAnswer): Gathered | null {
    if (!('survey' in message)) return gatheredIn(message);
    this.looked = { survey: recalledSurvey(plainData(message.survey) as KeptSurvey), usage: message.usage };
    return null;
  }

  /** Waits for what the thread says next; `wait` is called now and then, and may throw to give up. */
  private next(wait: () => void): LineChecksAnswer {
    let seen = -1;
    let lastBeat = performance.now();
    for (;;) {
      const beat = Atomics.load(this.beats, 0);
      const received: { readonly message: LineChecksAnswer } | undefined = receiveMessageOnPort(this.channel.port1);
      if (received !== undefined) {
        this.hasAnswered = !('survey' in received.message);
        return received.message;
      }
      wait();
      if (beat !== seen) {
        seen = beat;
        lastBeat = performance.now();
      }
      invariant(performance.now() - lastBeat < LOST_MS, 'a living thread for bill lines');
      Atomics.wait(this.beats, 0, beat, WAIT_MS);
    }
  }

  /** Lets the thread end, also in the middle of its work: it closes its connection first, because a thread that is taken down has no say in when SQLite is left. */
  close(): void {
    this.channel.port1.close();
    if (this.hasAnswered) return;
    Atomics.store(this.beats, 1, 1);
    const lost = setTimeout(() => void this.worker.terminate(), ENDING_MS).unref();
    void this.ended.then(() => clearTimeout(lost));
  }
}

function gatheredIn(message: Exclude<LineChecksAnswer, Looked>): Gathered {
  if ('told' in message) throw new AppError(message.told.code, message.told.values);
  if ('defect' in message) {
    const error = new Error(message.defect.message);
    error.stack = message.defect.stack;
    throw error;
  }
  const answers = JSON.parse(message.answers) as (Pick<Answer, 'result'> & { readonly findings: readonly WrittenFinding[] })[];
  return {
    answers: answers.map(({ result, findings }): Answer => ({ result, findings: findings.map(revivedFinding) })),
    ledgers: plainData(message.ledgers) as ReadonlyMap<string, unknown>,
  };
}
