import { useGridFilter, type CustomFilterProps } from 'ag-grid-react';
import { useState, type ReactElement } from 'react';
import { Button } from 'tdesign-react';
import type { Condition } from '../../core/contract/shapes.ts';
import { useSay } from '../i18n/useSay.ts';
import { isNumeric, type GridColumn, type GridField } from './columns.ts';
import { DistinctValues } from './DistinctValues.tsx';
import { conditionsOf, type ColumnModel, type GridQuery } from './query.ts';

export interface ColumnFilterParams {
  readonly column: GridColumn;
  /** The query of the grid without this column's own filter, for counting values. */
  readonly queryWithout: (columnId: string) => GridQuery;
}

const TEXT_OPS = ['contains', 'notContains', 'equals', 'notEqual', 'starts', 'ends', 'blank', 'present'] as const;
const NUMBER_OPS = ['equals', 'notEqual', 'less', 'atMost', 'more', 'atLeast', 'between', 'blank', 'present'] as const;
const TIME_OPS = ['between', 'atLeast', 'atMost', 'blank', 'present'] as const;

type Op = Condition['op'];

function opsOf({ kind }: GridField): readonly Op[] {
  if (isNumeric(kind)) return NUMBER_OPS;
  if (kind === 'time' || kind === 'month') return TIME_OPS;
  return kind === 'id' ? TEXT_OPS : ['in', ...TEXT_OPS];
}

interface Draft {
  readonly key: string;
  readonly op: Op;
  readonly value: string;
  readonly to: string;
  readonly values: readonly (string | null)[];
}

function draftOf(model: ColumnModel | null, column: GridColumn): Draft {
  const condition = model === null ? undefined : conditionsOf(model.filter)[0];
  const key = condition?.field ?? column.fields[0].key;
  const field = column.fields.find((one) => one.key === key) ?? column.fields[0];
  const empty: Draft = { key, op: condition?.op ?? opsOf(field)[0]!, value: '', to: '', values: [] };
  if (condition === undefined) return empty;
  if (condition.op === 'between') return { ...empty, value: condition.from, to: condition.to };
  if (condition.op === 'in' || condition.op === 'notIn') return { ...empty, values: condition.values };
  return 'value' in condition ? { ...empty, value: condition.value } : empty;
}

/** A draft as a condition; `null` where it says nothing yet. */
function conditionOf({ key: field, op, value, to, values }: Draft): Condition | null {
  if (op === 'blank' || op === 'present') return { op, field };
  if (op === 'in' || op === 'notIn') return values.length === 0 ? null : { op, field, values: [...values] };
  if (op === 'between') {
    if (value !== '' && to !== '') return { op, field, from: value, to };
    if (value !== '') return { op: 'atLeast', field, value };
    return to === '' ? null : { op: 'atMost', field, value: to };
  }
  return value === '' ? null : { op, field, value };
}

/** The filter of one column: conditions for text, numbers and times, or a choice among the values that occur. */
export function ColumnFilter({ model, onModelChange, column, queryWithout, api }: CustomFilterProps<unknown, unknown, ColumnModel> & ColumnFilterParams): ReactElement {
  const { t } = useSay();
  const [draft, setDraft] = useState(() => draftOf(model, column));
  useGridFilter({ doesFilterPass: () => true });
  const field = column.fields.find((one) => one.key === draft.key) ?? column.fields[0];
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const apply = (): void => {
    const filter = conditionOf(draft);
    onModelChange(filter === null ? null : { filter });
    api.hidePopupMenu();
  };
  const clear = (): void => {
    setDraft(draftOf(null, column));
    onModelChange(null);
    api.hidePopupMenu();
  };
  return (
    <form className="column-filter" onSubmit={(event) => { event.preventDefault(); apply(); }}>
      {column.fields.length > 1 && (
        <select className="plain-select" aria-label={t('filter.field')} value={draft.key}
          onChange={(event) => { const next = column.fields.find((one) => one.key === event.target.value)!; setDraft({ key: next.key, op: opsOf(next)[0]!, value: '', to: '', values: [] }); }}>
          {column.fields.map((one) => <option key={one.key} value={one.key}>{one.title}</option>)}
        </select>
      )}
      <select className="plain-select" aria-label={t('filter.condition')} value={draft.op} onChange={(event) => change({ op: event.target.value as Op })}>
        {opsOf(field).map((op) => <option key={op} value={op}>{t(`filter.op.${op}`)}</option>)}
      </select>
      <Operands field={field} draft={draft} change={change} query={() => queryWithout(column.id)} />
      <div className="row">
        <Button type="submit" size="small">{t('apply')}</Button>
        <Button type="button" size="small" variant="outline" onClick={clear}>{t('reset')}</Button>
      </div>
    </form>
  );
}

function Operands({ field, draft, change, query }: { readonly field: GridField; readonly draft: Draft; readonly change: (part: Partial<Draft>) => void; readonly query: () => GridQuery }): ReactElement | null {
  const { t } = useSay();
  if (draft.op === 'blank' || draft.op === 'present') return null;
  if (draft.op === 'in' || draft.op === 'notIn') return <DistinctValues field={field} query={query} chosen={draft.values} choose={(values) => change({ values })} />;
  const type = field.kind === 'time' ? 'date' : field.kind === 'month' ? 'month' : 'text';
  const placeholder = isNumeric(field.kind) ? '0.00' : field.kind === 'month' ? '2025-05' : '';
  return (
    <>
      <input className="plain-input" type={type === 'month' ? 'text' : type} inputMode={isNumeric(field.kind) ? 'decimal' : undefined} placeholder={placeholder}
        aria-label={t(draft.op === 'between' ? 'filter.from' : 'filter.value')} value={draft.value} onChange={(event) => change({ value: event.target.value })} />
      {draft.op === 'between' && (
        <input className="plain-input" type={type === 'month' ? 'text' : type} placeholder={placeholder} aria-label={t('filter.to')} value={draft.to} onChange={(event) => change({ to: event.target.value })} />
      )}
    </>
  );
}
