import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { StoredDataset } from './dataset.ts';
import { ImportSession } from './importSession.ts';
import { openProject, type OpenOptions } from './openProject.ts';
import { Runs } from './runs.ts';
import { guarded, translated, type Connection } from './sqlite.ts';

/**
 * A project: facts, decisions and runs in one SQLite file. One thread uses one `Store`; another thread opens the same
 * file again and sees only what is committed.
 */
export class Store {
  readonly path: string;
  /** The file's name, for messages. */
  readonly name: string;
  readonly isTemporary: boolean;
  private readonly db: Connection;
  private isOpen = true;

  private constructor(path: string, db: Connection, isTemporary: boolean) {
    this.path = path;
    this.name = basename(path);
    this.db = db;
    this.isTemporary = isTemporary;
  }

  /** Opens or creates a project; throws `AppError` as `openProject` does. */
  static open(path: string, options: OpenOptions = {}): Store {
    return new Store(path, openProject(path, options), false);
  }

  /** A project in a folder of its own that goes away with `close`. */
  static temporary(): Store {
    const folder = mkdtempSync(join(tmpdir(), 'packledger-'));
    try {
      return new Store(join(folder, 'temporary.packledger'), openProject(join(folder, 'temporary.packledger'), { volatile: true }), true);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Begins an import: one transaction that ends with `commit` or `rollback`. `at` is an ISO time. */
  startImport(at: string): ImportSession {
    return guarded(this.name, () => new ImportSession(this.db, this.name, at));
  }

  /** All facts as they stand now. */
  dataset(): StoredDataset {
    return guarded(this.name, () => new StoredDataset(this.db));
  }

  /** What went wrong with the file, as an `AppError` where the environment is to blame. */
  explained(error: unknown): unknown {
    return translated(error, this.name);
  }

  get runs(): Runs {
    return new Runs(this.db, this.name);
  }

  /** Closes the file; a temporary project is gone afterwards. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.db.close();
    if (this.isTemporary) rmSync(dirname(this.path), { recursive: true, force: true });
  }
}
