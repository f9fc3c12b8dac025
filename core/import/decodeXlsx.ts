import { AppError, invariant, refusal } from '../base/errors.ts';
import { fail, ok } from '../base/result.ts';
import { windows } from './bytes.ts';
import { readError } from './limits.ts';
import { readSharedStrings, SharedTexts } from './sharedStrings.ts';
import type { ByteRecords } from './byteRecords.ts';
import type { SheetContext } from './cellValues.ts';
import { QuickSheetScanner } from './quickSheetScanner.ts';
import type { OpenedTable } from './table.ts';
import { entryChunks, type Archive } from './unzip.ts';
import { readWorkbook, type SheetPart, type Workbook } from './workbookParts.ts';
import type { ZipEntry } from './zipDirectory.ts';

/**
 * The sheets of an Excel workbook that hold anything, in the workbook's order; `part` is the name of its main part.
 * A damaged sheet does not keep the others from being read. Throws what makes the whole workbook unreadable:
 * `workbook-damaged`, `workbook-too-large`, `zip-damaged`.
 */
export async function* xlsxTables(archive: Archive, part: string, path: readonly string[]): AsyncGenerator<OpenedTable> {
  const workbook = await readWorkbook(archive, part);
  const strings = sharedStrings(archive, workbook);
  let isEmpty = true;
  for (const sheet of workbook.sheets) {
    try {
      if (!(await hasCells(archive, workbook, sheet))) continue;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      isEmpty = false;
      yield fail({ path, refusal: refusal(error.code, error.values) });
      continue;
    }
    isEmpty = false;
    let opened = false;
    yield ok({
      path,
      sheet: sheet.name,
      format: 'xlsx',
      encoding: null,
      rows() {
        invariant(!opened, 'the rows of a table are read once');
        opened = true;
        return sheetRows(archive, workbook, sheet, strings);
      },
    });
  }
  if (isEmpty) throw readError(archive.reading, 'file-empty');
}

/** The list of strings, read when the first sheet is, and shared by the sheets for as long as one of them is in use. */
function sharedStrings(archive: Archive, { sharedStrings: entry }: Workbook): () => Promise<SharedTexts> {
  let reading: Promise<SharedTexts> | null = null;
  return () => {
    reading ??= entry === null ? Promise.resolve(new SharedTexts()) : readStrings(archive, entry);
    return reading;
  };
}

async function readStrings(archive: Archive, entry: ZipEntry): Promise<SharedTexts> {
  const limit = archive.reading.limits.sharedStringBytes;
  if (entry.bytes > limit) throw readError(archive.reading, 'workbook-too-large', { entry: entry.name, limit });
  return readSharedStrings(archive.reading, entry.name, entryChunks(archive, entry));
}

async function* sheetRows(
  archive: Archive, workbook: Workbook, sheet: SheetPart, strings: () => Promise<SharedTexts>,
): AsyncGenerator<ByteRecords> {
  yield* scanned(archive, sheet, { strings: await strings(), dateStyles: workbook.dateStyles, is1904: workbook.is1904 });
}

async function* scanned(archive: Archive, sheet: SheetPart, context: SheetContext): AsyncGenerator<ByteRecords> {
  const scanner = new QuickSheetScanner(archive.reading, sheet.entry.name, context);
  const chunks = entryChunks(archive, sheet.entry);
  for await (const _ of windows(chunks, archive.reading.limits.windowBytes, (window, last) => scanner.scan(window, last))) {
    const rows = scanner.taken();
    if (rows.count > 0) yield rows;
  }
}

async function hasCells(archive: Archive, workbook: Workbook, sheet: SheetPart): Promise<boolean> {
  for await (const rows of scanned(archive, sheet, { strings: null, dateStyles: workbook.dateStyles, is1904: workbook.is1904 })) {
    if (rows.cells > 0) return true;
  }
  return false;
}
