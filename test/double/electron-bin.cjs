#!/usr/bin/env node
// Stands in for Electron's executable: ELECTRON_EXEC_PATH=test/double/electron-bin.cjs npx electron-vite dev
const { spawn } = require('node:child_process');
const { join, resolve } = require('node:path');

const [entry = '.', ...rest] = process.argv.slice(2).filter((argument) => !argument.startsWith('--inspect'));
const folder = resolve(entry);
const main = entry.endsWith('.js') ? folder : join(folder, require(join(folder, 'package.json')).main);
const child = spawn(process.execPath, ['--import', join(__dirname, 'register.ts'), main, ...rest], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
