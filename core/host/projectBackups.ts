import { AppError } from '../base/errors.ts';
import type { BackupRecord, ProjectCheck } from '../contract/backupProcedures.ts';
import { listBackups } from '../store/backups.ts';
import type { ProjectSession } from './projectSession.ts';
import type { Tasks } from './tasks.ts';
import type { BackupWish } from './worker/backupWork.ts';
import { startThread, type WorkThread } from './worker/workThread.ts';

interface Parts {
  readonly session: ProjectSession;
  readonly tasks: Tasks;
  readonly now: () => string;
  readonly changed: () => void;
  readonly report: (error: unknown, where: string) => void;
}

/** A copy is read once, from one end to the other. */
const CACHE_KIB = 8192;

/** The backups of the project that is open. They are made in a thread of their own, beside whatever else goes on. */
export class ProjectBackups {
  private readonly parts: Parts;
  private isUnderWay = false;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  list(): BackupRecord[] {
    const { path } = this.parts.session;
    return path === null ? [] : listBackups(path).map(({ at, ...backup }) => ({ ...backup, at: new Date(at).toISOString() }));
  }

  /** The day's backup, where the project has changed and nothing else goes on; whoever did not ask hears nothing of it but where it fails. */
  async daily(): Promise<void> {
    const { session, tasks, now, report, changed } = this.parts;
    if (session.path === null || session.isSample || session.isReadOnly || this.isUnderWay || tasks.isBusy) return;
    try {
      if (await this.inThread((thread) => thread.call('backUp', { now: now(), isWished: false })).then(({ name }) => name !== null)) changed();
    } catch (error) {
      report(error, 'backup');
    }
  }

  /** Throws `disk-full` and `out-unwritable`. */
  async make(): Promise<void> {
    const { tasks, now, changed } = this.parts;
    const wish: BackupWish = { now: now(), isWished: true };
    await tasks.run('backup', '', () => this.inThread((thread) => thread.call('backUp', wish)));
    changed();
  }

  check(): Promise<ProjectCheck> {
    return this.parts.tasks.run('check', '', () => this.inThread(async (thread) => {
      const { faults, ...log } = await thread.call('check', {});
      return { faults: [...faults], ...log };
    }));
  }

  /** Puts a backup in place of the project; what was there is a backup afterwards. Throws `busy` and as `restoreBackup` does. */
  async restore(name: string): Promise<void> {
    const { session, tasks, now, changed } = this.parts;
    const { path } = session;
    if (path === null) throw new AppError('project-unknown');
    if (session.isReadOnly) throw new AppError('project-read-only', { file: session.name });
    if (tasks.isBusy || this.isUnderWay) throw new AppError('busy');
    this.isUnderWay = true;
    let replaced: string | null = null;
    try {
      await tasks.run('restore', name, () => session.withoutProject(
        async (writer) => {
          ({ replaced } = await writer.call('restore', { path, name, now: now() }));
        },
        // A backup that was sound and yet does not open: what was there comes back.
        (writer) => writer.call('restore', { path, name: replaced!, now: now() }),
      ));
    } finally {
      this.isUnderWay = false;
      changed();
    }
  }

  private async inThread<T>(work: (thread: WorkThread) => Promise<T>): Promise<T> {
    const { session, report } = this.parts;
    this.isUnderWay = true;
    const thread = startThread('backup', (error) => report(error, 'backup'));
    try {
      await thread.call('open', { path: session.path!, cacheKib: CACHE_KIB });
      return await work(thread);
    } finally {
      this.isUnderWay = false;
      await thread.close();
    }
  }
}
