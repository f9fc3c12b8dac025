import { nodeCodecs } from '../../../core/host/codecs.ts';
import { importFiles } from '../../../core/host/importFiles.ts';
import { runChecks, type Run } from '../../../core/host/runChecks.ts';
import { openSources } from '../../../core/host/sources.ts';
import { Store } from '../../../core/store/store.ts';

/** A full run over a project, then each of two small files in turn: imported, and run again. One process, as a program that stays open. */
const [project, ofAll, ofFew] = process.argv.slice(2);
const store = Store.open(project!);
const now = new Date().toISOString();
const figures: Record<string, number> = {};

async function timed<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  figures[name] = (performance.now() - begun) / 1000;
  return result;
}

async function imported(path: string): Promise<number> {
  const sources = openSources([path]);
  try {
    const { files } = await importFiles(store, sources.files, { codecs: nodeCodecs, now });
    return files.reduce((sum, file) => sum + file.counts.stored, 0);
  } finally {
    sources.close();
  }
}

const run = (): Run => runChecks(store, now, { build: 'bench' });
const first = await timed('full', run);
const stored = await timed('import of 1,000', () => imported(ofAll!));
const second = await timed('again', run);
const storedFew = await timed('import of 1,000, few packages', () => imported(ofFew!));
const third = await timed('again, few packages', run);
const fourth = await timed('again, nothing new', run);
store.close();
process.stdout.write(`${JSON.stringify({ figures, counts: { stored, storedFew, rowsFirst: first.replayed.rows, rowsSecond: second.replayed.rows, rowsThird: third.replayed.rows, rowsFourth: fourth.replayed.rows, findings: third.findings.length } })}\n`);
