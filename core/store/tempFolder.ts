import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'packledger-';

/**
 * A folder of this process in the system's temporary folder, for whoever takes it away again. What processes have left that
 * were killed before they could goes with it: a million rows on their way in are hundreds of megabytes.
 */
export function tempFolder(purpose: 'rows' | 'project'): string {
  sweep();
  return mkdtempSync(join(tmpdir(), `${PREFIX}${purpose}-${process.pid}-`));
}

/** What lies in a folder; nothing where it is not there or may not be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Takes away the folders of processes that are no more. */
export function sweep(folder = tmpdir()): void {
  for (const name of namesIn(folder)) {
    const pid = /^packledger-(?:rows|project)-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Somebody else's, or on its way out already.
    }
  }
}

/** Whether a process of this machine is still there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else may not be asked, but it is there.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
