import { basename } from 'node:path';
import type { Project } from '../contract/appProcedures.ts';
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
  readonly counter: WorkThread;
  readonly writer: WorkThread;
  private exporterThread: WorkThread | null = null;
  private readonly onDeath: (error: unknown) => void;
  /** The project that the counter is to have open. */
  private counted: string | null = null;
  private current: (OpenedProject & { readonly isReadOnly: boolean }) | null = null;

  constructor(onDeath: (error: unknown) => void) {
    this.onDeath = onDeath;
    this.reader = startThread('reader', onDeath);
    this.sorter = startThread('sorter', onDeath);
    this.counter = startThread('counter', onDeath);
    this.writer = startThread('writer', onDeath);
  }

  get path(): string | null {
    return this.current?.path ?? null;
  }

  get isTemporary(): boolean {
    return this.current?.isTemporary ?? true;
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
    this.counted = path;
    counter.call('open', { path, cacheKib: SCAN_CACHE_KIB }).catch((error: unknown) => {
      // A project that nobody would miss may be gone by the time that its turn comes: then another one is wanted.
      if (this.counted === path) this.onDeath(error);
    });
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

  async facts(): Promise<Project> {
    const facts = await this.reader.call('facts', {});
    return { name: this.name, isTemporary: this.isTemporary, isReadOnly: this.isReadOnly, isSample: this.current?.isSample ?? false, ...facts };
  }

  async close(): Promise<void> {
    this.counted = null;
    await Promise.all([this.reader.close(), this.sorter.close(), this.counter.close(), this.exporterThread?.close()]);
    await this.writer.close();
  }
}
