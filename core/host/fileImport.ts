import { setImmediate } from 'node:timers/promises';
import { AppError, refusal, type ErrorCode, type Refusal } from '../base/errors.ts';
import type { CivilTime } from '../base/time.ts';
import type { FileFact, RefusedFile, Window } from '../fields/facts.ts';
import type { Recognition } from '../import/detect.ts';
import { windowOfName } from '../import/fileName.ts';
import type { TableName } from '../import/filePieces.ts';
import type { TableFacts } from '../import/importTable.ts';
import type { ReaderCodecs } from '../import/limits.ts';
import type { ByteSource } from '../import/table.ts';
import type { FileWriter, ImportSession } from '../store/importSession.ts';
import { readPieces, type ReadPiece, type StoredPiece, type StoredRows } from './readPieces.ts';

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
  /** Whether another thread reads the files that other threads can read; by their size unless a test says so. */
  readonly readElsewhere?: boolean;
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

const BREATH_MS = 40;
/** After so many rows the bytes that they took tell how many there will be, nearly. */
const TELLING_ROWS = 65_536;
const NEARLY = 1.05;

/** A table whose rows are coming in. */
interface OpenTable {
  readonly writer: FileWriter;
  readonly recognition: Recognition;
  readonly snapshot: Snapshot;
}

/** The import of one file with all its tables. */
export class FileImport {
  private readonly session: ImportSession;
  private readonly file: SourceFile;
  private readonly options: ImportFilesOptions;
  private readonly place: { readonly before: number; readonly totalBytes: number };
  private readonly files: FileFact[] = [];
  private readonly refusals: RefusedFile[] = [];
  private open: OpenTable | null = null;
  private reached = 0;
  private isExpected = false;
  private lastBreath = performance.now();

  constructor(session: ImportSession, file: SourceFile, options: ImportFilesOptions, place: { readonly before: number; readonly totalBytes: number }) {
    this.session = session;
    this.file = file;
    this.options = options;
    this.place = place;
  }

  /** Reads the file here, or takes the pieces that another thread reads of it. */
  async run(elsewhere: AsyncIterable<ReadPiece> | null): Promise<Pick<ImportReport, 'files' | 'refused' | 'skipped'>> {
    const { name, source } = this.file;
    const here = { name, size: source.size, read: (offset: number, length: number) => source.read(offset, length) };
    for await (const read of elsewhere ?? readPieces(here, this.options.codecs)) {
      this.reached = read.reached;
      const { piece, sha256 } = read;
      if (piece.is === 'unreadable') this.refuse(fullName(name, piece.path), piece.refusal);
      else await this.take(piece, sha256);
    }
    const isBeside = ({ refusal: { code } }: RefusedFile): boolean => this.files.length > 0 && BESIDE.has(code);
    return { files: this.files, refused: this.refusals.filter((one) => !isBeside(one)), skipped: this.refusals.filter(isBeside) };
  }

  private async take({ table, piece }: Extract<StoredPiece, { is: 'of-table' }>, sha256: string): Promise<void> {
    const name = fullName(this.file.name, table.path);
    const shown = table.sheet === null ? name : `${name} › ${table.sheet}`;
    switch (piece.is) {
      case 'recognised':
        this.open = this.start(name, table, piece.recognition, sha256);
        break;
      case 'rows':
        this.write(piece);
        if (this.options.shouldStop?.() === true) throw new AppError('cancelled');
        await this.progress(shown, piece.read);
        break;
      case 'read':
        this.finish(name, table, piece.facts, sha256);
        break;
      default:
        this.discard(shown, piece.refusal);
    }
  }

  private start(name: string, table: TableName, recognition: Recognition, sha256: string): OpenTable {
    const snapshot = this.snapshotOf(recognition, sha256);
    const writer = this.session.startFile({
      name, sheet: table.sheet, format: table.format, encoding: table.encoding, kind: recognition.kind, layout: recognition.layout, headerLine: recognition.headerLine,
      columns: recognition.headers.matched, missing: recognition.headers.missing, unknownHeaders: recognition.headers.unknown,
      snapshot: snapshot.at, snapshotAssumed: snapshot.assumed,
    });
    return { writer, recognition, snapshot };
  }

  private write({ read, batch, setAside, chunks }: StoredRows): void {
    const writer = this.open?.writer;
    if (writer === undefined) return;
    if (!this.isExpected && read >= TELLING_ROWS) {
      this.isExpected = true;
      writer.expect(Math.ceil(read * (this.file.source.size / this.reached) * NEARLY) - read);
    }
    writer.add(batch);
    for (const record of setAside) writer.setAside(record);
    for (const chunk of chunks) writer.keep(chunk);
  }

  private finish(name: string, table: TableName, facts: TableFacts, sha256: string): void {
    if (this.open === null) return;
    const { writer, recognition, snapshot } = this.open;
    const { scales, unknownWords, products, totals } = facts;
    const stated = recognition.kind === 'deductions' ? this.windowOf(table) : null;
    const outcome = { sha256, scales, unknownWords, products, totals, window: stated ?? facts.usage, windowFromName: stated !== null };
    const counts = writer.finish({ ...outcome, counts: facts.counts });
    const fact: FileFact = {
      id: writer.id, name, sheet: table.sheet, kind: recognition.kind, layout: recognition.layout, encoding: table.encoding,
      columns: recognition.headers.matched, missing: recognition.headers.missing, ...outcome, counts, snapshot: snapshot.at, snapshotAssumed: snapshot.assumed,
    };
    this.open = null;
    this.files.push(fact);
    this.options.onTable?.({ source: this.file, fact, format: table.format, recognition, session: this.session });
  }

  /** Refuses a table and takes back what came in of it; further rows of it are not taken. */
  private discard(shown: string, why: Refusal): void {
    this.open?.writer.discard();
    this.open = null;
    this.refuse(shown, why);
  }

  private refuse(name: string, why: Refusal): void {
    this.refusals.push({ name, refusal: refusal(why.code, { file: name, ...why.values }) });
  }

  private snapshotOf({ kind }: Recognition, sha256: string): Snapshot {
    if (kind !== 'packages') return NO_SNAPSHOT;
    if (this.options.snapshot === undefined) return this.session.knownSnapshot(sha256) ?? { at: this.file.modified ?? null, assumed: true };
    this.session.forgetAssumed(sha256);
    return { at: this.options.snapshot, assumed: false };
  }

  /** The window that the innermost name states. */
  private windowOf(table: TableName): Window | null {
    for (const name of [...table.path].reverse()) {
      const window = windowOfName(name);
      if (window !== null) return window;
    }
    return windowOfName(this.file.name);
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
