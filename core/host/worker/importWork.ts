import { AppError } from '../../base/errors.ts';
import { formatCivil, parseCivil } from '../../base/time.ts';
import type { RefusedFile } from '../../fields/facts.ts';
import { memorySource } from '../../import/bytes.ts';
import type { ByteSource } from '../../import/table.ts';
import type { ImportEntry, TableRecord } from '../../store/imports.ts';
import { nodeCodecs } from '../codecs.ts';
import { openFileSource } from '../fileSource.ts';
import { importFiles, type ReadTable, type SourceFile } from '../importFiles.ts';
import type { WorkCall, WorkContext } from './workContext.ts';

/** A file as the main thread hands it over: a path or bytes. */
export interface WorkSource {
  readonly ref: string;
  readonly name: string;
  readonly path: string | null;
  readonly bytes: Uint8Array | null;
  /** Civil time of its last change. */
  readonly modified: number | null;
}

export interface ImportInput {
  readonly sources: readonly WorkSource[];
  /** When overviews were taken, as the user wrote it. */
  readonly snapshot: string | undefined;
  readonly now: string;
}

type Refused = { readonly name: string; readonly failure: RefusedFile['refusal'] };

const SAMPLE_RECORDS = 50;
const SAMPLE_REJECTED = 200;

/** A table of a preview: what the list of imports shows, its columns, and its first rows. */
export interface TablePreview extends TableRecord {
  readonly columns: { readonly header: string; readonly fields: string[] }[];
  readonly sample: { readonly line: number; readonly cells: string[] }[];
  readonly rejected: { readonly line: number; readonly field: string; readonly reason: string; readonly cell: string; readonly cells: string[] }[];
}

export interface FilePreview {
  readonly ref: string;
  readonly name: string;
  readonly tables: TablePreview[];
  readonly refused: Refused[];
  readonly skipped: Refused[];
  readonly importedAt: string | null;
}

/** Reads the files as an import would, in a transaction that is taken back. */
export async function inspectFiles(context: WorkContext, input: ImportInput, call: WorkCall): Promise<FilePreview[]> {
  const previews = new Map<string, FilePreview>(input.sources.map(({ ref, name }) => [ref, { ref, name, tables: [], refused: [], skipped: [], importedAt: null }]));
  const refs = new Map<SourceFile, string>();
  const find = (file: SourceFile): FilePreview => previews.get(refs.get(file)!)!;
  await withSources(input, refs, (files) => importFiles(context.store, files, {
    ...importOptions(context, input, call),
    dryRun: true,
    onTable: (read) => {
      const preview = find(read.source);
      preview.tables.push(previewOf(read));
      const importedAt = read.session.importedAt(read.fact.sha256);
      if (importedAt !== null) previews.set(preview.ref, { ...preview, importedAt });
    },
    onFile: (file, { refused, skipped }) => {
      find(file).refused.push(...refused.map(refusedOf));
      find(file).skipped.push(...skipped.map(refusedOf));
    },
  }));
  return [...previews.values()];
}

/** Imports the files as one; answers the import as the list shows it. */
export async function runImport(context: WorkContext, input: ImportInput, call: WorkCall): Promise<ImportEntry & { skipped: Refused[] }> {
  const report = await withSources(input, new Map(), (files) => importFiles(context.store, files, importOptions(context, input, call)));
  const entry = context.store.importList().find(({ id }) => id === report.id)!;
  return { ...entry, refused: report.refused.map(refusedOf), skipped: report.skipped.map(refusedOf) };
}

function refusedOf({ name, refusal }: RefusedFile): Refused {
  return { name, failure: refusal };
}

function importOptions(context: WorkContext, { snapshot, now }: ImportInput, call: WorkCall): Parameters<typeof importFiles>[2] {
  const time = snapshot === undefined || snapshot.trim() === '' ? undefined : parseCivil(snapshot);
  if (time === null) throw new AppError('snapshot-invalid', { value: snapshot! });
  const tell = context.teller(call);
  return {
    codecs: nodeCodecs,
    now,
    ...(time === undefined ? {} : { snapshot: time }),
    shouldStop: () => call.signal.aborted,
    onProgress: ({ name, rows, bytes, totalBytes }) => tell({ name, rows, done: bytes, total: totalBytes }),
  };
}

async function withSources<T>({ sources }: ImportInput, refs: Map<SourceFile, string>, work: (files: readonly SourceFile[]) => Promise<T>): Promise<T> {
  const opened: (ByteSource & { close(): void })[] = [];
  try {
    const files = sources.map(({ ref, name, path, bytes, modified }): SourceFile => {
      const source = path === null ? { ...memorySource(name, bytes ?? new Uint8Array()), close: () => {} } : openFileSource(path, name);
      opened.push(source);
      const file = { name, source, ...(modified === null ? {} : { modified }) };
      refs.set(file, ref);
      return file;
    });
    return await work(files);
  } finally {
    for (const source of opened) source.close();
  }
}

function previewOf({ fact, format, recognition, session }: ReadTable): TablePreview {
  const [, ...sample] = session.firstRecords(fact.id, SAMPLE_RECORDS + 1);
  return {
    id: 0, name: fact.name, sheet: fact.sheet, kind: fact.kind, layout: fact.layout, format, encoding: fact.encoding, sha256: fact.sha256,
    headerLine: recognition.headerLine, matched: [...fact.columns], missing: [...fact.missing], unknown: [...recognition.headers.unknown], counts: fact.counts,
    window: fact.window === null ? null : { start: formatCivil(fact.window.start), end: formatCivil(fact.window.end) }, windowFromName: fact.windowFromName,
    snapshot: fact.snapshot === null ? null : formatCivil(fact.snapshot), snapshotAssumed: fact.snapshotAssumed,
    columns: recognition.headers.columns.map(({ header, use }) => ({
      header,
      fields: use.as === 'field' ? [use.field.key] : use.as === 'pair' ? [use.first.key, use.second.key] : [],
    })),
    sample: sample.map(({ line, cells }) => ({ line, cells: [...cells] })),
    rejected: session.firstRejected(fact.id, SAMPLE_REJECTED),
  };
}
