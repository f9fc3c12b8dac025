import { resolve } from 'node:path';
import { build, mergeConfig } from 'vite';
import config from '../../vite.cli.config.ts';
import { OWN, ROOT } from './place.ts';

/** Builds the scripts that reach into the sources as the program itself is built, with its threads beside them: what is measured is what is shipped. */
export async function buildOurs(): Promise<void> {
  const ours = Object.fromEntries(['checks', 'rerun'].map((name) => [name, resolve(import.meta.dirname, 'ours', `${name}.ts`)]));
  await build(mergeConfig(config, { configFile: false, root: ROOT, logLevel: 'error', build: { outDir: OWN, emptyOutDir: true, rolldownOptions: { input: ours } } }));
}
