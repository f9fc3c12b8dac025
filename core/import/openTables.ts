import { AppError, refusal } from '../base/errors.ts';
import { fail, ok } from '../base/result.ts';
import { chunksOf, joined, NO_BYTES } from './bytes.ts';
import { delimiterOf } from './csvDelimiter.ts';
import { csvTable } from './decodeCsv.ts';
import { xlsTables } from './decodeXls.ts';
import { xlsxTables } from './decodeXlsx.ts';
import { encodingNamed, EncodingProbe, roughText, strictText, wholeCharacters, type TextEncoding } from './encoding.ts';
import { inside, LIMITS, readError, type Limits, type ReaderCodecs, type Reading } from './limits.ts';
import { oleNames } from './oleNames.ts';
import { HEAD_BYTES, kindOf, type Kind } from './sniff.ts';
import type { ByteSource, Chunks, OpenedTable, Table } from './table.ts';
import { entryChunks, entrySource, findEntry, isNoise, isUnsafeName, openArchive, type Archive } from './unzip.ts';
import { documentPart } from './workbookParts.ts';

export interface OpenOptions {
  /** The name of an encoding, where the user knows better than the bytes show; for text files only. */
  readonly encoding?: string;
  readonly limits?: Partial<Limits>;
}

/** Times which a workbook for SheetJS may inflate, if it is as large as it may be. */
const FOREIGN_RATIO = 8;

/** A file, or an entry of an archive: something to be recognised and read. */
interface Part {
  readonly reading: Reading;
  readonly path: readonly string[];
  readonly encoding: TextEncoding | null;
  /** A stream from the beginning; may be asked for more than once. */
  chunks(): Chunks;
  /** The same to be read at any place. */
  source(): Promise<ByteSource>;
}

/** Archives inside each other: a zip in a zip is opened, one in that is refused. */
const MOST_ARCHIVES = 2;

/**
 * Recognises a file by its content and yields each table in it, and a refusal for each part that cannot be one: the
 * sheets of a workbook that hold anything, the files in a zip. What makes a part unreadable before its first row is
 * yielded; what comes to light later is thrown by `rows()`.
 */
export async function* openTables(source: ByteSource, codecs: ReaderCodecs, options: OpenOptions = {}): AsyncGenerator<OpenedTable> {
  const reading: Reading = { file: source.name, limits: { ...LIMITS, ...options.limits }, codecs };
  const encoding = options.encoding === undefined ? null : encodingNamed(options.encoding);
  if (encoding === null && options.encoding !== undefined) {
    yield fail({ path: [], refusal: refusal('encoding-unknown', { file: source.name, line: 1 }) });
    return;
  }
  yield* openPart({ reading, path: [], encoding, chunks: () => chunksOf(source), source: () => Promise.resolve(source) });
}

async function* openPart(part: Part): AsyncGenerator<OpenedTable> {
  try {
    const { head, kind, encoding } = await recognised(part);
    if (kind.kind === 'refused') throw readError(part.reading, kind.code);
    if (kind.kind === 'text') yield ok(openCsv(part, head, kind.mark, encoding));
    else if (kind.kind === 'zip') yield* openZip(part);
    else yield* openOld(part, kind.kind);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    yield fail({ path: part.path, refusal: refusal(error.code, error.values) });
  }
}

interface Recognised {
  readonly head: Uint8Array;
  readonly kind: Kind;
  readonly encoding: TextEncoding;
}

/**
 * Reads as much as it takes to know the kind and, of a text, the encoding: usually the first 64 KiB, but all of a
 * file that is ASCII throughout, which is therefore read twice in all.
 */
