import type { Ref } from './shapes.ts';

/**
 * What Electron's preload puts on the page as `window.packledger`; absent in a browser, where the page speaks to the
 * loopback host (`LOOPBACK` in names.ts). `send` and `onMessage` make a `Wire` for `connectClient`.
 */
export interface Bridge {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Hands dropped files over to the program; answers what stands for them. `File` objects go in, paths never come out. */
  handOver(files: readonly unknown[]): Promise<readonly Ref[]>;
  readonly platform: string;
}

export const BRIDGE = 'packledger';
