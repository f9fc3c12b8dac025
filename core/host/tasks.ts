import { randomUUID } from 'node:crypto';
import { AppError, type Refusal } from '../base/errors.ts';
import type { Task } from '../contract/contract.ts';
import type { CallSignal } from '../contract/protocol.ts';
import type { WorkProgress } from './worker/workContext.ts';

/** What a piece of long work is given. */
export interface TaskHandle {
  readonly id: string;
  readonly signal: CallSignal;
  readonly progress: (progress: WorkProgress) => void;
}

const KEPT_MS = 10_000;

/** Long work under way, whoever asked for it: every window sees it and can cancel it. */
export class Tasks {
  private readonly tasks = new Map<string, { task: Task; readonly abort: AbortController }>();
  private readonly tell: (task: Task) => void;

  constructor(tell: (task: Task) => void) {
    this.tell = tell;
  }

  list(): Task[] {
    return Array.from(this.tasks.values(), ({ task }) => task);
  }

  get isBusy(): boolean {
    return this.list().some(({ state }) => state === 'running');
  }

  cancel(id: string): void {
    this.tasks.get(id)?.abort.abort();
  }

  cancelAll(): void {
    for (const { abort } of this.tasks.values()) abort.abort();
  }

  /** Runs work as a task; `caller` is the call that asked for it, whose wish to cancel counts too. */
  async run<T>(kind: Task['kind'], name: string, work: (handle: TaskHandle) => Promise<T>, caller?: CallSignal): Promise<T> {
    const id = randomUUID();
    const abort = new AbortController();
    const cancel = (): void => abort.abort();
    caller?.addEventListener('abort', cancel);
    const note = (change: Partial<Task>): void => {
      const task = { ...this.tasks.get(id)!.task, ...change };
      this.tasks.set(id, { task, abort });
      this.tell(task);
    };
    this.tasks.set(id, { abort, task: { id, kind, name, state: 'running', rows: 0, done: 0, total: 0, failure: null } });
    note({});
    try {
      const value = await work({ id, signal: abort.signal, progress: (progress) => note({ ...progress, name: progress.name === '' ? name : progress.name }) });
      note({ state: 'done' });
      return value;
    } catch (error) {
      const failure = failureOf(error);
      note({ state: failure.code === 'cancelled' ? 'cancelled' : 'failed', failure });
      throw error;
    } finally {
      caller?.removeEventListener('abort', cancel);
      setTimeout(() => this.tasks.delete(id), KEPT_MS).unref();
    }
  }
}

export function failureOf(error: unknown): Refusal {
  if (error instanceof AppError) return { code: error.code, values: error.values };
  return { code: 'defect', values: { message: error instanceof Error ? error.message : String(error) } };
}
