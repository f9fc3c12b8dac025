import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

/**
 * `npm run nightly [-- minutes] [seed]`: what tests of trust do for seconds, done at length: kills, damaged files with and without a lead,
 * bent calls and headers, a long life. Ten minutes of fuzzing where nothing else is said;
 * `KILLS` and `SOAK_CYCLES` of the environment count where they are set. The seed is printed, and goes on from day to day.
 */
const [minutes = 10, seed = Math.floor(Date.now() / 86_400_000)] = process.argv.slice(2).map(Number);
const root = resolve(import.meta.dirname, '..');
/** Four kinds of damaged files with and without a lead, calls and headers take their time one after the other. */
const FUZZERS = 10;
const each = Math.max(5, Math.round((minutes * 60) / FUZZERS));
process.stdout.write(`nightly: ${minutes} minutes, seed ${seed}\n`);
const env = { KILLS: '34', SOAK_CYCLES: '500', ...process.env, FUZZ_SECONDS: String(each), PROPERTY_SEED: String(seed) };
const tests = ['killed', 'hostile', 'guided', 'contract', 'headers', 'soak'].map((name) => join('test', 'property', `${name}.test.ts`));
const { status } = spawnSync(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'property', '--no-file-parallelism', ...tests], { cwd: root, stdio: 'inherit', env });
process.exitCode = status ?? 1;
