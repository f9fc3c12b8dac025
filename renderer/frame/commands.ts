import { useEffect, useRef } from 'react';
import type { MenuCommand } from '../../core/contract/names.ts';

/** What only keys ask for, inside one view. */
export const VIEW_COMMANDS = ['resolve', 'ignore', 'note'] as const;
export type Command = MenuCommand | (typeof VIEW_COMMANDS)[number];

/** What keys and native menus ask of whichever view is open. */
const bus = new EventTarget();

export function command(name: Command): void {
  bus.dispatchEvent(new Event(name));
}

/** Answers a command while the component is shown. */
export function useCommand(name: Command, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listener = (): void => latest.current();
    bus.addEventListener(name, listener);
    return () => bus.removeEventListener(name, listener);
  }, [name]);
}

/** Keys with Ctrl (⌘ on a Mac) and the commands that they stand for; `shift+` where Shift is held too. */
export const KEYS: Readonly<Record<string, MenuCommand>> = {
  f: 'find', g: 'goto', l: 'columns', e: 'export', i: 'import', 'shift+l': 'clearFilters', 'shift+r': 'run',
  '1': 'page.overview', '2': 'page.packages', '3': 'page.deductions', '4': 'page.bill', '5': 'page.findings', '6': 'page.imports', '7': 'page.exports', '8': 'page.settings',
};
