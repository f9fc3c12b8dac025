import { AppError, refusal } from '../base/errors.ts';
import { filePieces, type FilePiece, type TableName } from '../import/filePieces.ts';
import type { RowsPiece, TablePiece } from '../import/importTable.ts';
import type { ReaderCodecs } from '../import/limits.ts';
import type { ByteSource } from '../import/table.ts';
import { RawPacker, type RawChunk } from '../store/rawChunks.ts';
import { hashedSource, type HashedSource } from './hashedSource.ts';

/** Rows with their records already as the store keeps them. */
export type StoredRows = Omit<RowsPiece, 'raw'> & { readonly chunks: readonly RawChunk[] };

/** A piece of a file as the store takes it. */
export type StoredPiece =
  | Extract<FilePiece, { is: 'unreadable' }>
  | { readonly is: 'of-table'; readonly table: TableName; readonly piece: Exclude<TablePiece, RowsPiece> | StoredRows };

/** A piece, with what the reader knows of the file beside it. */
export interface ReadPiece {
  readonly piece: StoredPiece;
  /** The byte behind the last one that was read so far. */
  readonly reached: number;
  /** The SHA-256 of the whole file in hexadecimal digits, where the piece is one that needs it. */
  readonly sha256: string;
}

/** Reads a file once, for its pieces and for its sum. The arrays of a piece are valid until the next one is asked for. */
export async function* readPieces(file: ByteSource, codecs: ReaderCodecs): AsyncGenerator<ReadPiece> {
  const source = hashedSource(file);
  const packer = new RawPacker();
  for await (const piece of filePieces(source, codecs)) {
    if (piece.is === 'of-table' && piece.piece.is === 'rows') {
      const { raw, ...rows } = piece.piece;
      yield { piece: { ...piece, piece: { ...rows, chunks: raw.map((one) => packer.pack(one)) } }, reached: source.reached, sha256: '' };
    } else {
      yield summed(piece as StoredPiece, source);
    }
  }
}

/** A file whose rest cannot be read has no sum, and its table is refused. */
function summed(piece: StoredPiece, source: HashedSource): ReadPiece {
  try {
    const sha256 = needsSum(piece) ? source.sha256() : '';
    return { piece, reached: source.reached, sha256 };
  } catch (error) {
    if (!(error instanceof AppError) || piece.is !== 'of-table') throw error;
    return { piece: { ...piece, piece: { is: 'refused', refusal: refusal(error.code, error.values) } }, reached: source.reached, sha256: '' };
  }
}

/** A table is stored under the sum of its file once it is read; an overview is told from known ones by it before that. */
function needsSum(piece: StoredPiece): boolean {
  if (piece.is !== 'of-table') return false;
  return piece.piece.is === 'read' || (piece.piece.is === 'recognised' && piece.piece.recognition.kind === 'packages');
}
