import { EventEmitter } from 'node:events';
import { cloned } from './clone.ts';
import { strict } from './strict.ts';

type Invoked = (event: unknown, ...args: unknown[]) => unknown;

/** The program's end of messages from pages. */
class Messages extends EventEmitter {
  private readonly handlers = new Map<string, Invoked>();

  handle(channel: string, handler: Invoked): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  async invoke(channel: string, event: unknown, args: readonly unknown[]): Promise<{ value?: unknown; error?: string }> {
    const handler = this.handlers.get(channel);
    if (handler === undefined) return { error: `No handler registered for '${channel}'` };
    try {
      return { value: cloned(await handler(event, ...args)) };
    } catch (error) {
      return { error: String(error) };
    }
  }
}

export const ipcMain = strict('ipcMain', new Messages());
