import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { AppError, refusal, type ErrorCode, type Refusal } from '../base/errors.ts';
import type { CivilTime } from '../base/time.ts';
import type { FileFact, RefusedFile, Window } from '../fields/facts.ts';
import type { Recognition } from '../import/detect.ts';
import { windowOfName } from '../import/fileName.ts';
import { importTable, type TableFacts } from '../import/importTable.ts';
import type { ReaderCodecs } from '../import/limits.ts';
import { openTables } from '../import/openTables.ts';
import type { ByteSource, Table } from '../import/table.ts';
import type { FileWriter, ImportSession } from '../store/importSession.ts';

/** One file of the user. */
export interface SourceFile {
  /** As the user named it, without folders. */
  readonly name: string;
  readonly source: ByteSource;
  /** When it was last changed, as the clock of UTC+8 showed it. */
  readonly modified?: CivilTime;
}

export interface ImportProgress {
  readonly name: string;
  /** Rows of the present table so far. */
  readonly rows: number;
  /** Bytes of all files that were read, and their sum. */
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface ImportFilesOptions {
  readonly codecs: ReaderCodecs;
  /** The present as an ISO time. */
  readonly now: string;
  /** When the overviews were taken; else each one's time of modification, marked as assumed. */
  readonly snapshot?: CivilTime;
  /** Asked after every batch of rows; `true` takes the whole import back and throws `cancelled`. */
  readonly shouldStop?: () => boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Only looks: everything is taken back at the end, whatever came out. */
  readonly dryRun?: boolean;
  /** Hears of every table that went in, before anything is taken back. */
  readonly onTable?: (table: ReadTable) => void;
  /** Hears what became of the rest of a file. */
  readonly onFile?: (file: SourceFile, rest: Pick<ImportReport, 'refused' | 'skipped'>) => void;
}

/** A table as it was just read, for a preview. */
export interface ReadTable {
  readonly source: SourceFile;
  readonly fact: FileFact;
  readonly format: string;
  readonly recognition: Recognition;
  readonly session: ImportSession;
}

/** What became of every table of the call, in the order of the files. */
export interface ImportReport {
  readonly id: number;
  readonly files: readonly FileFact[];
  readonly refused: readonly RefusedFile[];
  /** What lay beside a table that went in and is no data of ours: a PDF in a bill pack, a sheet of notes. */
  readonly skipped: readonly RefusedFile[];
}

/** Refusals that are no loss where another table of the same file went in. Damage is never among them. */
const BESIDE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'header-missing', 'header-without-rows', 'wrong-document', 'wrong-document-l1', 'wrong-document-l2', 'wrong-document-consumption', 'wrong-document-allocation',
  'wrong-document-usage', 'file-is-pdf', 'file-is-html', 'file-is-image', 'file-empty', 'file-not-a-table',
]);

const HASH_CHUNK = 1 << 20;
const BREATH_MS = 40;

/** The import of one file with all its tables. */
export class FileImport {
  private readonly session: ImportSession;
  private readonly file: SourceFile;
  private readonly options: ImportFilesOptions;
  private readonly place: { readonly before: number; readonly totalBytes: number };
  private readonly files: FileFact[] = [];
  private readonly refusals: RefusedFile[] = [];
  private sha256 = '';
  private reached = 0;
  private lastBreath = performance.now();

  constructor(session: ImportSession, file: SourceFile, options: ImportFilesOptions, place: { readonly before: number; readonly totalBytes: number }) {
    this.session = session;
    this.file = file;
    this.options = options;
    this.place = place;
  }

  async run(): Promise<Pick<ImportReport, 'files' | 'refused' | 'skipped'>> {
    const { name } = this.file;
    try {
      this.sha256 = sha256Of(this.file.source);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { files: [], refused: [{ name, refusal: refusal(error.code, { file: name, ...error.values }) }], skipped: [] };
    }
    for await (const opened of openTables(this.watched(), this.options.codecs)) {
      if (opened.ok) await this.take(opened.value);
      else this.refuse(fullName(name, opened.error.path), opened.error.refusal);
    }
    const isBeside = ({ refusal: { code } }: RefusedFile): boolean => this.files.length > 0 && BESIDE.has(code);
    return { files: this.files, refused: this.refusals.filter((one) => !isBeside(one)), skipped: this.refusals.filter(isBeside) };
  }

