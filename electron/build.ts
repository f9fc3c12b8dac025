import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build as buildForNode } from 'vite';
import { build as buildForElectron } from 'electron-vite';

/** Builds everything: main, preload and page for Electron, and the command line with its worker for plain Node. */
const at = process.argv.indexOf('--logLevel');
const logLevel = (at < 0 ? 'warn' : process.argv[at + 1]) as 'info' | 'warn' | 'error';

// Pieces carry a hash in their names: those of earlier builds would stay for ever, and be shipped.
for (const folder of ['chunks', 'main/chunks']) rmSync(join(import.meta.dirname, '../out', folder), { recursive: true, force: true });
await buildForElectron({ logLevel });
await buildForNode({ configFile: 'vite.cli.config.ts', logLevel });
