import { useEffect } from 'react';
import type { View } from '../../../core/contract/names.ts';
import { useApp, usePage, useWays } from '../../frame/app.ts';
import type { GridHandle } from '../../grid/DataGrid.tsx';
import type { Order } from '../../grid/rowSource.ts';

const TRIES = 30;
const WAIT_MS = 60;

/** Shows a place of the grid and, as soon as its row is loaded, puts the focus there. */
export function showPlace({ api }: GridHandle, at: number): void {
  const attempt = (left: number): void => {
    if (api.isDestroyed()) return;
    api.ensureIndexVisible(at, 'middle');
    const node = api.getDisplayedRowAtIndex(at);
    const column = api.getAllDisplayedColumns().find((one) => !one.getColId().startsWith('ag-Grid'));
    if (node?.data === undefined || column === undefined) {
      if (left > 0) window.setTimeout(() => attempt(left - 1), WAIT_MS);
      return;
    }
    // Later than the end of a dialog, which gives the focus back to where it was.
    window.setTimeout(() => {
      if (api.isDestroyed()) return;
      api.clearFocusedCell();
      api.setFocusedCell(at, column);
      api.flashCells({ rowNodes: [node] });
    }, WAIT_MS);
  };
  attempt(TRIES);
}

/** Goes to the row that another view asked for; filters and scope that hide it are taken away first. */
export function useJump(view: View, handle: GridHandle | null, order: Order | null, clear: () => void): void {
  const { connection, state } = useApp();
  const ways = useWays();
  const jump = usePage((page) => (page.jump?.view === view ? page.jump : null));
  useEffect(() => {
    if (jump === null || handle === null || order === null || handle.api.isDestroyed()) return undefined;
    let isOver = false;
    connection.client.call('records.locate', { order: order.order, id: jump.id }).then(({ at }) => {
      if (isOver) return;
      if (at !== null) {
        state.set({ jump: null });
        showPlace(handle, at);
      } else if (order.total < order.all) {
        clear();
        ways.setScope({});
      } else state.set({ jump: null });
    }, () => state.set({ jump: null }));
    return () => { isOver = true; };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [jump, handle, order, connection, state]);
}
