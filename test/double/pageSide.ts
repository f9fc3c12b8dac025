/**
 * Code that runs inside the page, injected by its source text: each function stands alone. The page's world and the
 * preload's world share the document and nothing else; values cross as details of events, which Chromium clones.
 */

type Packed = unknown;

interface Half {
  expose(key: string, api: unknown): void;
}

/** One half of the context bridge; runs in both worlds. */
export function bridgeHalf(mine: string, theirs: string): Half {
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  let answer: { value?: Packed; error?: string } | null = null;
  const tell = (detail: unknown): void => void window.dispatchEvent(new CustomEvent(theirs, { detail }));
  const pack = (value: unknown): Packed => {
    if (typeof value === 'function') {
      lastId += 1;
      functions.set(lastId, value as (...args: unknown[]) => unknown);
      return { bridge: 'function', id: lastId };
    }
    if (value instanceof Promise) {
      lastId += 1;
      const id = lastId;
      value.then((result) => tell({ what: 'resolved', id, value: pack(result) }), (error: unknown) => tell({ what: 'rejected', id, message: error instanceof Error ? error.message : String(error) }));
      return { bridge: 'promise', id };
    }
    if (Array.isArray(value)) return value.map(pack);
    if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
      return { bridge: 'object', entries: Object.entries(value).map(([key, one]) => [key, pack(one)]) };
    }
    return value;
  };
  const unpack = (value: Packed): unknown => {
    if (Array.isArray(value)) return value.map(unpack);
    if (typeof value !== 'object' || value === null || !('bridge' in value)) return value;
    const packed = value as unknown as { bridge: string; id: number; entries: [string, Packed][] };
    if (packed.bridge === 'object') return Object.fromEntries(packed.entries.map(([key, one]) => [key, unpack(one)]));
    if (packed.bridge === 'promise') return new Promise((resolve, reject) => void promises.set(packed.id, { resolve, reject }));
    return (...args: unknown[]) => {
      answer = null;
      tell({ what: 'call', id: packed.id, args: args.map(pack) });
      const got = answer as { value?: Packed; error?: string } | null;
      if (got === null) throw new Error('the bridge gave no answer');
      if (got.error !== undefined) throw new Error(got.error);
      return unpack(got.value);
    };
  };
  window.addEventListener(mine, (event) => {
    const message = (event as CustomEvent<{ what: string; id: number; args: Packed[]; value: Packed; error?: string; message: string; key: string }>).detail;
    if (message.what === 'call') {
      try {
        tell({ what: 'answer', value: pack(functions.get(message.id)!(...message.args.map(unpack))) });
      } catch (error) {
        tell({ what: 'answer', error: error instanceof Error ? error.message : String(error) });
      }
    } else if (message.what === 'answer') answer = message;
    else if (message.what === 'resolved') promises.get(message.id)?.resolve(unpack(message.value));
    else if (message.what === 'rejected') promises.get(message.id)?.reject(new Error(message.message));
    else if (message.what === 'expose') Object.defineProperty(window, message.key, { value: Object.freeze(unpack(message.value)), enumerable: true });
  });
  return { expose: (key, api) => tell({ what: 'expose', key, value: pack(api) }) };
}

/** `require('electron')` of a sandboxed preload. `post` reaches the program; `deliver` is what the program calls. */
export function preloadModule(half: Half, post: (text: string) => void, droppedFolder: string): { electron: unknown; deliver(text: string): void } {
  const listeners = new Map<string, ((...args: unknown[]) => void)[]>();
  const invoked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]) => post(JSON.stringify({ what: 'send', channel, args: structuredClone(args) })),
    invoke: (channel: string, ...args: unknown[]) => new Promise((resolve, reject) => {
      lastId += 1;
      invoked.set(lastId, { resolve, reject });
      post(JSON.stringify({ what: 'invoke', id: lastId, channel, args: structuredClone(args) }));
    }),
    on: (channel: string, listener: (...args: unknown[]) => void) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
  };
  return {
    electron: {
      ipcRenderer,
      contextBridge: { exposeInMainWorld: (key: string, api: unknown) => half.expose(key, api) },
      // A browser knows no paths: a dropped file is looked up by its name in a folder that the spec names.
      webUtils: { getPathForFile: (file: File) => `${droppedFolder}/${file.name}` },
    },
    deliver: (text) => {
      const message = JSON.parse(text) as { what: string; id: number; channel: string; args: unknown[]; value: unknown; error?: string };
      if (message.what === 'event') for (const listener of listeners.get(message.channel) ?? []) listener({}, ...message.args);
      else if (message.error !== undefined) invoked.get(message.id)?.reject(new Error(`Error invoking remote method '${message.channel}': ${message.error}`));
      else invoked.get(message.id)?.resolve(message.value);
    },
  };
}