async function recognised(part: Part): Promise<Recognised> {
  const pieces: Uint8Array[] = [];
  let held = 0;
  let head: Uint8Array | null = null;
  let kind: Kind = { kind: 'refused', code: 'file-empty' };
  const probe = new EncodingProbe();
  let encoding: TextEncoding | null = null;
  for await (const chunk of part.chunks()) {
    if (head !== null) {
      encoding = probe.push(chunk);
    } else {
      pieces.push(chunk);
      held += chunk.length;
      if (held < HEAD_BYTES) continue;
      head = joined(pieces);
      kind = kindOf(head.subarray(0, HEAD_BYTES), false, part.encoding);
      if (kind.kind !== 'text') break;
      encoding = kind.encoding ?? probe.push(head);
    }
    if (encoding !== null) break;
  }
  if (head === null) {
    head = pieces.length === 0 ? NO_BYTES : joined(pieces);
    kind = kindOf(head, true, part.encoding);
    if (kind.kind === 'text') encoding = kind.encoding ?? probe.push(head);
  }
  return { head, kind, encoding: encoding ?? probe.end() };
}

function openCsv(part: Part, head: Uint8Array, mark: number, encoding: TextEncoding): Table {
  const sample = head.subarray(mark, HEAD_BYTES);
  // Nearly all bytes mean something in GB18030, so what it cannot be is better said before anything is read.
  if (encoding === 'gb18030') strictText(part.reading, sample.subarray(0, wholeCharacters(sample, encoding)), encoding, 1);
  const delimiter = delimiterOf(roughText(sample, encoding));
  if (delimiter === null) {
    const isOneLine = head.length < HEAD_BYTES && !/[\r\n]/.test(roughText(sample, encoding).trim());
    throw readError(part.reading, isOneLine ? 'file-too-small' : 'file-not-a-table');
  }
  return csvTable(part.reading, { path: part.path, encoding, mark, delimiter, chunks: () => part.chunks() });
}

async function* openOld(part: Part, kind: 'ole' | 'xml-workbook'): AsyncGenerator<OpenedTable> {
  const source = await part.source();
  if (kind === 'ole') {
    const names = oleNames(source);
    if (names.includes('EncryptedPackage')) throw readError(part.reading, 'workbook-encrypted');
    if (!names.includes('Workbook') && !names.includes('Book')) throw readError(part.reading, names.length === 0 ? 'workbook-damaged' : 'file-is-binary');
  }
  yield* xlsTables(part.reading, source, part.path);
}

async function* openZip(part: Part): AsyncGenerator<OpenedTable> {
  const archive = openArchive(part.reading, await part.source());
  const document = await documentPart(archive);
  if (document !== null && /\.xml$/i.test(document)) {
    yield* xlsxTables(archive, document, part.path);
  } else if (isForeignWorkbook(archive, document)) {
    yield* foreignTables(part, archive);
  } else {
    if (document !== null || findEntry(archive, '[Content_Types].xml') !== undefined) throw readError(part.reading, 'file-not-a-table');
    if (part.path.length === MOST_ARCHIVES) throw readError(part.reading, 'zip-too-deep');
    yield* openEntries(part, archive);
  }
}

/** .xlsb, .ods */
function isForeignWorkbook(archive: Archive, document: string | null): boolean {
  if (document !== null) return /workbook\.bin$/i.test(document);
  return findEntry(archive, 'mimetype') !== undefined && findEntry(archive, 'content.xml') !== undefined;
}

/** SheetJS inflates all of a workbook at once, so what it inflates to is limited as well as what it is. */
async function* foreignTables(part: Part, archive: Archive): AsyncGenerator<OpenedTable> {
  const limit = part.reading.limits.foreignWorkbookBytes;
  const bytes = archive.entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes > limit * FOREIGN_RATIO) throw readError(part.reading, 'workbook-too-large', { limit });
  yield* xlsTables(part.reading, archive.source, part.path);
}

async function* openEntries(part: Part, archive: Archive): AsyncGenerator<OpenedTable> {
  let isEmpty = true;
  for (const entry of archive.entries) {
    if (isNoise(entry.name)) continue;
    isEmpty = false;
    const path = [...part.path, entry.name];
    if (isUnsafeName(entry.name)) {
      yield fail({ path, refusal: refusal('zip-unsafe-name', { file: part.reading.file, entry: entry.name }) });
      continue;
    }
    yield* openPart({
      reading: inside(part.reading, entry.name),
      path,
      encoding: part.encoding,
      chunks: () => entryChunks(archive, entry),
      source: () => entrySource(archive, entry),
    });
  }
  if (isEmpty) throw readError(part.reading, 'zip-empty');
}
