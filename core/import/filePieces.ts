import type { Refusal } from '../base/errors.ts';
import { tablePieces, type TablePiece } from './importTable.ts';
import type { ReaderCodecs } from './limits.ts';
import { openTables } from './openTables.ts';
import type { ByteSource, Table } from './table.ts';

/** Which table of a file a piece is of. */
export type TableName = Pick<Table, 'path' | 'sheet' | 'format' | 'encoding'>;

/** What comes of a file: the pieces of its tables, one table after the other, and the parts that are none. */
export type FilePiece =
  | { readonly is: 'unreadable'; readonly path: readonly string[]; readonly refusal: Refusal }
  | { readonly is: 'of-table'; readonly table: TableName; readonly piece: TablePiece };

/** Reads a file to its end. A caller that stops asking stops the reading as well. */
export async function* filePieces(source: ByteSource, codecs: ReaderCodecs): AsyncGenerator<FilePiece> {
  for await (const opened of openTables(source, codecs)) {
    if (!opened.ok) {
      yield { is: 'unreadable', ...opened.error };
      continue;
    }
    const { path, sheet, format, encoding } = opened.value;
    const table = { path, sheet, format, encoding };
    for await (const piece of tablePieces(opened.value)) yield { is: 'of-table', table, piece };
  }
}
