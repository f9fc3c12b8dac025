import type { Connection } from '../sqlite.ts';

/**
 * Tells whether anybody else has written since the last look, and keeps what was computed until then. The connection of
 * a reader never writes to the project itself.
 */
export class Version {
  private readonly db: Connection;
  private seen = -1;
  private held = new Map<string, unknown>();
  /** Grows with every change. */
  number = 0;

  constructor(db: Connection) {
    this.db = db;
  }

  look(): number {
    const now = this.db.pragma('data_version', { simple: true }) as number;
    if (now !== this.seen) {
      this.seen = now;
      this.number += 1;
      this.held = new Map();
    }
    return this.number;
  }

  /** The value under a name, computed anew after a change. */
  once<T>(name: string, make: () => T): T {
    this.look();
    if (!this.held.has(name)) this.held.set(name, make());
    return this.held.get(name) as T;
  }
}
