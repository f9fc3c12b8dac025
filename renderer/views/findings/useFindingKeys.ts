import type { KeyboardEvent } from 'react';
import { usePage } from '../../frame/app.ts';
import { command, type Command } from '../../frame/commands.ts';
import type { GridHandle } from '../../grid/DataGrid.tsx';
import type { Order } from '../../grid/rowSource.ts';
import { showPlace } from '../records/useJump.ts';

/** What letters do about the finding that is shown. */
const LETTERS: Readonly<Record<string, Command>> = { e: 'resolve', i: 'ignore', n: 'note' };

/** J and K go to the next and the previous finding while the list has the focus, E, I and N decide about it; the settings turn them off. */
export function useFindingKeys(handle: GridHandle | null, order: Order | null): (event: KeyboardEvent) => void {
  const isOn = usePage((page) => page.settings.page['letters'] !== 'off');
  return (event) => {
    if (!isOn || handle === null || order === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
    const asked = LETTERS[event.key];
    if (asked !== undefined) {
      event.preventDefault();
      command(asked);
      return;
    }
    const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = handle.api.getFocusedCell()?.rowIndex ?? -1;
    const next = Math.min(Math.max(at + step, 0), order.total - 1);
    if (next >= 0) showPlace(handle, next);
  };
}
