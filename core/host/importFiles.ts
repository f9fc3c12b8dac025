import { AppError } from '../base/errors.ts';
import type { FileFact, RefusedFile } from '../fields/facts.ts';
import type { Store } from '../store/store.ts';
import { isFileSource } from './fileSource.ts';
import { FileImport, type ImportFilesOptions, type ImportReport, type SourceFile } from './fileImport.ts';
import { ReaderThread, isWorthAThread } from './readerThread.ts';

export type { ImportFilesOptions, ImportProgress, ImportReport, ReadTable, SourceFile } from './fileImport.ts';

/**
 * Imports files as one transaction: if this throws (`cancelled`, `disk-full`, `project-locked`, `project-read-only`) nothing
 * has changed. A table that is refused leaves no trace but its refusal and does not stop the others.
 */
export async function importFiles(store: Store, sources: readonly SourceFile[], options: ImportFilesOptions): Promise<ImportReport> {
  const totalBytes = sources.reduce((sum, { source }) => sum + source.size, 0);
  const session = store.startImport(options.now, totalBytes);
  let reader: ReaderThread | null = null;
  try {
    const report = { id: session.id, files: [] as FileFact[], refused: [] as RefusedFile[], skipped: [] as RefusedFile[] };
    let before = 0;
    for (const file of sources) {
      const { source } = file;
      const isElsewhere = isFileSource(source) && (options.readElsewhere ?? isWorthAThread(source.size));
      if (isElsewhere) reader ??= new ReaderThread();
      const own = await new FileImport(session, file, options, { before, totalBytes }).run(isElsewhere ? reader!.pieces({ descriptor: source.descriptor, name: file.name, size: source.size }) : null);
      options.onFile?.(file, own);
      report.files.push(...own.files);
      report.refused.push(...own.refused);
      report.skipped.push(...own.skipped);
      before += file.source.size;
    }
    if (options.shouldStop?.() === true) throw new AppError('cancelled');
    for (const { name, refusal: why } of report.refused) session.refuse(name, why);
    if (options.dryRun === true) session.rollback();
    else session.commit();
    return report;
  } catch (error) {
    session.rollback();
    throw store.explained(error);
  } finally {
    await reader?.close();
  }
}
