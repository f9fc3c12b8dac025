import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 1) * 4;
const SEED = Number(process.env['PROPERTY_SEED'] ?? 77);

test(`damage that is led by the blocks it reaches finds nothing wrong (${SECONDS} seconds, from seed ${SEED} on)`, () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'guided.ts'), String(SECONDS), String(SEED)], { encoding: 'utf8', maxBuffer: 1 << 28 });
  expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
  const lines = stdout.trim().split('\n').map((line) => JSON.parse(line) as { readonly kind: string; readonly cases: number; readonly newBlocks: number });
  expect(lines.map(({ kind }) => kind)).toEqual(['csv', 'xlsx', 'xls', 'zip']);
  // It is led by something: whole files do not reach all that damaged ones do.
  expect(lines.reduce((sum, { newBlocks }) => sum + newBlocks, 0)).toBeGreaterThan(20);
}, SECONDS * 1000 + 120_000);
