import type { ColDef, ICellRendererParams } from 'ag-grid-community';
import type { ReactElement } from 'react';
import type { GridRow } from '../../core/contract/recordProcedures.ts';
import type { ViewState } from '../../core/contract/appProcedures.ts';
import type { FieldKind } from '../../core/fields/field.ts';
import { Severity } from '../frame/Severity.tsx';
import { useSay } from '../i18n/useSay.ts';
import { ColumnFilter, type ColumnFilterParams } from './ColumnFilter.tsx';
import { isNumeric, type GridColumn, type Names } from './columns.ts';
import { showCell, type NumberDisplay } from './format.ts';
import { arranged, firstSorts, type ColumnSort } from './query.ts';

/** What the cells of one grid have in common. */
export interface CellContext {
  readonly names: Names;
  readonly display: NumberDisplay;
  readonly open: (row: GridRow) => void;
}

const WIDTHS: Readonly<Record<FieldKind, number>> = { id: 190, name: 150, unit: 100, choice: 155, quantity: 170, money: 140, price: 140, rate: 110, count: 110, time: 170, month: 110 };

/** The column in which the vendor's page has its actions: ours opens the details. */
const ACTIONS = 'actions';

/** Columns of findings that need less or more room than others of their kind. */
const OWN_WIDTHS: Readonly<Record<string, number>> = { [ACTIONS]: 90, severity: 105, check: 190, status: 110, rows: 90 };

export function columnDefs(columns: readonly GridColumn[], state: ViewState | undefined, queryWithout: ColumnFilterParams['queryWithout']): ColDef<GridRow>[] {
  const sorts = firstSorts(state?.sort ?? [], columns);
  return arranged(columns, state).map(({ column, hidden, width, pinned }) => {
    const sortAt = sorts.findIndex(({ colId }) => colId === column.id);
    const first = column.fields[0];
    return {
      colId: column.id,
      headerName: column.title,
      headerTooltip: column.title,
      initialHide: hidden,
      initialWidth: width ?? widthOf(column),
      ...pinnedTo(pinned ?? (column.id === ACTIONS ? 'right' : null)),
      initialSort: sorts[sortAt]?.sort ?? null,
      ...(sortAt < 0 ? {} : { initialSortIndex: sortAt }),
      lockVisible: column.locked,
      sortable: column.id !== ACTIONS,
      ...(column.id === ACTIONS ? {} : { filter: ColumnFilter, filterParams: { column, queryWithout } satisfies ColumnFilterParams }),
      ...(isNumeric(first.kind) ? { cellClass: 'number', headerClass: 'ag-right-aligned-header' } : {}),
      valueGetter: ({ data }) => data?.values[first.key],
      ...shownBy(column),
    };
  });
}

function pinnedTo(side: 'left' | 'right' | null): Pick<ColDef, 'initialPinned'> {
  return side === null ? {} : { initialPinned: side };
}

function widthOf(column: GridColumn): number {
  const own = OWN_WIDTHS[column.id];
  if (own !== undefined && column.fields[0].choices === undefined) return own;
  return Math.max(...column.fields.map((field) => WIDTHS[field.kind])) + (column.locked ? 30 : 0);
}

/** Sorts as the settings keep them: by the first field of a column. */
export function keptSorts(sorts: readonly ColumnSort[], columns: readonly GridColumn[]): ViewState['sort'] {
  return sorts.flatMap(({ colId, sort }) => {
    const column = columns.find((one) => one.id === colId);
    return column === undefined ? [] : [{ field: column.fields[0].key, descending: sort === 'desc' }];
  });
}

type CellProps = ICellRendererParams<GridRow, unknown, CellContext> & { readonly column: GridColumn };

/** A component only for cells that are more than a text: hundreds of them come at once when somebody scrolls. */
function shownBy(column: GridColumn): Pick<ColDef<GridRow>, 'cellRenderer' | 'cellRendererParams' | 'valueFormatter'> {
  const [first, second] = column.fields;
  if (column.id === ACTIONS) return { cellRenderer: ActionCell };
  if (column.id === 'severity') return { cellRenderer: SeverityCell };
  if (second !== undefined) return { cellRenderer: PairCell, cellRendererParams: { column } };
  return { valueFormatter: ({ data, context }) => (data === undefined ? '' : showCell(first, data.values[first.key], (context as CellContext).names, (context as CellContext).display)) };
}

/** Two values in one cell, as the vendor's page shows them. */
function PairCell({ data, column, context }: CellProps): ReactElement | null {
  if (data === undefined) return null;
  return (
    <span className="pair">
      {column.fields.map((field) => <span key={field.key}>{showCell(field, data.values[field.key], context.names, context.display)}</span>)}
    </span>
  );
}

function SeverityCell({ data }: CellProps): ReactElement | null {
  const severity = data?.values['severity'];
  return severity === 'error' || severity === 'warning' || severity === 'info' ? <Severity severity={severity} /> : null;
}

function ActionCell({ data, context }: CellProps): ReactElement | null {
  const { t } = useSay();
  return data === undefined ? null : <button type="button" className="linkish" tabIndex={-1} onClick={() => context.open(data)}>{t('grid.details')}</button>;
}
