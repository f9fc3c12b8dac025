import { useState, type ReactElement } from 'react';
import { Button, Dropdown, Input, type InputRef } from 'tdesign-react';
import type { RecordKind } from '../../../core/fields/field.ts';
import { useCommand } from '../../frame/commands.ts';
import { Modal, useFirstFocus } from '../../frame/Modal.tsx';
import type { GridColumn } from '../../grid/columns.ts';
import type { GridHandle } from '../../grid/DataGrid.tsx';
import { showCount } from '../../grid/format.ts';
import type { GridQuery } from '../../grid/query.ts';
import type { Order } from '../../grid/rowSource.ts';
import { useSay } from '../../i18n/useSay.ts';
import { useExport } from '../exports/useExport.ts';
import { Quick } from './Quick.tsx';
import { Snapshots } from './Snapshots.tsx';
import { showPlace } from './useJump.ts';

interface Props {
  readonly kind: RecordKind;
  readonly order: Order | null;
  readonly query: GridQuery | null;
  readonly handle: GridHandle | null;
  readonly columns: readonly GridColumn[];
  readonly quick: string;
  readonly setQuick: (text: string) => void;
  readonly choose: () => void;
}

/** Title, quick filter and what can be done with the rows that are shown. */
export function RecordTools({ kind, order, query, handle, columns, quick, setQuick, choose }: Props): ReactElement {
  const { t } = useSay();
  const [isGoing, setGoing] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const start = useExport();
  const save = (format: 'xlsx' | 'csv', isAll: boolean): void => {
    if (query === null || handle === null) return;
    const byId = new Map(columns.map((column) => [column.id, column]));
    const shown = handle.api.getAllDisplayedColumns().flatMap((column) => byId.get(column.getColId())?.fields ?? []).map((field) => field.key);
    start({ what: 'view', query, format, ...(isAll ? {} : { columns: [...new Set(shown)] }) });
  };
  useCommand('goto', () => setGoing(true));
  useCommand('export', () => save('xlsx', false));
  return (
    <header className="view-head">
      <h1>{t(`nav.${kind}`)}</h1>
      {order !== null && <span className="muted">{t('status.count', { count: showCount(order.total) })}</span>}
      <span className="grow" />
      <Quick text={quick} change={setQuick} />
      {kind === 'packages' && <Button variant="outline" onClick={() => setComparing(true)}>{t('snapshots.title')}</Button>}
      <Button variant="outline" title="Ctrl+G" onClick={() => setGoing(true)} disabled={order === null || order.total === 0}>{t('grid.goto')}</Button>
      <Button variant="outline" title="Ctrl+L" onClick={choose}>{t('columns.title')}</Button>
      <Dropdown trigger="click" minColumnWidth="200px" options={[
        { content: t('export.shownXlsx'), value: 'xlsx shown' }, { content: t('export.allXlsx'), value: 'xlsx all' },
        { content: t('export.shownCsv'), value: 'csv shown' }, { content: t('export.allCsv'), value: 'csv all' },
      ]} onClick={({ value }) => { if (typeof value === 'string') save(value.startsWith('csv') ? 'csv' : 'xlsx', value.endsWith('all')); }}>
        <Button title="Ctrl+E" disabled={order === null || order.total === 0}>{t('export.start')}</Button>
      </Dropdown>
      {isComparing && <Snapshots close={() => setComparing(false)} />}
      {isGoing && order !== null && handle !== null && <GoTo total={order.total} go={(at) => showPlace(handle, at)} close={() => setGoing(false)} />}
    </header>
  );
}

function GoTo({ total, go, close }: { readonly total: number; readonly go: (at: number) => void; readonly close: () => void }): ReactElement {
  const { t } = useSay();
  const [text, setText] = useState('');
  const input = useFirstFocus<InputRef>();
  const row = Number(text.replaceAll(',', ''));
  const isValid = Number.isSafeInteger(row) && row >= 1 && row <= total;
  const submit = (): void => {
    if (!isValid) return;
    close();
    window.setTimeout(() => go(row - 1), 250);
  };
  return (
    <Modal header={t('grid.goto')} width={360} close={close} onConfirm={submit} confirmBtn={{ content: t('apply'), disabled: !isValid }} cancelBtn={t('cancel')}>
      <Input ref={input} value={text} onChange={setText} onEnter={submit} placeholder={`1 – ${showCount(total)}`} {...{ 'aria-label': t('grid.goto') }} />
    </Modal>
  );
}
