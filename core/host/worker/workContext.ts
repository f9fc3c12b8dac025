import { AppError } from '../../base/errors.ts';
import type { CallContext } from '../../contract/procedure.ts';
import type { OpenOptions } from '../../store/openProject.ts';
import { Store } from '../../store/store.ts';
import type { ViewReader } from '../../store/views/viewReader.ts';

/** How far a piece of work has come. */
export interface WorkProgress {
  readonly name: string;
  readonly rows: number;
  readonly done: number;
  readonly total: number;
}

export type WorkCall = CallContext<WorkProgress>;

/** How often progress is worth a message. */
const PROGRESS_MS = 50;

/** The project that a thread has open, and its look at the outside world between two rows. */
export class WorkContext {
  private held: { readonly store: Store; views: ViewReader | null } | null = null;
  /** Takes in messages that have arrived while this thread was busy, such as a wish to cancel. */
  private readonly hearMessages: () => void;

  constructor(hearMessages: () => void) {
    this.hearMessages = hearMessages;
  }

  open(path: string, cacheKib?: number): { isReadOnly: boolean } {
    this.close();
    const { store, isReadOnly } = openEither(path, cacheKib === undefined ? {} : { cacheKib });
    this.held = { store, views: null };
    return { isReadOnly };
  }

  close(): void {
    this.held?.store.close();
    this.held = null;
  }

  get store(): Store {
    if (this.held === null) throw new AppError('project-unknown');
    return this.held.store;
  }

  get views(): ViewReader {
    const { store } = this;
    this.held!.views ??= store.views();
    return this.held!.views;
  }

  /** Reads at length for a caller who may think better of it: then it throws `cancelled`. */
  patiently<T>(call: WorkCall, read: (views: ViewReader) => T): T {
    const { views } = this;
    return views.pausing(() => this.checkpoint(call), () => read(views));
  }

  /** Throws `cancelled` where the caller no longer wants the result. */
  checkpoint({ signal }: Pick<WorkCall, 'signal'>): void {
    this.hearMessages();
    if (signal.aborted) throw new AppError('cancelled');
  }

  /** Tells progress now and then, and stops where that is wished. */
  teller(call: WorkCall): (progress: WorkProgress) => void {
    let last = 0;
    return (progress) => {
      const now = performance.now();
      if (now - last < PROGRESS_MS) return;
      last = now;
      call.progress(progress);
      this.checkpoint(call);
    };
  }
}

/** A project that may not be written is still worth reading. */
function openEither(path: string, options: OpenOptions): { readonly store: Store; readonly isReadOnly: boolean } {
  try {
    return { store: Store.open(path, options), isReadOnly: false };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'project-read-only') throw error;
    return { store: Store.open(path, { ...options, readonly: true }), isReadOnly: true };
  }
}
