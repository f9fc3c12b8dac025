import { useEffect } from 'react';
import type { View } from '../../../core/contract/names.ts';
import { useApp, usePage, useWays } from '../../frame/app.ts';
import type { GridHandle } from '../../grid/DataGrid.tsx';
import type { Order } from '../../grid/rowSource.ts';

/** Shows a place of the grid and puts the focus there; rows that are not loaded yet are loaded by that. */
export function showPlace({ api }: GridHandle, at: number): void {
  if (api.isDestroyed()) return;
  api.ensureIndexVisible(at, 'middle');
  const column = api.getAllDisplayedColumns().find((one) => !one.getColId().startsWith('ag-Grid'));
  if (column === undefined) return;
  api.setFocusedCell(at, column);
  // Once more when the block is there: the first time the row may not have stood yet.
  window.setTimeout(() => { if (!api.isDestroyed() && api.getFocusedCell()?.rowIndex !== at) api.setFocusedCell(at, column); }, 150);
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
