import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { soak } from './cycles.ts';

/** `node run.ts [cycles] [every]`: lives through the cycles in a process of its own and prints each look, and the end, as JSON lines. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const [cycles = 500, every = 25] = process.argv.slice(2).map(Number);
const tell = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const folder = mkdtempSync(join(tmpdir(), 'packledger-soak-'));
try {
  const { samples, logBreak, faults } = await soak(folder, cycles, every, collect, tell);
  tell({ samples: samples.length, logBreak, faults });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
