import { AppError, refusal } from '../base/errors.ts';
import { filePieces, type FilePiece } from '../import/filePieces.ts';
import type { ReaderCodecs } from '../import/limits.ts';
import type { ByteSource } from '../import/table.ts';
import { hashedSource, type HashedSource } from './hashedSource.ts';

/** A piece of a file, with what the reader knows of the file beside it. */
export interface ReadPiece {
  readonly piece: FilePiece;
  /** The byte behind the last one that was read so far. */
  readonly reached: number;
  /** The SHA-256 of the whole file in hexadecimal digits, where the piece is one that needs it. */
  readonly sha256: string;
}

/** Reads a file once, for its pieces and for its sum. Valid are a piece's arrays until the next piece is asked for. */
export async function* readPieces(file: ByteSource, codecs: ReaderCodecs): AsyncGenerator<ReadPiece> {
  const source = hashedSource(file);
  for await (const piece of filePieces(source, codecs)) {
    if (!needsSum(piece)) yield { piece, reached: source.reached, sha256: '' };
    else yield summed(piece, source);
  }
}

/** A file whose rest cannot be read has no sum, and its table is refused. */
function summed(piece: FilePiece, source: HashedSource): ReadPiece {
  try {
    return { piece, reached: source.reached, sha256: source.sha256() };
  } catch (error) {
    if (!(error instanceof AppError) || piece.is !== 'of-table') throw error;
    return { piece: { ...piece, piece: { is: 'refused', refusal: refusal(error.code, error.values) } }, reached: source.reached, sha256: '' };
  }
}

/** A table is stored under the sum of its file once it is read; an overview is told from known ones by it before that. */
function needsSum(piece: FilePiece): boolean {
  if (piece.is !== 'of-table') return false;
  return piece.piece.is === 'read' || (piece.piece.is === 'recognised' && piece.piece.recognition.kind === 'packages');
}
