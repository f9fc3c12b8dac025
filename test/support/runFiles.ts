import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terminal } from '../../core/host/cli/io.ts';
import { runCli } from '../../core/host/cli/cli.ts';
import type { ResultJson } from '../../core/host/result.ts';

/** A folder that goes away after `use`. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'packledger-test-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly failures: string;
}

/** Runs the command line inside this process and keeps what it prints. */
export async function cli(...args: readonly string[]): Promise<Outcome> {
  const out: string[] = [];
  const failures: string[] = [];
  const terminal: Terminal = { out: (text) => void out.push(text), fail: (text) => void failures.push(text), progress: () => {}, endProgress: () => {} };
  const code = await runCli({ args, terminal, now: '2025-08-01T00:00:00.000Z', language: 'en_US.UTF-8' });
  return { code, out: out.join('\n'), failures: failures.join('\n') };
}

/** The result of `reconcile --json -` over files. */
export async function reconcileJson(paths: readonly string[], ...options: readonly string[]): Promise<{ readonly code: number; readonly result: ResultJson }> {
  const { code, out, failures } = await cli('reconcile', ...paths, '--json', '-', ...options);
  if (out === '') throw new Error(`no result: ${failures}`);
  return { code, result: JSON.parse(out) as ResultJson };
}

/** Writes files into a folder and answers their paths. */
export function writeAll(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string[] {
  return Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  });
}
