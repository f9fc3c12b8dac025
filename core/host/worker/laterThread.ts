import type { WorkThread } from './workThread.ts';

/** What a thread is to open; `null` for nothing. */
type Opening = { readonly path: string; readonly cacheKib: number } | null;

/** By then a page has been loaded and shows rows: loading programs side by side with it would keep them back. */
const START_AFTER_MS = 1500;

/**
 * A thread whose project nobody waits for: it starts when it is first asked, or a moment after the others. What it is asked for comes
 * after the opening; where that failed it is tried once more, since what stood in the way may be gone, and then its failure is the answer.
 */
export class LaterThread implements WorkThread {
  private readonly start: () => WorkThread;
  private thread: WorkThread | null = null;
  private timer: NodeJS.Timeout | null = null;
  private wanted: Opening = null;
  private opened: Promise<unknown> = Promise.resolve();

  constructor(start: () => WorkThread) {
    this.start = start;
  }

  /** Begins to open a project in place of the present one. */
  open(wanted: Opening): void {
    this.wanted = wanted;
    if (this.thread !== null) this.reopen(this.thread);
    else if (wanted !== null) this.timer ??= setTimeout(() => this.started(), START_AFTER_MS).unref();
  }

  private started(): WorkThread {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.thread === null) {
      this.thread = this.start();
      this.reopen(this.thread);
    }
    return this.thread;
  }

  private reopen(thread: WorkThread): void {
    this.opened = this.wanted === null ? Promise.resolve() : thread.call('open', this.wanted);
    // Whoever asks for something hears of it.
    this.opened.catch(() => {});
  }

  readonly call: WorkThread['call'] = (name, input, options) => this.ready().then((thread) => thread.call(name, input, options));

  private async ready(): Promise<WorkThread> {
    const thread = this.started();
    try {
      await this.opened;
    } catch {
      this.reopen(thread);
      await this.opened;
    }
    return thread;
  }

  async close(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    await this.thread?.close();
  }
}
