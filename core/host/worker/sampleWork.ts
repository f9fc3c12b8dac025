import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateDemo, renderCsv } from '../../demo/index.ts';
import { resourcePath } from '../resources.ts';
import { runImport, type WorkSource } from './importWork.ts';
import { startRun } from './runWork.ts';
import type { WorkCall, WorkContext } from './workContext.ts';

const EXPECTED = 'expected.json';

interface Sample {
  readonly sources: readonly WorkSource[];
  readonly snapshot: string;
}

/** Fills an empty project with the sample exports and runs the checks over them. */
export async function openSample(context: WorkContext, { now }: { readonly now: string }, call: WorkCall): Promise<void> {
  const { sources, snapshot } = shipped() ?? generated();
  await runImport(context, { sources, snapshot, now }, call);
  startRun(context, now, call);
}

function shipped(): Sample | null {
  const folder = resourcePath('demo');
  if (!existsSync(join(folder, EXPECTED))) return null;
  const { snapshot } = JSON.parse(readFileSync(join(folder, EXPECTED), 'utf8')) as { readonly snapshot: string };
  const names = readdirSync(folder).filter((name) => name !== EXPECTED).sort();
  return { snapshot, sources: names.map((name) => ({ ref: name, name, path: join(folder, name), bytes: null, modified: null })) };
}

function generated(): Sample {
  const demo = generateDemo({ seed: 0, layout: 'cn', faults: 'all' });
  const encoder = new TextEncoder();
  return { snapshot: demo.snapshot, sources: demo.files.map((file) => ({ ref: file.name, name: file.name, path: null, bytes: encoder.encode([...renderCsv(file)].join('')), modified: null })) };
}
