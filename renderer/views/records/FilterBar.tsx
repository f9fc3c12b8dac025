import { useEffect, useState, type ReactElement } from 'react';
import { Button, DateRangePicker, Input, Select } from 'tdesign-react';
import type { Filter } from '../../../core/contract/shapes.ts';
import type { RecordKind } from '../../../core/fields/field.ts';
import { useCall, usePage } from '../../frame/app.ts';
import type { GridColumn, GridField } from '../../grid/columns.ts';
import { exactCell, showCount } from '../../grid/format.ts';
import { onAny, rangeOn } from '../../grid/query.ts';
import { useSay } from '../../i18n/useSay.ts';
import { SOURCE_FILTERS, type SourceFilter } from './sourceFilters.ts';

/** Conditions of the bar by the filter that set them. */
export type BarFilters = ReadonlyMap<string, Filter>;

interface Props {
  readonly kind: RecordKind;
  readonly columns: readonly GridColumn[];
  readonly filters: BarFilters;
  readonly change: (filters: BarFilters) => void;
}

/** The filters of the vendor's page. */
export function FilterBar({ kind, columns, filters, change }: Props): ReactElement {
  const { t } = useSay();
  const fields = new Map(columns.flatMap((column) => column.fields).map((field) => [field.key, field]));
  const set = (name: string, filter: Filter | null): void => {
    const next = new Map(filters);
    if (filter === null) next.delete(name);
    else next.set(name, filter);
    change(next);
  };
  return (
    <div className="filters" role="search">
      {SOURCE_FILTERS[kind].map((filter) => {
        const name = filter.type === 'words' ? filter.label : filter.field;
        const field = filter.type === 'words' ? undefined : fields.get(filter.field);
        const props = { filter: filters.get(name), set: (next: Filter | null) => set(name, next) };
        if (filter.type === 'words') return <Words key={name} spec={filter} {...props} />;
        if (field === undefined) return null;
        return filter.type === 'range' ? <Range key={name} spec={filter} {...props} /> : <Values key={name} kind={kind} field={field} {...props} />;
      })}
      <Button variant="outline" onClick={() => change(new Map())} disabled={filters.size === 0}>{t('reset')}</Button>
    </div>
  );
}

interface OneFilter {
  readonly filter: Filter | undefined;
  readonly set: (filter: Filter | null) => void;
}

function Values({ kind, field, filter, set }: OneFilter & { readonly kind: RecordKind; readonly field: GridField }): ReactElement {
  const names = useSay();
  const scope = usePage((state) => state.settings.scope);
  const answer = useCall('records.distinct', { query: { view: kind, scope }, field: field.key, limit: 1000 }, ['imports', 'project'], { isWanted: usePage((state) => state.isSettled) });
  const chosen = filter !== undefined && 'op' in filter && filter.op === 'in' ? filter.values : [];
  const options = (answer.value?.values ?? []).map(({ value, count }) => ({
    value: value ?? '\u0000',
    label: `${value === null ? names.t('filter.absent') : exactCell(field, value, names)} (${showCount(count)})`,
  }));
  return (
    <Select multiple filterable clearable minCollapsedNum={1} style={{ width: 172 }} placeholder={field.title} options={options} loading={answer.isLoading && answer.value === null}
      inputProps={{ 'aria-label': field.title } as object} value={chosen.map((value) => value ?? '\u0000')}
      onChange={(value) => {
        const values = (value as string[]).map((one) => (one === '\u0000' ? null : one));
        set(values.length === 0 ? null : { op: 'in', field: field.key, values });
      }} />
  );
}

function Words({ spec, filter, set }: OneFilter & { readonly spec: SourceFilter & { readonly type: 'words' } }): ReactElement {
  const { t } = useSay();
  const first = filter === undefined ? undefined : 'any' in filter ? filter.any[0] : filter;
  const given = first !== undefined && 'value' in first ? first.value : '';
  const [text, setText] = useState(given);
  useEffect(() => setText(given), [given]);
  const apply = (value: string): void => set(value.trim() === '' ? null : onAny(spec.fields, (field) => ({ op: 'contains', field, value: value.trim() })));
  const label = t(`filter.${spec.label}`);
  return <Input style={{ width: 190 }} clearable placeholder={label} value={text} onChange={setText} onEnter={apply} onBlur={apply} onClear={() => set(null)} inputClass="words" {...{ 'aria-label': label }} />;
}

function Range({ spec, filter, set }: OneFilter & { readonly spec: SourceFilter & { readonly type: 'range' } }): ReactElement {
  const { t } = useSay();
  const value = filter === undefined || 'any' in filter ? [] : filter.op === 'between' ? [filter.from, filter.to] : [];
  return (
    <span className="field">
      {t(`filter.${spec.label}`)}
      <DateRangePicker clearable style={{ width: 250 }} allowInput value={value} onChange={(next) => set(rangeOn(spec.field, String(next[0] ?? ''), String(next[1] ?? '')))} />
    </span>
  );
}
