import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { builtFrom } from './electron/builtFrom.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * The page in a few pieces: the browser compiles them side by side, and an error that a library throws while it starts makes V8
 * read only that piece again.
 */
const PAGE_CHUNKS = [
  { name: 'grid', test: /node_modules[\\/](?:ag-|@ag-)/ },
  { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler)[\\/]/ },
  { name: 'controls', test: /node_modules[\\/]/ },
];

/** The program, its thread, the preload and the page. What package.json lists as a dependency stays outside of the bundle. */
export default defineConfig({
  main: {
    define: { BUILT_FROM: JSON.stringify(builtFrom(import.meta.dirname)) },
    build: {
      outDir: 'out/main',
      rolldownOptions: { input: { index: at('electron/main.ts'), worker: at('core/host/worker/main.ts'), reader: at('core/host/worker/fileReader.ts'), lines: at('core/host/worker/lineChecks.ts'), foreign: at('core/host/worker/foreignReader.ts') }, output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' } },
    },
  },
  preload: {
    // A sandboxed preload must be CommonJS.
    build: { outDir: 'out/preload', rolldownOptions: { input: { index: at('electron/preload.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } } },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: { outDir: at('out/renderer'), emptyOutDir: true, minify: true, chunkSizeWarningLimit: 4000, rolldownOptions: { input: { index: at('renderer/index.html') }, output: { codeSplitting: { groups: PAGE_CHUNKS } } } },
  },
});
