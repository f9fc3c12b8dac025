import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** Node's arguments that load the probe into a process before its program. */
export const PROBED: readonly string[] = ['--import', join(import.meta.dirname, 'ours/stallProbe.ts')];

/** The longest stall of a probed process's main thread since the last question, in seconds. */
export function askStall(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (seconds) => resolve(seconds as number));
    child.send('stall');
  });
}

/** A process that does nothing: for how long it stands still is the machine's doing. */
export function idleProcess(): { readonly stall: () => Promise<number>; readonly end: () => void } {
  const child = spawn(process.execPath, [...PROBED, '--eval', 'setInterval(() => {}, 1000)'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return { stall: () => askStall(child), end: () => void child.kill('SIGTERM') };
}
