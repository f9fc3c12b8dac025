import { chmodSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { builtFrom } from './electron/builtFrom.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** Bundles the command line and its threads for plain Node; only the native SQLite module stays outside. */
export default defineConfig({
  define: { BUILT_FROM: JSON.stringify(builtFrom(import.meta.dirname)) },
  // Written anew it could not be run as a command, as `npx packledger` does.
  plugins: [{ name: 'runnable', writeBundle: () => chmodSync(at('out/cli.js'), 0o755) }],
  ssr: { noExternal: true, external: ['better-sqlite3'] },
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'out',
    emptyOutDir: false,
    rolldownOptions: {
      input: { cli: at('core/host/main.ts'), worker: at('core/host/worker/main.ts'), reader: at('core/host/worker/fileReader.ts'), lines: at('core/host/worker/lineChecks.ts'), foreign: at('core/host/worker/foreignReader.ts') },
      // Without its first line `npx packledger` would hand the program to a shell.
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js', banner: ({ name }) => (name === 'cli' ? '#!/usr/bin/env node\n' : '') },
    },
  },
});
