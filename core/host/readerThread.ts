import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { OpenedFile } from './fileSource.ts';
import { PieceMemory } from './pieceMemory.ts';
import type { ReadPiece } from './readPieces.ts';
import { threadEntry } from './threadEntry.ts';
import type { ReaderAnswer, ReaderRequest } from './worker/fileReader.ts';

/** Smaller files are read before a thread has started. */
const WORTHWHILE_BYTES = 8 * 1024 * 1024;

/** Whether a thread of its own is worth it for a file of so many bytes. */
export function isWorthAThread(bytes: number): boolean {
  return bytes >= WORTHWHILE_BYTES && availableParallelism() > 1;
}

/** This thread's end of a thread that reads files, one after the other. */
export class ReaderThread {
  private readonly memory = new PieceMemory();
  private readonly worker = new Worker(threadEntry('reader.js', 'fileReader.ts'), { name: 'reader', execArgv: [], workerData: this.memory.shared });
  private readonly answers: ReaderAnswer[] = [];
  private wake: (() => void) | null = null;
  private failure: Error | null = null;

  constructor() {
    this.worker.on('message', (answer: ReaderAnswer) => {
      this.answers.push(answer);
      this.wake?.();
    });
    this.worker.on('error', (error: Error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the reading thread has ended')));
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.wake?.();
  }

  /** The pieces of a file, as `readPieces` gives them. */
  async *pieces(file: OpenedFile): AsyncGenerator<ReadPiece> {
    this.tell({ read: file });
    for (;;) {
      const answer = await this.next();
      if ('end' in answer) return;
      if ('defect' in answer) {
        const error = new Error(answer.defect.message);
        error.stack = answer.defect.stack;
        throw error;
      }
      const { piece, ...rest } = answer.piece;
      yield { ...rest, piece: piece.is === 'of-table' && piece.piece.is === 'packed' ? { ...piece, piece: this.memory.unpack(piece.piece, answer.slot) } : piece as ReadPiece['piece'] };
      this.tell({ free: answer.slot });
    }
  }

  private async next(): Promise<ReaderAnswer> {
    while (this.answers.length === 0) {
      if (this.failure !== null) throw this.failure;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.answers.shift()!;
  }

  private tell(request: ReaderRequest): void {
    this.worker.postMessage(request);
  }

  /** Ends the thread, also in the middle of a file. */
  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
