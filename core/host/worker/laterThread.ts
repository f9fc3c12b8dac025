import type { WorkThread } from './workThread.ts';

/** What a thread is to open; `null` for nothing. */
type Opening = { readonly path: string; readonly cacheKib: number } | null;

/**
 * A thread whose project nobody waits for. What it is asked for comes after the opening; where that failed it is tried once more,
 * since what stood in the way may be gone, and then its failure is the answer.
 */
export class LaterThread implements WorkThread {
  private readonly thread: WorkThread;
  private wanted: Opening = null;
  private opened: Promise<unknown> = Promise.resolve();

  constructor(thread: WorkThread) {
    this.thread = thread;
  }

  /** Begins to open a project in place of the present one. */
  open(wanted: Opening): void {
    this.wanted = wanted;
    this.opened = wanted === null ? Promise.resolve() : this.thread.call('open', wanted);
    // Whoever asks for something hears of it.
    this.opened.catch(() => {});
  }

  readonly call: WorkThread['call'] = (name, input, options) => this.ready().then(() => this.thread.call(name, input, options));

  private async ready(): Promise<void> {
    try {
      await this.opened;
    } catch {
      this.open(this.wanted);
      await this.opened;
    }
  }

  close(): Promise<void> {
    return this.thread.close();
  }
}
