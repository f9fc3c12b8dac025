import { useState, type ReactElement } from 'react';
import { visible } from '../../core/base/visible.ts';
import { useCall } from '../frame/app.ts';
import { useSay } from '../i18n/useSay.ts';
import type { GridField } from './columns.ts';
import { exactCell, showCount } from './format.ts';
import type { GridQuery } from './query.ts';

const SHOWN = 200;

interface Props {
  readonly field: GridField;
  readonly query: () => GridQuery;
  readonly chosen: readonly (string | null)[];
  readonly choose: (values: readonly (string | null)[]) => void;
}

/** The values that occur in a column with their counts, to tick; counted by the program over all rows. */
export function DistinctValues({ field, query, chosen, choose }: Props): ReactElement {
  const names = useSay();
  const { t } = names;
  const [search, setSearch] = useState('');
  const answer = useCall('records.distinct', { query: query(), field: field.key, search: field.kind === 'choice' ? '' : search, limit: SHOWN });
  const found = (answer.value?.values ?? []).filter(({ value }) => field.kind !== 'choice' || exactCell(field, value ?? undefined, names).toLowerCase().includes(search.toLowerCase()));
  const toggle = (value: string | null): void => choose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <>
      <input className="plain-input" type="search" placeholder={t('filter.search')} aria-label={t('filter.search')} value={search} onChange={(event) => setSearch(event.target.value)} />
      <div className="values" role="group" aria-label={field.title} tabIndex={-1}>
        {found.map(({ value, count }) => (
          <label key={value ?? '\u0000'}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            <span className="name">{value === null ? t('filter.absent') : visible(exactCell(field, value, names))}</span>
            <span className="muted number">{showCount(count)}</span>
          </label>
        ))}
        {answer.isLoading && found.length === 0 && <span className="muted">{t('state.counting')}</span>}
        {!answer.isLoading && found.length === 0 && <span className="muted">{t('filter.none')}</span>}
      </div>
      {answer.value !== null && answer.value.total > SHOWN && <span className="muted">{t('filter.more', { count: showCount(answer.value.total - SHOWN) })}</span>}
    </>
  );
}
