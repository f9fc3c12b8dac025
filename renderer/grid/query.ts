import type { View } from '../../core/contract/names.ts';
import type { ViewState } from '../../core/contract/appProcedures.ts';
import type { Condition, Filter, Scope, Sort } from '../../core/contract/shapes.ts';
import type { GridColumn } from './columns.ts';

/** What decides which rows a grid shows, and in which order. */
export interface GridQuery {
  readonly view: View;
  readonly filters: Filter[];
  readonly quick: string;
  readonly sort: Sort[];
  readonly scope: Scope;
}

export interface ColumnSort {
  readonly colId: string;
  readonly sort: 'asc' | 'desc';
}

/** The sort of the grid's columns as one of fields: a pair sorts by its first field, then by its second. */
export function sortOf(sorts: readonly ColumnSort[], columns: readonly GridColumn[]): Sort[] {
  return sorts.flatMap(({ colId, sort }) =>
    (columns.find((column) => column.id === colId)?.fields ?? []).map((field) => ({ field: field.key, descending: sort === 'desc' })));
}

/** How the columns of a grid sort when it is opened as the user left it. */
export function firstSorts(kept: ViewState['sort'], columns: readonly GridColumn[]): ColumnSort[] {
  return kept.flatMap(({ field, descending }) => columns.filter((column) => column.fields[0].key === field && !column.isHalf).map(({ id }): ColumnSort => ({ colId: id, sort: descending ? 'desc' : 'asc' })));
}

/** A filter of a column as it stands in the grid's model. */
export interface ColumnModel {
  readonly filter: Filter;
}

export function filtersOf(model: Readonly<Record<string, ColumnModel>>): Filter[] {
  return Object.values(model).map(({ filter }) => filter);
}

/** All conditions of a filter, of which one or more must hold. */
export function conditionsOf(filter: Filter): readonly Condition[] {
  return 'any' in filter ? filter.any : [filter];
}

/** The same conditions for one of two fields: the second half of a pair counts as much as the first. */
export function onAny(keys: readonly string[], condition: (field: string) => Condition): Filter {
  const conditions = keys.map(condition);
  return conditions.length === 1 ? conditions[0]! : { any: conditions };
}

/** A range with open ends; nothing where both ends are open. */
export function rangeOn(field: string, from: string, to: string): Condition | null {
  if (from !== '' && to !== '') return { op: 'between', field, from, to };
  if (from !== '') return { op: 'atLeast', field, value: from };
  return to === '' ? null : { op: 'atMost', field, value: to };
}

/** Columns in the user's order with their state; columns that the state does not know keep their place. */
export function arranged(columns: readonly GridColumn[], state: ViewState | undefined): readonly { readonly column: GridColumn; readonly hidden: boolean; readonly width: number | undefined; readonly pinned: 'left' | 'right' | null }[] {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const saved = (state?.columns ?? []).filter(({ key }) => byId.has(key));
  const known = new Set(saved.map(({ key }) => key));
  const order = saved.length === 0 ? columns.map((column) => column.id) : saved.map(({ key }) => key);
  if (saved.length > 0) {
    columns.forEach((column, at) => {
      if (!known.has(column.id)) order.splice(Math.min(at, order.length), 0, column.id);
    });
  }
  const stateOf = new Map(saved.map((entry) => [entry.key, entry]));
  // Everything up to the first key column stays in sight.
  const firstKey = columns.findIndex((column) => column.locked);
  const pinned = new Set(columns.slice(0, firstKey + 1).map((column) => column.id));
  return order.map((id) => {
    const column = byId.get(id)!;
    const entry = stateOf.get(id);
    return {
      column,
      hidden: column.locked ? false : (entry?.hidden ?? !column.byDefault),
      width: entry?.width,
      pinned: entry === undefined ? (pinned.has(id) ? 'left' : null) : (entry.pinned ?? null),
    };
  });
}
