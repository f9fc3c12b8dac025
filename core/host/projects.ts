import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../base/errors.ts';
import type { Project, RecentProject } from '../contract/appProcedures.ts';
import type { CallSignal } from '../contract/protocol.ts';
import { listBackups } from '../store/backups.ts';
import type { HostTools } from './hostTools.ts';
import type { Profile } from './profile.ts';
import type { ProjectSession } from './projectSession.ts';
import { safeName } from './refs.ts';
import type { Tasks } from './tasks.ts';
import type { WorkSource } from './worker/importWork.ts';
import type { WorkProgress } from './worker/workContext.ts';

const EXTENSION = '.packledger';
const SAMPLE = 'sample-';

interface Parts {
  readonly profile: Profile;
  readonly session: ProjectSession;
  readonly tasks: Tasks;
  readonly tools: HostTools;
  readonly now: () => string;
  readonly changed: () => void;
}

/**
 * Which project is open. There always is one: before the user names a project it lies in the profile, where it is found
 * again at the next start, so that nothing imported is ever lost; an empty one and the sample leave nothing behind.
 */
export class Projects {
  private readonly parts: Parts;
  private readonly folder: string;

  constructor(parts: Parts) {
    this.parts = parts;
    this.folder = join(parts.profile.folder, 'projects');
    mkdirSync(this.folder, { recursive: true });
  }

  /** Opens what was open last, or a new project where that is gone or cannot be opened. */
  async start(path: string | null): Promise<void> {
    const wanted = path ?? this.parts.profile.lastProject;
    if (wanted !== null && (path !== null || existsSync(wanted))) {
      try {
        await this.switchTo(wanted);
        return;
      } catch (error) {
        if (path !== null) throw error;
      }
    }
    await this.openUntitled();
  }

  async open(path: string): Promise<Project> {
    if (!existsSync(path)) throw new AppError('file-missing', { file: basename(path) });
    return this.switchTo(path);
  }

  /** A dropped project is opened where it lies, an uploaded one is kept in the profile first. */
  async openRef({ name, path, bytes }: WorkSource): Promise<Project> {
    if (path !== null) return this.open(path);
    const target = join(this.folder, `${safeName(name).replace(/\.packledger$/i, '')}-${randomBytes(3).toString('hex')}${EXTENSION}`);
    writeFileSync(target, bytes ?? new Uint8Array());
    try {
      return await this.switchTo(target);
    } catch (error) {
      removeProject(target);
      throw error;
    }
  }

  async openRecent(id: string): Promise<Project> {
    const entry = this.parts.profile.recent.find((recent) => recent.id === id);
    if (entry === undefined) throw new AppError('project-unknown');
    return this.open(entry.path);
  }

  recent(): RecentProject[] {
    return this.parts.profile.recent.map(({ id, path, openedAt }) => ({ recent: id, name: basename(path), openedAt, isMissing: !existsSync(path) }));
  }

  forget(id: string): void {
    this.parts.profile.change({ recent: this.parts.profile.recent.filter((recent) => recent.id !== id) });
  }

  async choose(): Promise<Project | null> {
    const path = await this.parts.tools.chooseProject();
    return path === null ? null : this.switchTo(path);
  }

  async create(name: string | undefined): Promise<Project | null> {
    if (name === undefined && !this.parts.tools.can.choose) return this.openUntitled();
    const path = await this.target(name);
    if (path === null) return null;
    if (existsSync(path)) throw new AppError('out-unwritable', { file: basename(path) });
    return this.switchTo(path);
  }

  async saveAs(name: string | undefined): Promise<Project | null> {
    const path = await this.target(name);
    if (path === null) return null;
    if (existsSync(path)) throw new AppError('out-unwritable', { file: basename(path) });
    await this.parts.session.writer.call('copyTo', { path });
    return this.switchTo(path);
  }

  openUntitled(): Promise<Project> {
    return this.switchTo(join(this.folder, `${this.stamp()}${EXTENSION}`));
  }

  async openSample(signal: CallSignal, progress: (progress: WorkProgress) => void): Promise<Project> {
    await this.switchTo(join(this.folder, `${SAMPLE}${this.stamp()}${EXTENSION}`));
    const { session, tasks } = this.parts;
    await tasks.run('sample', '', (handle) => session.writer.call('sample', { now: this.parts.now() }, {
      signal: handle.signal,
      onProgress: (value) => {
        handle.progress(value);
        progress(value);
      },
    }), signal);
    this.parts.changed();
    return session.facts();
  }

  /** What the end of the program takes away, once nobody has it open. */
  async leftover(): Promise<string | null> {
    return this.discardable();
  }

  isUntitled(path: string): boolean {
    return dirname(path) === this.folder && /^\d{8}-/.test(basename(path));
  }

  private isSample(path: string): boolean {
    return dirname(path) === this.folder && basename(path).startsWith(SAMPLE);
  }

  private async switchTo(path: string): Promise<Project> {
    const { session, tasks, profile, tools } = this.parts;
    if (session.path === path) return session.facts();
    if (tasks.isBusy) throw new AppError('busy');
    const left = await this.discardable();
    const isTemporary = this.isUntitled(path) || this.isSample(path);
    await session.open({ path, isTemporary, isSample: this.isSample(path) });
    await session.writer.call('expire', { now: this.parts.now() });
    if (left !== null) removeProject(left);
    if (isTemporary) profile.change({ lastProject: this.isSample(path) ? null : path, recent: profile.recent.filter((entry) => entry.path !== left) });
    else {
      profile.opened({ id: randomBytes(8).toString('hex'), path, openedAt: this.parts.now() });
      tools.projectOpened(path);
    }
    this.parts.changed();
    return session.facts();
  }

  /** The present project where nobody would miss it: the sample, or one that holds nothing. Anything else stays to be found. */
  private async discardable(): Promise<string | null> {
    const { session, profile } = this.parts;
    const { path } = session;
    if (path === null || !session.isTemporary) return null;
    if (this.isSample(path)) return path;
    const { files } = await session.reader.call('facts', {});
    // One that held something once may be wanted back.
    if (files === 0 && listBackups(path).length === 0) return path;
    if (!profile.recent.some((entry) => entry.path === path)) profile.change({ recent: [{ id: randomBytes(8).toString('hex'), path, openedAt: this.parts.now() }, ...profile.recent] });
    return null;
  }

  private async target(name: string | undefined): Promise<string | null> {
    if (this.parts.tools.can.choose) return this.parts.tools.chooseNewProject(name ?? 'PackLedger');
    const file = safeName(name ?? '').replace(/\.packledger$/i, '');
    return join(this.folder, `${file}${EXTENSION}`);
  }

  private stamp(): string {
    return `${this.parts.now().slice(0, 10).replaceAll('-', '')}-${randomBytes(4).toString('hex')}`;
  }
}

export function removeProject(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}
