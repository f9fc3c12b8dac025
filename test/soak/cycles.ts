import { statSync } from 'node:fs';
import { join } from 'node:path';
import { generateDemo, renderCsv } from '../../core/demo/index.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles, type SourceFile } from '../../core/host/importFiles.ts';
import { runChecks } from '../../core/host/runChecks.ts';
import { saveReport } from '../../core/host/saveReport.ts';
import { saveView } from '../../core/host/saveView.ts';
import { speaker } from '../../core/host/speak.ts';
import { memorySource } from '../../core/import/bytes.ts';
import { Store } from '../../core/store/store.ts';

/** What a project and its process look like after so many cycles. */
export interface SoakSample {
  readonly cycle: number;
  readonly fileBytes: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
  readonly logEntries: number;
}

export interface SoakResult {
  readonly samples: readonly SoakSample[];
  readonly logBreak: unknown;
  readonly faults: readonly string[];
}

const NOW = '2025-08-01T00:00:00.000Z';
const BY = { at: '2025-08-02T00:00:00.000Z', who: 'soak' };

function filesOf(seed: number): SourceFile[] {
  const demo = generateDemo({ seed, rows: 400, timesEach: 1, faults: 'all', layout: 'cn' });
  return demo.files.filter((file) => file.taken === undefined).map((file) => ({ name: file.name, source: memorySource(file.name, new TextEncoder().encode([...renderCsv(file)].join(''))) }));
}

/**
 * One project that lives long: each cycle imports, runs, decides and takes the decision back, saves a view and a report, and takes the
 * import back again. `collect` cleans the heap before each look; `told` hears of each.
 */
export async function soak(folder: string, cycles: number, every: number, collect: () => void, told: (sample: SoakSample) => void = () => {}): Promise<SoakResult> {
  const path = join(folder, 'soak.packledger');
  const say = speaker('zh-CN');
  const inputs = [filesOf(1), filesOf(2), filesOf(3)];
  const samples: SoakSample[] = [];
  const store = Store.open(path);
  try {
    await importFiles(store, filesOf(0), { codecs: nodeCodecs, now: NOW });
    for (let cycle = 1; cycle <= cycles; cycle += 1) {
      const { id } = await importFiles(store, inputs[cycle % inputs.length]!, { codecs: nodeCodecs, now: NOW });
      const run = runChecks(store, NOW, { build: null });
      const { act } = store.decisions.decide(store.runs.latest()!.findings.slice(0, 5).map(({ key }) => key), { state: 'ignored', code: null, reason: 'soak', note: null, until: null }, BY);
      store.decisions.undo(act!, BY);
      await saveView('deductions', join(folder, 'out.csv'), store, say);
      await saveReport(join(folder, 'out.xlsx'), store, run, { say, now: NOW });
      store.removeImport(id);
      if (cycle % every !== 0) continue;
      collect();
      const { heapUsed, rss } = process.memoryUsage();
      const sample = { cycle, fileBytes: statSync(path).size, heapBytes: heapUsed, residentBytes: rss, logEntries: store.decisions.log.head().entries };
      samples.push(sample);
      told(sample);
    }
    return { samples, logBreak: store.verifyLog().broken, faults: store.faults() };
  } finally {
    store.close();
  }
}
