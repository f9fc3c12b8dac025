interface Entry<T> {
  readonly value: T;
  readonly stamp: string;
  readonly bytes: number;
}

/** Keeps what was used last, up to a number of bytes, for as long as the data behind it stays the same. */
export class Held<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private readonly mostBytes: number;
  private readonly mostEntries: number;
  private bytes = 0;

  constructor(mostBytes: number, mostEntries: number) {
    this.mostBytes = mostBytes;
    this.mostEntries = mostEntries;
  }

  /** What is kept under a name, where it was made of data with this stamp. */
  get(name: string, stamp: string): T | undefined {
    const entry = this.entries.get(name);
    if (entry === undefined) return undefined;
    this.delete(name);
    if (entry.stamp !== stamp) return undefined;
    this.add(name, entry);
    return entry.value;
  }

  /** Keeps a value, at the cost of those that were not used for longest; the last one always stays. */
  put(name: string, stamp: string, value: T, bytes: number): void {
    this.delete(name);
    this.add(name, { value, stamp, bytes });
    for (const oldest of this.entries.keys()) {
      if (oldest === name || (this.bytes <= this.mostBytes && this.entries.size <= this.mostEntries)) break;
      this.delete(oldest);
    }
  }

  private add(name: string, entry: Entry<T>): void {
    this.entries.set(name, entry);
    this.bytes += entry.bytes;
  }

  private delete(name: string): void {
    this.bytes -= this.entries.get(name)?.bytes ?? 0;
    this.entries.delete(name);
  }
}
