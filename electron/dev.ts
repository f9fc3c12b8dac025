import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { LOOPBACK } from '../core/contract/names.ts';
import { startLoopback } from '../core/host/loopback/loopback.ts';
import { profileFolder } from '../core/host/cli/serveCommand.ts';
import { electronBinary, fetchElectron, openInBrowser, said, whyNoWindow } from './start.ts';

/**
 * `npm run dev`: the program with a page that reloads itself. In Electron where its binary is at hand; else the page comes
 * from Vite, which passes what is the program's on to the loopback host.
 */
const root = resolve(import.meta.dirname, '..');

async function developInBrowser(reason: string): Promise<void> {
  process.stdout.write(`${said('start.noElectron', { reason })}\n`);
  const port = 5173;
  const origin = `http://127.0.0.1:${port}`;
  const host = await startLoopback({
    page: join(root, 'renderer'), profileFolder: profileFolder(), project: process.argv[2] ?? null, port: 0, language: process.env['LANG'], origins: [origin],
    report: (error, where) => process.stderr.write(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
  });
  // The host is asked under its own name; the page's origin is let in because we said so above.
  const proxied = { target: host.origin, changeOrigin: true, ws: true };
  const server = await createServer({
    configFile: false, root: join(root, 'renderer'), plugins: [react()],
    server: { host: '127.0.0.1', port, strictPort: true, proxy: { [LOOPBACK.rpc]: proxied, [LOOPBACK.upload]: proxied, [LOOPBACK.download]: proxied } },
  });
  await server.listen();
  const url = `${origin}/#${LOOPBACK.tokenKey}=${host.token}`;
  process.stdout.write(`${said('start.served', { url })}\n`);
  openInBrowser(url);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void Promise.all([server.close(), host.close()]).finally(() => process.exit(0));
    });
  }
}

const reason = fetchElectron() ?? whyNoWindow();
if (reason === null && electronBinary() !== null) {
  const child = spawn(process.execPath, [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'dev', '--watch'], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 0));
} else await developInBrowser(reason ?? '?');
