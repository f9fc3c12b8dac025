import { basename } from 'node:path';
import { AppError } from '../base/errors.ts';
import type { Project } from '../contract/appProcedures.ts';
import { LaterThread } from './worker/laterThread.ts';
import { startThread, type WorkThread } from './worker/workThread.ts';

/** How a project came to be open. */
export interface OpenedProject {
  readonly path: string;
  readonly isTemporary: boolean;
  readonly isSample: boolean;
}

/** Whoever looks rows up from all over a table comes back to the upper pages of its tree. */
const BLOCKS_CACHE_KIB = 32_768;
/** A reading from one end to the other sees every page once. */
const SCAN_CACHE_KIB = 8192;

/**
 * The project that is open, and the threads that work on it. One reads the rows that grids show, and nothing that takes
 * long; one puts queries in order and adds them up; one counts what the overview and the filters offer; one writes, one
 * exports. They live as long as the program; a project comes and goes in them.
 */
export class ProjectSession {
  readonly reader: WorkThread;
  readonly sorter: WorkThread;
  readonly counter: LaterThread;
  readonly writer: WorkThread;
  private exporterThread: WorkThread | null = null;
  private readonly onDeath: (error: unknown) => void;
  private current: (OpenedProject & { readonly isReadOnly: boolean }) | null = null;

  constructor(onDeath: (error: unknown) => void) {
    this.onDeath = onDeath;
    this.reader = startThread('reader', onDeath);
    this.sorter = startThread('sorter', onDeath);
    this.counter = new LaterThread(() => startThread('counter', onDeath));
    this.writer = startThread('writer', onDeath);
  }

  get path(): string | null {
    return this.current?.path ?? null;
  }

  get isTemporary(): boolean {
    return this.current?.isTemporary ?? true;
  }

  get isSample(): boolean {
    return this.current?.isSample ?? false;
  }

  get name(): string {
    return this.current === null ? '' : basename(this.current.path);
  }

  get isReadOnly(): boolean {
    return this.current?.isReadOnly ?? false;
  }

  /** Opens another project in place of the present one, which stays where the new one cannot be opened. */
  async open(next: OpenedProject): Promise<void> {
    const before = this.current;
    try {
      // The writer first: it creates and migrates.
      const { isReadOnly } = await this.writer.call('open', { path: next.path });
      await this.openReaders(next.path);
      await this.exporterThread?.call('open', { path: next.path });
      this.current = { ...next, isReadOnly };
    } catch (error) {
      if (before !== null) {
        await this.writer.call('open', { path: before.path });
        await this.openReaders(before.path);
      }
      throw error;
    }
  }

  private async openReaders(path: string): Promise<void> {
    const { reader, sorter, counter } = this;
    // Nothing that is seen first needs the counter; whatever it is asked for waits until it has opened the project.
    counter.open({ path, cacheKib: SCAN_CACHE_KIB });
    await Promise.all([reader.call('open', { path, cacheKib: BLOCKS_CACHE_KIB }), sorter.call('open', { path, cacheKib: SCAN_CACHE_KIB })]);
  }

  /** Started with the first export: most sessions never need it. */
  async exporter(): Promise<WorkThread> {
    if (this.exporterThread === null) {
      this.exporterThread = startThread('exporter', this.onDeath);
      await this.exporterThread.call('open', { path: this.path! });
    }
    return this.exporterThread;
  }

  /**
   * Takes the project's file away from all threads while `work` goes on with it, and opens it again; where that fails, `otherwise` may
   * put another file there first.
   */
  async withoutProject<T>(work: (writer: WorkThread) => Promise<T>, otherwise: (writer: WorkThread) => Promise<unknown>): Promise<T> {
    const { current, writer } = this;
    if (current === null) throw new AppError('project-unknown');
    this.counter.open(null);
    await Promise.all([this.reader, this.sorter, this.counter, writer, ...(this.exporterThread === null ? [] : [this.exporterThread])].map((thread) => thread.call('close', {})));
    let result: T;
    try {
      result = await work(writer);
    } catch (error) {
      await this.open(current);
      throw error;
    }
    try {
      await this.open(current);
    } catch (error) {
      await otherwise(writer);
      await this.open(current);
      throw error;
    }
    return result;
  }

  async facts(): Promise<Project> {
    const facts = await this.reader.call('facts', {});
    return { name: this.name, isTemporary: this.isTemporary, isReadOnly: this.isReadOnly, isSample: this.isSample, ...facts };
  }

  async close(): Promise<void> {
    await Promise.all([this.reader.close(), this.sorter.close(), this.counter.close(), this.exporterThread?.close()]);
    await this.writer.close();
  }
}
