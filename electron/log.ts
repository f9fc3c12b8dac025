import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MOST_BYTES = 2 * 1024 * 1024;

/** A log on this machine, sent nowhere: what failed, without any row of the user's data. */
export class Log {
  readonly folder: string;
  private readonly path: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, 'packledger.log');
    if (existsSync(this.path) && statSync(this.path).size > MOST_BYTES) renameSync(this.path, join(folder, 'packledger.old.log'));
  }

  write(what: string): void {
    try {
      appendFileSync(this.path, `${new Date().toISOString()} ${what}\n`);
    } catch {
      // A log that cannot be written must not stop the program.
    }
  }

  error(where: string, error: unknown): void {
    this.write(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
