import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../base/errors.ts';
import type { Locale } from '../base/text.ts';
import type { ExportRecord, ExportSource } from '../contract/exportProcedures.ts';
import { writeError } from '../store/aside.ts';
import type { HostTools } from './hostTools.ts';
import type { KeptExport, Profile } from './profile.ts';
import type { ProjectSession } from './projectSession.ts';
import { safeName } from './refs.ts';
import { programSpeaker } from './programSpeech.ts';
import { failureOf, type Tasks } from './tasks.ts';

interface Parts {
  readonly profile: Profile;
  readonly session: ProjectSession;
  readonly tasks: Tasks;
  readonly tools: HostTools;
  /** Where files go. */
  readonly folder: string;
  readonly now: () => string;
  readonly changed: () => void;
}

const MOST_KEPT = 500;

/**
 * Exports and their records. A record is written before its file is begun, so that whatever happens it tells: what was
 * running when the program ended is found failed at the next start, not forgotten.
 */
export class Exports {
  private readonly parts: Parts;
  /** Tasks and progress of those that run now, by export. */
  private readonly running = new Map<string, { task: string; done: number; total: number }>();

  constructor(parts: Parts) {
    this.parts = parts;
    const { profile } = parts;
    if (profile.exports.some(({ state }) => state === 'running')) {
      profile.note({ exports: profile.exports.map((one) => (one.state === 'running' ? { ...one, state: 'failed', failure: { code: 'interrupted', values: {} } } : one)) });
    }
  }

  list(): ExportRecord[] {
    return this.parts.profile.exports.map((one) => this.shown(one));
  }

  /** Begins an export; it ends by itself. */
  async start(source: ExportSource, locale: Locale, isRedacted = false): Promise<ExportRecord> {
    const { profile, session, folder } = this.parts;
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      throw writeError(error, basename(folder));
    }
    const id = randomBytes(7).toString('hex').slice(0, 13);
    const format = source.what === 'view' ? source.format : 'xlsx';
    const name = `${isRedacted ? programSpeaker(locale)('export.redacted', { title: await this.title(source, locale, true) }) : await this.title(source, locale, false)}_${id}.${format}`;
    const one: KeptExport = {
      id, name, format, type: source.what === 'view' ? source.query.view : source.what, state: 'running', createdAt: this.parts.now(), openedAt: null,
      project: session.name, rows: null, bytes: null, failure: null, path: join(folder, name),
    };
    profile.change({ exports: [one, ...profile.exports].slice(0, MOST_KEPT) });
    this.running.set(id, { task: '', done: 0, total: 0 });
    void this.work(one, source, locale, isRedacted);
    this.parts.changed();
    return this.shown(one);
  }

  private async work(one: KeptExport, source: ExportSource, locale: Locale, isRedacted: boolean): Promise<void> {
    const { session, tasks } = this.parts;
    try {
      const { rows, bytes } = await tasks.run('export', one.name, async (handle) => {
        this.running.set(one.id, { task: handle.id, done: 0, total: 0 });
        const exporter = await session.exporter();
        return exporter.call('export', { source, path: one.path, locale, now: this.parts.now(), isRedacted }, {
          signal: handle.signal,
          onProgress: (progress) => {
            this.running.set(one.id, { task: handle.id, done: progress.done, total: progress.total });
            handle.progress(progress);
          },
        });
      });
      this.note(one.id, { state: 'ready', rows, bytes });
    } catch (error) {
      const failure = failureOf(error);
      this.note(one.id, { state: failure.code === 'cancelled' ? 'cancelled' : 'failed', failure: { code: failure.code, values: { ...failure.values } } });
    } finally {
      this.running.delete(one.id);
      this.parts.changed();
    }
  }

  /** As the vendor names them: what, from when to when, and a number of its own. */
  private async title(source: ExportSource, locale: Locale, isRedacted: boolean): Promise<string> {
    const say = programSpeaker(locale);
    if (source.what === 'evidence') return safeName(isRedacted ? say('ticket.evidence') : `${say('ticket.evidence')}-${source.key}`);
    if (source.what !== 'view') return safeName(say(source.what === 'report' ? 'report.title' : 'report.sheet.rejected'));
    const title = say(source.query.view === 'findings' ? 'report.sheet.findings' : `kind.${source.query.view}`);
    const period = await this.parts.session.counter.call('period', source.query);
    return safeName(period === null ? title : `${title}-${period.start}-${period.end}`);
  }

  /** Opens the file, or answers where a browser gets it. */
  async open(id: string): Promise<string | null> {
    const one = this.ready(id);
    const url = await this.parts.tools.openFile(one.path);
    this.note(id, { openedAt: this.parts.now() });
    this.parts.changed();
    return url;
  }

  showInFolder(id: string): void {
    this.parts.tools.showInFolder(this.ready(id).path);
  }

  delete(id: string): void {
    const one = this.find(id);
    if (one.state === 'running') this.cancel(id);
    rmSync(one.path, { force: true });
    this.parts.profile.change({ exports: this.parts.profile.exports.filter((other) => other.id !== id) });
    this.parts.changed();
  }

  cancel(id: string): void {
    const running = this.running.get(id);
    if (running !== undefined) this.parts.tasks.cancel(running.task);
  }

  private ready(id: string): KeptExport {
    const one = this.find(id);
    if (one.state !== 'ready' || !existsSync(one.path)) throw new AppError('export-unknown');
    return one;
  }

  private find(id: string): KeptExport {
    const found = this.parts.profile.exports.find((one) => one.id === id);
    if (found === undefined) throw new AppError('export-unknown');
    return found;
  }

  private note(id: string, change: Partial<KeptExport>): void {
    this.parts.profile.note({ exports: this.parts.profile.exports.map((one) => (one.id === id ? { ...one, ...change } : one)) });
  }

  private shown({ path, ...one }: KeptExport): ExportRecord {
    const running = this.running.get(one.id);
    return { ...one, isMissing: one.state === 'ready' && !existsSync(path), done: running?.done ?? 0, total: running?.total ?? 0 };
  }
}
