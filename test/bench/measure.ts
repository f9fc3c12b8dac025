import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import type { Sample } from './bench.ts';

/**
 * One process at a time, from its start to its end. Time is that of the wall. CPU time is user and system time of all
 * its threads and children, from what the kernel books to this process for children that ended (Linux, in hundredths of a
 * second). Memory is the high-water mark of the resident set (`VmHWM`, mapped files among it), looked at every 20 ms, plus
 * that of each child. Other systems give the time alone.
 */
const LOOK_MS = 20;
const TICKS_PER_SECOND = 100;

export interface Ran {
  readonly seconds: number;
  readonly cpuSeconds: number | null;
  readonly peakBytes: number | null;
  readonly output: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure. */
  readonly codes?: readonly number[];
}

/** Runs a command to its end. Throws where it ends with another code than expected, with the last that it said. */
export async function measured([command, ...args]: readonly [string, ...string[]], { input, env = {}, codes = [0] }: RunOptions = {}): Promise<Ran> {
  const cpuBefore = childrenSeconds();
  const begun = performance.now();
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const memory = watchMemory(child.pid);
  let output = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => { output += data.toString('utf8'); });
  child.stderr.on('data', (data: Buffer) => { errors = (errors + data.toString('utf8')).slice(-4000); });
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const [code, signal] = await new Promise<[number | null, string | null]>((done, fail) => {
    child.once('error', fail);
    child.once('close', (...ended) => done(ended));
  });
  const seconds = (performance.now() - begun) / 1000;
  const peakBytes = memory.stop();
  const cpuAfter = childrenSeconds();
  if (code === null || !codes.includes(code)) throw new Error(`ended with ${code ?? signal}: ${sentenceIn(errors) || sentenceIn(output)}`);
  return { seconds, cpuSeconds: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore, peakBytes, output };
}

/** The whole process as a sample. */
export function wholeSample({ seconds, cpuSeconds, peakBytes }: Ran, counts: Readonly<Record<string, number>> = {}): Sample {
  return { figures: { time: seconds }, cpuSeconds, peakBytes, counts };
}

export interface Told {
  readonly figures: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
  /** CPU seconds of what the script timed, where it says so. */
  readonly cpuSeconds: number | null;
}

/** What a script printed as its last line: its own figures (seconds) and counts, in JSON. */
export function told({ output }: Ran): Told {
  return { figures: {}, counts: {}, cpuSeconds: null, ...(JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as Partial<Told>) };
}

/** The sentence among the last lines of a process that failed: the one that names an error, else the last one. */
function sentenceIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return (lines.findLast((line) => /error\b.*:/i.test(line)) ?? lines.at(-1) ?? '').slice(0, 300);
}

/** User and system seconds of all children that ended and were waited for. */
function childrenSeconds(): number | null {
  const fields = procText('/proc/self/stat')?.split(') ').at(-1)?.split(' ');
  return fields === undefined ? null : (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** Follows the resident set of a process and its children until `stop`, which answers the most that it was. */
export function watchMemory(pid: number | undefined): { readonly stop: () => number | null } {
  const peaks = new Map<number, number>();
  const look = (): void => {
    for (const one of pid === undefined ? [] : familyOf(pid)) {
      const peak = highWater(one);
      if (peak !== null) peaks.set(one, peak);
    }
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return {
    stop: () => {
      look();
      clearInterval(timer);
      return peaks.size === 0 ? null : [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
    },
  };
}

function familyOf(pid: number): number[] {
  const children = listed(`/proc/${pid}/task`).flatMap((thread) => (procText(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter((text) => text !== '').map(Number));
  return [pid, ...children.flatMap(familyOf)];
}

function highWater(pid: number): number | null {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(procText(`/proc/${pid}/status`) ?? '')?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}

function procText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // No such system, or the process has just ended.
    return null;
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
