import { AppError, type ErrorCode } from '../base/errors.ts';
import type { Values } from '../base/text.ts';
import type { ForeignRefusal, ForeignWorkbook } from './foreignWorkbook.ts';
import type { Codecs } from './table.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/**
 * How far a file may go before reading it is refused. Each limit is far beyond any real export and exists so that a
 * damaged or hostile file ends in one sentence instead of an exhausted machine. Rows have no limit: they are streamed.
 */
export interface Limits {
  /** Bytes (as UTF-8) of one CSV record; a longer one is no record but a file without line breaks. `line-too-long`. */
  readonly recordBytes: number;
  /** Bytes of one CSV cell: an open quote that swallows more was never meant to be closed. `quote-not-closed`, `line-too-long`. */
  readonly cellBytes: number;
  /** Columns of a row: what a sheet of Excel can hold (XFD). `too-many-columns`. */
  readonly columns: number;
  /** Entries of one archive. `zip-too-many-entries`. */
  readonly archiveEntries: number;
  /** Inflated bytes of all entries of one archive. `zip-too-large`. */
  readonly archiveBytes: number;
  /** Inflated bytes for each byte of the archive, asked for only beyond `archiveRatioFrom` bytes. `zip-ratio`. */
  readonly archiveRatio: number;
  readonly archiveRatioFrom: number;
  /** Bytes of a compressed archive or workbook inside an archive, which has to be held in memory. `zip-too-large`. */
  readonly nestedBytes: number;
  /** Bytes of the list of shared strings of a workbook, and how many they may be. `workbook-too-large`. */
  readonly sharedStringBytes: number;
  readonly sharedStrings: number;
  /** Bytes of a workbook's small parts (sheet list, relations, styles). `workbook-too-large`. */
  readonly workbookPartBytes: number;
  /** Bytes of one tag or one text of a workbook's XML. `workbook-damaged`. */
  readonly xmlTokenBytes: number;
  /** Elements inside each other. `workbook-damaged`. */
  readonly xmlDepth: number;
  /**
   * No limit, but how much is scanned at a time. Small, because what was just read is then still near the processor when it is
   * looked at again.
   */
  readonly windowBytes: number;
  /** Bytes of a workbook that only SheetJS reads (.xls, .xlsb, .ods), which holds all of it in memory. `workbook-too-large`. */
  readonly foreignWorkbookBytes: number;
}

export const LIMITS: Limits = {
  recordBytes: 16 * MIB,
  cellBytes: MIB,
  columns: 16_384,
  archiveEntries: 10_000,
  archiveBytes: 8 * GIB,
  archiveRatio: 1000,
  archiveRatioFrom: 100 * MIB,
  nestedBytes: 256 * MIB,
  sharedStringBytes: GIB,
  sharedStrings: 10_000_000,
  workbookPartBytes: 64 * MIB,
  xmlTokenBytes: 4 * MIB,
  xmlDepth: 100,
  windowBytes: 64 * KIB,
  foreignWorkbookBytes: 64 * MIB,
};

/** What a host may lend because its own is many times faster than ours. */
export interface Lent {
  /** The CRC-32 of the bytes; `seed` is the sum so far, 0 at first. */
  crc32(bytes: Uint8Array, seed: number): number;
  /** Whether the bytes are well-formed UTF-8. */
  isUtf8(bytes: Uint8Array): boolean;
  /** Reads a workbook as `parseForeign` does, where that can do no harm. */
  foreignWorkbook(bytes: Uint8Array): Promise<ForeignWorkbook | ForeignRefusal>;
}

export type ReaderCodecs = Codecs & Partial<Lent>;

/** What every reader is told about the part that it reads: its name for sentences, the limits, the host's codecs. */
export interface Reading {
  /** The file's name, followed by ` › ` and the entry's for a part of an archive. */
  readonly file: string;
  readonly limits: Limits;
  readonly codecs: ReaderCodecs;
}

/** The same for an entry of an archive. */
export function inside(reading: Reading, entry: string): Reading {
  return { ...reading, file: `${reading.file} › ${entry}` };
}

/** An error that names the part; `values` say what else its sentence needs. */
export function readError(reading: Reading, code: ErrorCode, values: Values = {}, cause?: unknown): AppError {
  return new AppError(code, { file: reading.file, ...values }, cause);
}
