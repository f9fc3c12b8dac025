import { afterAll, describe, expect, test } from 'vitest';
import { Store } from '../../core/store/store.ts';
import { damaged, FILES, wrongWith } from './damage.ts';
import { Random } from './random.ts';

/**
 * Real files with random damage: bytes turned over, cut, doubled, swapped with what readers stumble over. Whatever comes, the import
 * ends in time with rows or with one of the sentences that we know, never with a defect, and what came in adds up. `FUZZ_SECONDS` says
 * how long each kind of file is tried (a second or two here, minutes in a nightly run); the seed of every case is told where it fails.
 */
const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 3);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 4711);

const store = Store.temporary();
afterAll(() => store.close());

describe('files with random damage', () => {
  test.each(Object.keys(FILES))(`%s, from seed ${SEED} on`, async (kind) => {
    const until = performance.now() + SECONDS * 1000;
    let cases = 0;
    for (let seed = SEED; performance.now() < until || cases < 20; seed += 1) {
      const random = new Random(seed);
      const bytes = damaged(kind, random.pick(FILES[kind]!), random);
      expect(await wrongWith(store, `${kind}-${seed}.${kind}`, bytes), `${kind}, seed ${seed}, after ${cases} cases`).toBeNull();
      cases += 1;
    }
    expect(cases).toBeGreaterThanOrEqual(20);
  }, SECONDS * 1000 + 120_000);
});
