import { build as buildForNode } from 'vite';
import { build as buildForElectron } from 'electron-vite';

/** Builds everything: main, preload and page for Electron, and the command line with its worker for plain Node. */
const at = process.argv.indexOf('--logLevel');
const logLevel = (at < 0 ? 'warn' : process.argv[at + 1]) as 'info' | 'warn' | 'error';

await buildForElectron({ logLevel });
await buildForNode({ configFile: 'vite.cli.config.ts', logLevel });