  private async take(table: Table): Promise<void> {
    const name = fullName(this.file.name, table.path);
    const shown = table.sheet === null ? name : `${name} › ${table.sheet}`;
    let writer: FileWriter | null = null;
    let snapshot: Snapshot = NO_SNAPSHOT;
    const result = await importTable(table, (recognition) => {
      snapshot = this.snapshotOf(recognition);
      writer = this.session.startFile({
        name, sheet: table.sheet, format: table.format, encoding: table.encoding, sha256: this.sha256,
        kind: recognition.kind, layout: recognition.layout, headerLine: recognition.headerLine,
        columns: recognition.headers.matched, missing: recognition.headers.missing, unknownHeaders: recognition.headers.unknown,
        snapshot: snapshot.at, snapshotAssumed: snapshot.assumed,
      });
      return writer;
    }, { shouldStop: () => this.options.shouldStop?.() === true, onRows: (rows) => this.progress(shown, rows) });
    const opened = writer as FileWriter | null;
    if (!result.ok) {
      opened?.discard();
      this.refuse(shown, result.error);
      return;
    }
    this.files.push(this.finish(opened!, table, result.value, snapshot));
  }

  private finish(writer: FileWriter, table: Table, facts: TableFacts, snapshot: Snapshot): FileFact {
    const { recognition, counts, scales, unknownWords, products } = facts;
    const stated = recognition.kind === 'deductions' ? this.windowOf(table) : null;
    const window = stated ?? facts.usage;
    const outcome = { counts, scales, unknownWords, products, window, windowFromName: stated !== null };
    writer.finish(outcome);
    const fact: FileFact = {
      id: writer.id, name: fullName(this.file.name, table.path), sheet: table.sheet, kind: recognition.kind, layout: recognition.layout, encoding: table.encoding,
      sha256: this.sha256, columns: recognition.headers.matched, missing: recognition.headers.missing, ...outcome,
      snapshot: snapshot.at, snapshotAssumed: snapshot.assumed,
    };
    this.options.onTable?.({ source: this.file, fact, format: table.format, recognition, session: this.session });
    return fact;
  }

  private refuse(name: string, why: Refusal): void {
    this.refusals.push({ name, refusal: refusal(why.code, { file: name, ...why.values }) });
  }

  private snapshotOf({ kind }: Recognition): Snapshot {
    if (kind !== 'packages') return NO_SNAPSHOT;
    if (this.options.snapshot === undefined) return this.session.knownSnapshot(this.sha256) ?? { at: this.file.modified ?? null, assumed: true };
    this.session.forgetAssumed(this.sha256);
    return { at: this.options.snapshot, assumed: false };
  }

  /** The window that the innermost name states. */
  private windowOf(table: Table): Window | null {
    for (const name of [...table.path].reverse()) {
      const window = windowOfName(name);
      if (window !== null) return window;
    }
    return windowOfName(this.file.name);
  }

  /** The source, noting how far it was read. */
  private watched(): ByteSource {
    const { source, name } = this.file;
    return {
      name,
      size: source.size,
      read: (offset, length) => {
        this.reached = Math.max(this.reached, Math.min(source.size, offset + length));
        return source.read(offset, length);
      },
    };
  }

  private progress(name: string, rows: number): Promise<void> | undefined {
    this.options.onProgress?.({ name, rows, bytes: this.place.before + this.reached, totalBytes: this.place.totalBytes });
    // Messages, such as a wish to cancel, only arrive between two turns of the event loop.
    if (performance.now() - this.lastBreath < BREATH_MS) return undefined;
    return setImmediate().then(() => {
      this.lastBreath = performance.now();
    });
  }
}

interface Snapshot {
  readonly at: CivilTime | null;
  readonly assumed: boolean;
}

const NO_SNAPSHOT: Snapshot = { at: null, assumed: false };

function fullName(name: string, path: readonly string[]): string {
  return [name, ...path].join(' › ');
}

function sha256Of(source: ByteSource): string {
  const hash = createHash('sha256');
  for (let offset = 0; offset < source.size;) {
    const bytes = source.read(offset, HASH_CHUNK);
    if (bytes.length === 0) break;
    hash.update(bytes);
    offset += bytes.length;
  }
  return hash.digest('hex');
}
