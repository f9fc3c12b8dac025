import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SoakSample } from '../soak/cycles.ts';

/** `SOAK_CYCLES` says how often a project is imported into, run, decided about, exported and taken back: a few times here, 500 in a nightly run. */
const CYCLES = Number(process.env['SOAK_CYCLES'] ?? 20);
const EVERY = Math.max(1, Math.floor(CYCLES / 20));
/** What an act of five findings and its undoing leave in the log for ever, generously. */
const LOG_BYTES_PER_CYCLE = 16_384;

test(`a project and its process stay as they are over ${CYCLES} cycles of import, run, undo and export`, () => {
  const printed = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../soak/run.ts'), String(CYCLES), String(EVERY)], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const lines = printed.trim().split('\n').map((line) => JSON.parse(line) as unknown);
  const samples = lines.slice(0, -1) as SoakSample[];
  expect(lines.at(-1)).toEqual({ samples: samples.length, logBreak: null, faults: [] });
  // What is loaded and cached once is there after half of the cycles.
  const half = samples[Math.floor(samples.length / 2)]!;
  const last = samples.at(-1)!;
  const ends = { heap: last.heapBytes / half.heapBytes, resident: last.residentBytes / half.residentBytes };
  expect([ends.heap < 1.1, ends.resident < 1.1, JSON.stringify(ends)]).toEqual([true, true, expect.anything()]);
  expect(last.fileBytes).toBeLessThan(half.fileBytes * 1.1 + (last.cycle - half.cycle) * LOG_BYTES_PER_CYCLE);
  expect(last.logEntries).toBe(6 * last.cycle);
}, 3_600_000);
