import { join } from 'node:path';
import { generateDemo, renderCsv } from '../../demo/index.ts';
import { PROGRAM } from '../../store/log/log.ts';
import { noteOf, shippedDemo, type DemoNote } from '../demoFiles.ts';
import { runImport, type WorkSource } from './importWork.ts';
import { startRun } from './runWork.ts';
import type { WorkCall, WorkContext } from './workContext.ts';

interface Sample {
  readonly sources: readonly WorkSource[];
  readonly note: Pick<DemoNote, 'snapshot' | 'earlier' | 'totals'>;
}

/** Fills an empty project with the sample exports and runs the checks over them. */
export async function openSample(context: WorkContext, { now }: { readonly now: string }, call: WorkCall): Promise<void> {
  const { sources, note } = shipped() ?? generated();
  for (const { file, snapshot } of note.earlier) await runImport(context, { sources: sources.filter(({ name }) => name === file), snapshot, now }, call);
  const before = new Set(note.earlier.map(({ file }) => file));
  await runImport(context, { sources: sources.filter(({ name }) => !before.has(name)), snapshot: note.snapshot, now }, call);
  for (const total of note.totals) context.store.settings.setTotal(total, total, { at: now, who: PROGRAM });
  startRun(context, now, call);
}

function shipped(): Sample | null {
  const demo = shippedDemo();
  if (demo === null) return null;
  return { note: demo.note, sources: demo.files.map((name) => ({ ref: name, name, path: join(demo.folder, name), bytes: null, modified: null })) };
}

function generated(): Sample {
  const demo = generateDemo({ seed: 0, layout: 'cn', faults: 'all' });
  const encoder = new TextEncoder();
  return { note: noteOf(demo), sources: demo.files.map((file) => ({ ref: file.name, name: file.name, path: null, bytes: encoder.encode([...renderCsv(file)].join('')), modified: null })) };
}
