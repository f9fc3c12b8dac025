import { registerHooks } from 'node:module';

/** `node --import test/double/register.ts out/main/index.js`: the built program gets the double where it asks for Electron. */
const double = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    return specifier === 'electron' || specifier.startsWith('electron/') ? { url: double, shortCircuit: true } : next(specifier, context);
  },
});
