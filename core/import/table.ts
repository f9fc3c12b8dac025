import type { Refusal } from '../base/errors.ts';
import type { Result } from '../base/result.ts';
import type { ByteRecords } from './byteRecords.ts';

export type { Chunks, Codecs } from '../base/codecs.ts';

/** Bytes that can be read at any place: a file, or bytes already in memory. Reading may block, so it happens in a worker. */
export interface ByteSource {
  /** The name shown to the user; never a path. */
  readonly name: string;
  readonly size: number;
  /** Up to `length` bytes from `offset`; fewer only at the end. The caller may keep them. */
  read(offset: number, length: number): Uint8Array;
}

/** A number cell of a workbook, as the digits that its author saw; text cells are plain strings. */
export interface NumberCell {
  readonly number: string;
}

export type Cell = string | NumberCell;

/** One record: the line of a CSV at which it starts (from 1), or the row number of its sheet. */
export interface SourceRow {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** One grid of cells inside a file: a CSV, or one sheet of a workbook, perhaps inside a zip. */
export interface Table {
  /** Names of the archive entries that lead to it, outermost first; empty for a plain file. */
  readonly path: readonly string[];
  readonly sheet: string | null;
  readonly format: 'csv' | 'xlsx' | 'xls';
  /** `utf-8`, `utf-8-bom`, `utf-16le`, `utf-16be`, `gb18030`; `null` for workbooks. */
  readonly encoding: string | null;
  /**
   * The records in file order, in batches, blank ones included. Can be read once. Throws `AppError` with one of
   * the codes of this room where the bytes break off or exceed a limit.
   */
  rows(): AsyncIterable<ByteRecords>;
}

/** A part of a file that cannot be read as a table, and why. */
export interface Unreadable {
  readonly path: readonly string[];
  readonly refusal: Refusal;
}

export type OpenedTable = Result<Table, Unreadable>;
