import type { GridApi } from 'ag-grid-community';
import { useCallback } from 'react';
import { MessagePlugin } from 'tdesign-react';
import type { GridRow } from '../../core/contract/recordProcedures.ts';
import { useSay } from '../i18n/useSay.ts';
import type { GridColumn, GridField } from './columns.ts';
import { copiedTable, toClipboard } from './copy.ts';
import { exactCell, showCount } from './format.ts';

/**
 * Copies the ticked rows, or the focused cell where none is ticked, as exact values. A pair becomes two columns, so that what
 * is pasted can be sorted.
 */
export function useGridCopy(columns: readonly GridColumn[]): (api: GridApi<GridRow>, withHeaders: boolean) => void {
  const names = useSay();
  return useCallback((api, withHeaders) => {
    const focused = api.getFocusedCell();
    const ticked = api.getSelectedNodes().filter((node) => node.data !== undefined).sort((a, b) => a.rowIndex! - b.rowIndex!).map((node) => node.data!);
    const byId = new Map(columns.map((column) => [column.id, column]));
    const fieldsOf = (ids: readonly string[]): GridField[] => [...new Map(ids.flatMap((id) => byId.get(id)?.fields ?? []).map((field) => [field.key, field])).values()];
    const cell = focused === null ? undefined : api.getDisplayedRowAtIndex(focused.rowIndex)?.data;
    const rows = ticked.length > 0 ? ticked : cell === undefined ? [] : [cell];
    if (rows.length === 0) return;
    const fields = fieldsOf(ticked.length > 0 ? api.getAllDisplayedColumns().map((column) => column.getColId()) : [focused!.column.getColId()]);
    const table = copiedTable(
      fields.map((field) => ({ header: field.title, numeric: field.kind === 'quantity' || field.kind === 'money' || field.kind === 'price' || field.kind === 'rate' || field.kind === 'count' })),
      rows.map((row) => fields.map((field) => exactCell(field, row.values[field.key], names))),
      withHeaders,
    );
    void toClipboard(table).then(() => MessagePlugin.success(names.t(ticked.length > 0 ? 'grid.copiedRows' : 'grid.copiedCell', { count: showCount(rows.length) }), 1500));
  }, [columns, names]);
}
