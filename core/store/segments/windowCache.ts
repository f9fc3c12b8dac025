import type { StoredField } from '../columns.ts';
import type { Columns } from './columns.ts';
import type { RowWindows } from './rowWindows.ts';

interface Loaded<T> {
  window: number;
  readonly columns: Columns;
  readonly view: T;
}

/** The windows that were asked for last, each with a view of its columns that is made once and used for one window after the other. */
export class WindowCache<T> {
  private readonly windows: RowWindows;
  private readonly fields: readonly StoredField[];
  private readonly most: number;
  private readonly view: (columns: Columns) => T;
  private readonly loaded: Loaded<T>[] = [];

  /** At most `most` windows stay loaded. */
  constructor(windows: RowWindows, fields: readonly StoredField[], most: number, view: (columns: Columns) => T) {
    this.windows = windows;
    this.fields = fields;
    this.most = most;
    this.view = view;
  }

  get(window: number): T {
    const known = this.loaded.findIndex((one) => one.window === window);
    if (known === 0) return this.loaded[0]!.view;
    const one = known > 0 ? this.loaded.splice(known, 1)[0]! : this.load(window);
    this.loaded.unshift(one);
    return one.view;
  }

  private load(window: number): Loaded<T> {
    const one = this.loaded.length === this.most ? this.loaded.pop()! : this.fresh();
    this.windows.load(window, one.columns);
    one.window = window;
    return one;
  }

  private fresh(): Loaded<T> {
    const columns = this.windows.columns(this.fields);
    return { window: -1, columns, view: this.view(columns) };
  }
}
