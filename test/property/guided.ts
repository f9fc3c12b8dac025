import { Session } from 'node:inspector/promises';
import { Store } from '../../core/store/store.ts';
import { damaged, FILES, wrongWith } from './damage.ts';
import { Random } from './random.ts';

/**
 * Damage that is led by what it reaches: a file that makes the readers go where none went before is kept and damaged further. Coverage is
 * what V8 counts of the blocks of core/import. `node guided.ts [seconds] [seed]`; prints a line for each kind and ends with 1 at the first
 * case that goes wrong, whose seed and steps it prints.
 */
const [seconds = 10, firstSeed = 1] = process.argv.slice(2).map(Number);
const tell = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** So many files are kept for each kind; the oldest one goes first. */
const MOST_KEPT = 400;

class Reached {
  private readonly session = new Session();
  readonly blocks = new Set<string>();

  async start(): Promise<void> {
    this.session.connect();
    await this.session.post('Profiler.enable');
    await this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How many blocks of the readers were entered since the last look that never were before. */
  async news(): Promise<number> {
    const { result } = await this.session.post('Profiler.takePreciseCoverage');
    const before = this.blocks.size;
    for (const { url, functions } of result) {
      if (!url.includes('/core/import/')) continue;
      for (const { ranges } of functions) for (const { startOffset, endOffset, count } of ranges) if (count > 0) this.blocks.add(`${url.slice(url.lastIndexOf('/'))}:${startOffset}-${endOffset}`);
    }
    return this.blocks.size - before;
  }
}

const reached = new Reached();
await reached.start();
const store = Store.temporary();
try {
  const kinds = Object.keys(FILES);
  for (const kind of kinds) {
    const until = performance.now() + (seconds * 1000) / kinds.length;
    const pool: { readonly bytes: Uint8Array; readonly from: string }[] = FILES[kind]!.map((bytes, at) => ({ bytes, from: `${kind} ${at}` }));
    // What whole files reach is no news.
    for (const { bytes } of pool) await wrongWith(store, `whole.${kind}`, bytes);
    await reached.news();
    const begun = reached.blocks.size;
    let cases = 0;
    let kept = 0;
    for (let seed = firstSeed; performance.now() < until; seed += 1) {
      const random = new Random(seed);
      // What was found last is tried most.
      const parent = random.chance(0.5) ? pool.at(-1 - random.between(0, Math.min(20, pool.length) - 1))! : random.pick(pool);
      const bytes = damaged(kind, parent.bytes, random);
      const wrong = await wrongWith(store, `${kind}-${seed}.${kind}`, bytes);
      if (wrong !== null) {
        tell({ kind, seed, from: parent.from, wrong, file: Buffer.from(bytes).toString('base64').slice(0, 100_000) });
        process.exitCode = 1;
        break;
      }
      cases += 1;
      if (await reached.news() === 0) continue;
      kept += 1;
      pool.push({ bytes, from: `${parent.from} + ${seed}` });
      if (pool.length > MOST_KEPT) pool.splice(FILES[kind]!.length, 1);
    }
    tell({ kind, firstSeed, cases, kept, blocks: reached.blocks.size, newBlocks: reached.blocks.size - begun });
  }
} finally {
  store.close();
}
