import { useState, type ReactElement } from 'react';
import { Button, Checkbox, MessagePlugin } from 'tdesign-react';
import { visible } from '../../../core/base/visible.ts';
import type { ImportedTable, ImportRecord } from '../../../core/contract/importProcedures.ts';
import { failureInWords, inWords } from '../../client.ts';
import { useApp, useCall } from '../../frame/app.ts';
import { Modal } from '../../frame/Modal.tsx';
import { localTime } from '../../frame/ScopeBar.tsx';
import { Failed } from '../../frame/State.tsx';
import { useRun } from '../../frame/useRun.ts';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { useExport } from '../exports/useExport.ts';
import { RejectedRows } from './RejectedRows.tsx';

/** Everything that came in, newest first; each import can be taken back. */
export function ImportList(): ReactElement {
  const { t, say } = useSay();
  const { value, error, reload } = useCall('imports.list', {}, ['imports', 'project']);
  const [removing, setRemoving] = useState<ImportRecord | null>(null);
  const [shown, setShown] = useState<ImportedTable | null>(null);
  return (
    <section className="card" aria-label={t('imports.list')}>
      <h2>{t('imports.list')}</h2>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value?.imports.length === 0 && <span className="muted">{t('imports.none')}</span>}
      {value !== null && value.imports.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t('imports.list')}>
          <table className="plain">
            <thead>
              <tr>
                <th>{t('imports.time')}</th><th>{t('column.file')}</th><th>{t('imports.kind')}</th><th>{t('imports.period')}</th>
                <th className="number">{t('imports.col.stored')}</th><th className="number">{t('imports.col.known')}</th><th className="number">{t('imports.col.ignored')}</th><th className="number">{t('imports.col.rejected')}</th>
                <th>SHA-256</th>
              </tr>
            </thead>
            <tbody>{value.imports.map((record) => <ImportRows key={record.id} record={record} remove={() => setRemoving(record)} show={setShown} />)}</tbody>
          </table>
        </div>
      )}
      {removing !== null && <Remove record={removing} close={() => setRemoving(null)} />}
      {shown !== null && <Rejected table={shown} close={() => setShown(null)} />}
    </section>
  );
}

function ImportRows({ record, remove, show }: { readonly record: ImportRecord; readonly remove: () => void; readonly show: (table: ImportedTable) => void }): ReactElement {
  const { t, say } = useSay();
  const lines = Math.max(1, record.tables.length + record.refused.length);
  const time = (
    <td rowSpan={lines} style={{ whiteSpace: 'nowrap' }}>
      <div>{localTime(record.at)}</div>
      <Button size="small" variant="outline" theme="danger" onClick={remove}>{t('imports.undo')}</Button>
    </td>
  );
  return (
    <>
      {record.tables.map((table, at) => (
        <tr key={table.id}>
          {at === 0 && time}
          <td className="mono name" style={{ maxWidth: 360 }}>{visible(table.name)}{table.sheet === null ? '' : ` › ${visible(table.sheet)}`}</td>
          <td style={{ whiteSpace: 'nowrap' }}>{say(`kind.${table.kind}`)}</td>
          <td style={{ whiteSpace: 'nowrap' }}>{periodOf(table)}</td>
          <td className="number">{showCount(table.counts.stored)}</td>
          <td className="number">{showCount(table.counts.known)}</td>
          <td className="number">{showCount(table.counts.ignored)}</td>
          <td className="number">{table.counts.rejected === 0 ? 0 : <button type="button" className="linkish" onClick={() => show(table)}>{showCount(table.counts.rejected)}</button>}</td>
          <td className="mono" title={table.sha256}>{table.sha256.slice(0, 10)}…</td>
        </tr>
      ))}
      {record.refused.map((refused, at) => (
        <tr key={refused.name}>
          {record.tables.length === 0 && at === 0 && time}
          <td className="mono">{visible(refused.name)}</td>
          <td colSpan={7} className="severity-error">{failureInWords(refused.failure, say)}</td>
        </tr>
      ))}
    </>
  );
}

function periodOf(table: ImportedTable): string {
  if (table.window !== null) return `${table.window.start.slice(0, 10)} – ${table.window.end.slice(0, 10)}`;
  return table.snapshot ?? '—';
}

/** Says what would go and what would stay before anything goes. */
function Remove({ record, close }: { readonly record: ImportRecord; readonly close: () => void }): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const { start } = useRun();
  const { value, error } = useCall('imports.previewRemove', { id: record.id });
  const [isBusy, setBusy] = useState(false);
  const remove = (): void => {
    setBusy(true);
    connection.client.call('imports.remove', { id: record.id }).then(({ removed }) => {
      void MessagePlugin.success(t('imports.undone', { count: showCount(removed) }), 4000);
      start();
      close();
    }, (failure: unknown) => MessagePlugin.error(inWords(failure, say), 8000)).finally(() => setBusy(false)).catch(() => undefined);
  };
  return (
    <Modal theme="warning" header={t('imports.undo')} close={close} onConfirm={remove}
      confirmBtn={{ content: t('imports.undo'), theme: 'danger', loading: isBusy, disabled: value === null }} cancelBtn={t('cancel')}>
      <p>{visible(record.tables.map((table) => table.name).join(' · '))}</p>
      {error !== null && <Failed message={inWords(error, say)} />}
      <p>{value === null ? t('state.counting') : t('imports.undoEffect', { removed: showCount(value.removed), kept: showCount(value.kept) })}</p>
    </Modal>
  );
}

function Rejected({ table, close }: { readonly table: ImportedTable; readonly close: () => void }): ReactElement {
  const { t } = useSay();
  const { value } = useCall('imports.rejected', { file: table.id, start: 0, end: 500 });
  const [isRedacted, setRedacted] = useState(false);
  const save = useExport(isRedacted);
  return (
    <Modal width={900} header={`${t('imports.rejectedTitle')} · ${visible(table.name)}`} close={close}
      footer={<><Button variant="outline" onClick={close}>{t('close')}</Button><Button onClick={() => { save({ what: 'rejected', file: table.id }); close(); }}>{t('imports.saveRejected')}</Button></>}>
      {value !== null && <RejectedRows kind={table.kind} rows={value.rows} />}
      {value !== null && value.total > value.rows.length && <p className="muted">{t('imports.moreRejected', { count: showCount(value.total - value.rows.length) })}</p>}
      <p><Checkbox checked={isRedacted} onChange={setRedacted}>{t('export.redact')}</Checkbox></p>
    </Modal>
  );
}
