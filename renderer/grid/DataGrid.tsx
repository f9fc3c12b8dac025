import type { CellFocusedEvent, CellKeyDownEvent, CheckboxSelectionCallbackParams, FullWidthCellKeyDownEvent, GridApi } from 'ag-grid-community';
import { AG_GRID_LOCALE_CN, AG_GRID_LOCALE_EN } from '@ag-grid-community/locale';
import { AgGridReact } from 'ag-grid-react';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { View } from '../../core/contract/names.ts';
import type { GridRow } from '../../core/contract/recordProcedures.ts';
import type { ViewState } from '../../core/contract/appProcedures.ts';
import { useApp } from '../frame/app.ts';
import { useSay } from '../i18n/useSay.ts';
import { columnDefs, type CellContext } from './columnDefs.tsx';
import type { GridColumn } from './columns.ts';
import { BLOCK_ROWS } from './firstRows.ts';
import type { NumberDisplay } from './format.ts';
import { gridTheme } from './modules.ts';
import type { ColumnModel, GridQuery } from './query.ts';
import { RowSource, type Order, type OuterQuery } from './rowSource.ts';
import { useGridCopy } from './useGridCopy.ts';

export interface GridHandle {
  readonly api: GridApi<GridRow>;
  readonly source: RowSource;
}

interface Props {
  readonly view: View;
  readonly columns: readonly GridColumn[];
  /** How the user left the grid; read once. */
  readonly state: ViewState | undefined;
  readonly outer: OuterQuery;
  readonly display: NumberDisplay;
  /** Raised when the data has changed. */
  readonly change: string;
  readonly onReady: (handle: GridHandle) => void;
  readonly onOrder: (order: Order | null, query: GridQuery) => void;
  readonly onError: (error: unknown) => void;
  readonly onOpen: (row: GridRow) => void;
  readonly onFocus?: (row: GridRow) => void;
  readonly onArranged: () => void;
  readonly onSelected: (count: number) => void;
  /** Filters of columns to begin with. */
  readonly model: Readonly<Record<string, ColumnModel>>;
  readonly onModel: (model: Readonly<Record<string, ColumnModel>>) => void;
}

/** A row that is still on its way would lose its tick when it arrives. */
function isThere({ data }: CheckboxSelectionCallbackParams<GridRow>): boolean {
  return data !== undefined;
}

/**
 * AG Grid on rows that the program orders, filters and counts; the grid never holds more than a few blocks.
 * Its texts are fixed when it is made: give it the language as `key`.
 */
export function DataGrid(props: Props): ReactElement {
  const { view, columns, outer, display, change } = props;
  const { connection, state } = useApp();
  const { locale, say } = useSay();
  const latest = useRef(props);
  latest.current = props;
  const api = useRef<GridApi<GridRow> | null>(null);
  const source = useMemo(() => new RowSource(connection.client, latest.current.outer, () => latest.current.columns, {
    onOrder: (order, query) => latest.current.onOrder(order, query),
    onRows: () => state.set({ isSettled: true }),
    onError: (error) => latest.current.onError(error),
  }), [connection, state]);
  const [initial] = useState(props.state);
  const defs = useMemo(() => columnDefs(columns, initial, (id) => {
    const model = { ...api.current?.getFilterModel() };
    delete model[id];
    return source.queryOf([], model);
  }), [columns, initial, source]);
  const context = useMemo<CellContext>(() => ({ names: { locale, say }, display, open: (row) => latest.current.onOpen(row) }), [locale, say, display]);
  const copy = useGridCopy(columns);
  const outerText = JSON.stringify(outer);
  useEffect(() => {
    source.setOuter(latest.current.outer);
    source.forget();
    api.current?.purgeInfiniteCache();
  }, [source, outerText, change]);
  useEffect(() => { api.current?.refreshCells({ force: true }); }, [context]);
  const hasPairs = columns.some((column) => column.fields.length === 2);
  return (
    <AgGridReact<GridRow>
      theme={gridTheme} columnDefs={defs} context={context} maintainColumnOrder
      rowModelType="infinite" datasource={source} cacheBlockSize={BLOCK_ROWS} maxBlocksInCache={20} maxConcurrentDatasourceRequests={2} infiniteInitialRowCount={1}
      getRowId={({ data }) => String(data.id)} localeText={locale === 'zh-CN' ? AG_GRID_LOCALE_CN : AG_GRID_LOCALE_EN}
      rowHeight={hasPairs ? 46 : 32} defaultColDef={{ resizable: true, wrapHeaderText: true, autoHeaderHeight: true, minWidth: 70 }}
      rowSelection={{ mode: 'multiRow', checkboxes: view === 'findings' ? false : isThere, headerCheckbox: false, enableClickSelection: false }}
      selectionColumnDef={{ width: 42, minWidth: 42, pinned: 'left', suppressHeaderMenuButton: true, resizable: false }}
      rowClassRules={{ muted: ({ data }) => data?.values['status'] === 'expired' && view === 'packages' }}
      suppressMultiSort={false} multiSortKey="ctrl" suppressDragLeaveHidesColumns animateRows={false} enableBrowserTooltips suppressNoRowsOverlay
      onGridReady={({ api: ready }) => {
        api.current = ready;
        if (Object.keys(latest.current.model).length > 0) ready.setFilterModel(latest.current.model);
        latest.current.onReady({ api: ready, source });
      }}
      onRowDoubleClicked={({ data }) => { if (data !== undefined) latest.current.onOpen(data); }}
      onCellFocused={(event: CellFocusedEvent<GridRow>) => {
        const row = event.rowIndex === null ? undefined : event.api.getDisplayedRowAtIndex(event.rowIndex)?.data;
        if (row !== undefined) latest.current.onFocus?.(row);
      }}
      onCellKeyDown={(event: CellKeyDownEvent<GridRow> | FullWidthCellKeyDownEvent<GridRow>) => {
        const key = event.event as KeyboardEvent;
        if (key.key === 'Enter' && event.data !== undefined) latest.current.onOpen(event.data);
        if ((key.ctrlKey || key.metaKey) && key.key.toLowerCase() === 'c' && (window.getSelection()?.toString() ?? '') === '') {
          key.preventDefault();
          copy(event.api, key.shiftKey);
        }
      }}
      onSelectionChanged={({ api: grid }) => latest.current.onSelected(grid.getSelectedNodes().length)}
      onFilterChanged={({ api: grid }) => latest.current.onModel(grid.getFilterModel())}
      onColumnMoved={({ finished, source: by }) => { if (finished && by !== 'gridOptionsChanged') latest.current.onArranged(); }}
      onColumnResized={({ finished, source: by }) => { if (finished && by === 'uiColumnResized') latest.current.onArranged(); }}
      onColumnPinned={() => latest.current.onArranged()} onColumnVisible={() => latest.current.onArranged()} onSortChanged={() => latest.current.onArranged()}
    />
  );
}
