import { useState, type ReactElement } from 'react';
import { Button, Checkbox } from 'tdesign-react';
import { Modal } from '../frame/Modal.tsx';
import { useSay } from '../i18n/useSay.ts';
import type { GridColumn } from './columns.ts';

interface Props {
  readonly columns: readonly GridColumn[];
  /** Ids of the columns that are shown now. */
  readonly shown: ReadonlySet<string>;
  readonly save: (shown: ReadonlySet<string>) => void;
  /** Order, widths and choice as at the beginning. */
  readonly restore: () => void;
  readonly close: () => void;
}

/** Which columns are shown, as the vendor's page asks it: a list of boxes, key columns locked, save, restore default. */
export function ColumnSettings({ columns, shown, save, restore, close }: Props): ReactElement {
  const { t } = useSay();
  const [draft, setDraft] = useState(shown);
  const [search, setSearch] = useState('');
  const set = (id: string, isShown: boolean): void => {
    const next = new Set(draft);
    if (isShown) next.add(id);
    else next.delete(id);
    setDraft(next);
  };
  const visible = columns.filter((column) => column.title.toLowerCase().includes(search.toLowerCase()));
  const footer = (
    <div className="row">
      <Button variant="outline" onClick={() => setDraft(new Set(columns.filter((column) => column.locked || column.byDefault).map((column) => column.id)))}>{t('columns.byDefault')}</Button>
      <Button variant="outline" onClick={() => { restore(); close(); }}>{t('columns.restore')}</Button>
      <span className="grow" />
      <Button variant="outline" onClick={close}>{t('cancel')}</Button>
      <Button onClick={() => { save(draft); close(); }}>{t('save')}</Button>
    </div>
  );
  return (
    <Modal header={t('columns.title')} width={640} footer={footer} close={close}>
      <div className="row" style={{ marginBottom: 8 }}>
        <input className="plain-input grow" type="search" placeholder={t('columns.search')} aria-label={t('columns.search')} value={search} onChange={(event) => setSearch(event.target.value)} />
        <span className="muted">{t('columns.count', { shown: draft.size, all: columns.length })}</span>
      </div>
      <div className="column-settings" role="group" aria-label={t('columns.title')} tabIndex={-1}>
        {visible.map((column) => (
          <div key={column.id} className={column.isHalf ? 'column indent' : 'column'}>
            <Checkbox checked={column.locked || draft.has(column.id)} disabled={column.locked} onChange={(checked) => set(column.id, checked)}>
              {column.title}{column.locked ? ` · ${t('columns.locked')}` : ''}{column.isAbsent ? ` · ${t('columns.absent')}` : ''}
            </Checkbox>
          </div>
        ))}
      </div>
    </Modal>
  );
}
