import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** Bundles the command line into one file that plain Node runs; only the native SQLite module stays outside. */
export default defineConfig({
  ssr: { noExternal: true, external: ['better-sqlite3'] },
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'out',
    emptyOutDir: false,
    rolldownOptions: {
      input: { cli: resolve(import.meta.dirname, 'core/host/main.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
