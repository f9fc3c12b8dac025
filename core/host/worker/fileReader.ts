import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../base/errors.ts';
import { nodeCodecs } from '../codecs.ts';
import { openedSource, type OpenedFile } from '../fileSource.ts';
import { PieceMemory, SLOTS, type PackedRows } from '../pieceMemory.ts';
import { readPieces, type ReadPiece } from '../readPieces.ts';

/** What the thread is told: to read a file that this process has open, or that a slot of the memory is free again. */
export type ReaderRequest = { readonly read: OpenedFile } | { readonly free: number };

/** What it answers: pieces, the end of the file, or a defect. */
export type ReaderAnswer =
  | { readonly piece: ReadPiece | (Omit<ReadPiece, 'piece'> & { readonly piece: PackedPiece }); readonly slot: number }
  | { readonly end: true }
  | { readonly defect: { readonly message: string; readonly stack: string } };

/** A piece of a table whose arrays lie in the memory. */
export type PackedPiece = Omit<Extract<ReadPiece['piece'], { is: 'of-table' }>, 'piece'> & { readonly piece: PackedRows };

/**
 * A thread that reads files for one that stores their rows. Where that one falls behind, no slot is free and this one waits.
 */
invariant(parentPort !== null, 'a worker thread');
const port = parentPort;
const memory = new PieceMemory(workerData as SharedArrayBuffer);
const free = Array.from({ length: SLOTS }, (_, slot) => slot);
let goOn: (() => void) | null = null;

port.on('message', (request: ReaderRequest) => {
  if ('free' in request) {
    free.push(request.free);
    goOn?.();
    return;
  }
  read(request.read).catch((error: unknown) => {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    answer({ defect: { message, stack } });
  });
});

function answer(message: ReaderAnswer): void {
  port.postMessage(message);
}

async function read(file: OpenedFile): Promise<void> {
  for await (const { piece, ...rest } of readPieces(openedSource(file), nodeCodecs)) {
    while (free.length === 0) {
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    }
    const slot = free.pop()!;
    const packed = piece.is === 'of-table' && piece.piece.is === 'rows' ? memory.pack(piece.piece, slot) : null;
    answer({ slot, piece: { ...rest, piece: packed !== null && piece.is === 'of-table' ? { ...piece, piece: packed } : piece } as ReadPiece });
  }
  answer({ end: true });
}
