import { createContext, use, useCallback, useEffect, useState } from 'react';
import { AppError } from '../../core/base/errors.ts';
import type { Locale } from '../../core/base/text.ts';
import type { AppContract, Change, Task } from '../../core/contract/contract.ts';
import type { View } from '../../core/contract/names.ts';
import type { InputOf, Names, OutputOf } from '../../core/contract/procedure.ts';
import type { Filter, Ref, Scope } from '../../core/contract/shapes.ts';
import type { Project, Settings } from '../../core/contract/appProcedures.ts';
import type { Run } from '../../core/contract/runProcedures.ts';
import type { RecordKind } from '../../core/fields/field.ts';
import type { ColumnModel } from '../grid/query.ts';
import type { Connection } from '../client.ts';
import { useStore, type Store } from './store.ts';
import type { ViewName } from './views.ts';

/** A failure as it is shown: a code with values, like every other. */
export type Shown = Pick<AppError, 'code' | 'values'>;

/** Any error as something to show. */
export function shown(error: unknown): Shown {
  return error instanceof AppError ? { code: error.code, values: error.values } : { code: 'defect', values: { message: error instanceof Error ? error.message : String(error) } };
}

/** A row to which a grid shall move as soon as it stands. */
export interface Jump {
  readonly view: View;
  readonly id: number;
}

export interface PageState {
  readonly view: ViewName;
  readonly version: string;
  readonly host: 'electron' | 'loopback';
  /** The language where the settings name none. */
  readonly locale: Locale;
  readonly canChoose: boolean;
  readonly canShowFolder: boolean;
  readonly settings: Settings;
  readonly project: Project;
  readonly run: Run | null;
  readonly tasks: readonly Task[];
  /** How often each kind of thing has changed: whoever shows it asks again. */
  readonly changes: Readonly<Record<Change, number>>;
  /** The row in the details drawer. */
  readonly drawer: { readonly kind: RecordKind; readonly id: number } | null;
  readonly jump: Jump | null;
  /** The finding to select, and the check to which the list is narrowed. */
  readonly finding: string | null;
  readonly check: string | null;
  /** A finding that a link leads to, taken once. */
  readonly linked: string | null;
  /** Conditions that another view asks of a grid, taken once. */
  readonly asked: Partial<Record<View, readonly Filter[]>>;
  /** Files that were dropped or pasted and wait in the imports view. */
  readonly refs: readonly Ref[];
  /** What went wrong where no call of the page waits for it. */
  readonly failure: Shown | null;
  /** The first rows are there, or need not be waited for: what is not seen at once may be asked for. */
  readonly isSettled: boolean;
}

/** How a grid was left, for coming back to it. */
export interface GridMemory {
  readonly model: Readonly<Record<string, ColumnModel>>;
  readonly bar: readonly (readonly [string, Filter])[];
  readonly quick: string;
}

export interface App {
  readonly connection: Connection;
  readonly memory: Map<View, GridMemory>;
  readonly state: Store<PageState>;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = use(AppContext);
  if (app === null) throw new Error('broken promise: inside AppContext');
  return app;
}

export function usePage<Part>(part: (state: PageState) => Part): Part {
  return useStore(useApp().state, part);
}

export interface Answer<T> {
  readonly value: T | null;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Asks the program once the answer is wanted, and again when the input or one of the watched things changes; the old answer stays until then. */
export function useCall<N extends Names<AppContract>>(name: N, input: InputOf<AppContract, N>, watched: readonly Change[] = [], { isWanted = true } = {}): Answer<OutputOf<AppContract, N>> {
  const { connection } = useApp();
  const marks = usePage((state) => watched.map((change) => state.changes[change]).join());
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<{ value: OutputOf<AppContract, N> | null; error: unknown; isLoading: boolean }>({ value: null, error: null, isLoading: true });
  const text = JSON.stringify(input);
  useEffect(() => {
    if (!isWanted) return undefined;
    const abort = new AbortController();
    setAnswer((old) => ({ ...old, isLoading: true }));
    connection.client.call(name, JSON.parse(text) as InputOf<AppContract, N>, { signal: abort.signal }).then(
      (value) => { if (!abort.signal.aborted) setAnswer({ value, error: null, isLoading: false }); },
      (error: unknown) => { if (!abort.signal.aborted) setAnswer((old) => ({ value: old.value, error, isLoading: false })); },
    );
    return () => abort.abort();
  }, [connection, name, text, marks, turn, isWanted]);
  return { ...answer, reload: useCallback(() => setTurn((old) => old + 1), []) };
}

/** Ways to another place of the page. */
export interface Ways {
  readonly open: (view: ViewName) => void;
  readonly toRow: (kind: RecordKind, id: number) => void;
  readonly toRows: (view: View, filters: readonly Filter[]) => void;
  readonly toFinding: (key: string) => void;
  readonly toCheck: (check: string | null) => void;
  readonly setScope: (scope: Scope) => void;
}

export function useWays(): Ways {
  const { state, connection } = useApp();
  return {
    open: (view) => state.set({ view }),
    toRow: (kind, id) => state.set({ view: kind, jump: { view: kind, id }, drawer: { kind, id } }),
    toRows: (view, filters) => state.set({ view, asked: { ...state.get().asked, [view]: filters } }),
    toFinding: (finding) => state.set({ view: 'findings', finding, check: null, linked: finding }),
    toCheck: (check) => state.set({ view: 'findings', check, finding: null }),
    setScope: (scope) => {
      state.set({ settings: { ...state.get().settings, scope } });
      connection.client.call('settings.set', { scope }).catch((error: unknown) => state.set({ failure: shown(error) }));
    },
  };
}

/** Changes settings here and in the program. */
export function useSettings(): (change: InputOf<AppContract, 'settings.set'>, done?: () => void) => void {
  const { state, connection } = useApp();
  return (change, done) => {
    connection.client.call('settings.set', change).then((settings) => {
      state.set({ settings });
      done?.();
    }, (error: unknown) => state.set({ failure: shown(error) }));
  };
}
