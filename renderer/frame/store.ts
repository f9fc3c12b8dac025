import { useSyncExternalStore } from 'react';

/** A value that components watch; the only kind of shared state in the page. */
export interface Store<T> {
  get(): T;
  set(change: Partial<T>): void;
  readonly watch: (listener: () => void) => () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (change) => {
      value = { ...value, ...change };
      for (const listener of listeners) listener();
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  };
}

export function useStore<T extends object, Part>(store: Store<T>, part: (value: T) => Part): Part {
  return useSyncExternalStore(store.watch, () => part(store.get()));
}
