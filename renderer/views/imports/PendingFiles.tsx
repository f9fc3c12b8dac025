import { useState, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import { visible } from '../../../core/base/visible.ts';
import type { ImportRecord, InspectedFile } from '../../../core/contract/importProcedures.ts';
import type { Ref } from '../../../core/contract/shapes.ts';
import { failureInWords, inWords, isCancelled } from '../../client.ts';
import { useApp, useCall } from '../../frame/app.ts';
import { localTime } from '../../frame/ScopeBar.tsx';
import { Mark } from '../../frame/Severity.tsx';
import { Failed, Waiting } from '../../frame/State.tsx';
import { useRun } from '../../frame/useRun.ts';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { PreviewTable } from './PreviewTable.tsx';

/** What the chosen files are, before anything is changed; then the import itself. */
export function PendingFiles({ refs }: { readonly refs: readonly Ref[] }): ReactElement {
  const { t, say } = useSay();
  const { connection, state } = useApp();
  const { start } = useRun();
  const [snapshot, setSnapshot] = useState('');
  const [isImporting, setImporting] = useState(false);
  const asked = /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(snapshot) ? { snapshot: snapshot.length === 10 ? `${snapshot} 00:00:00` : snapshot } : {};
  const { value, error, isLoading, reload } = useCall('imports.inspect', { refs: refs.map((ref) => ref.ref), ...asked }, ['imports']);
  const forget = (): void => state.set({ refs: [] });
  const tables = (value?.files ?? []).flatMap((file) => file.tables);
  const stored = tables.reduce((sum, table) => sum + table.counts.stored, 0);
  const run = (): void => {
    setImporting(true);
    connection.client.call('imports.run', { refs: refs.map((ref) => ref.ref), ...asked }).then((done) => {
      forget();
      void MessagePlugin.success(t('imports.done', { rows: showCount(rowsOf(done)) }), 4000);
      start();
    }, (failure: unknown) => (isCancelled(failure) ? MessagePlugin.info(t('task.cancelled'), 3000) : MessagePlugin.error(inWords(failure, say), 8000))).finally(() => setImporting(false)).catch(() => undefined);
  };
  return (
    <section className="card" aria-label={t('imports.pending')}>
      <div className="row">
        <span className="row"><h2>{t('imports.pending')}</h2><span className="muted">{refs.length === 1 ? visible(refs[0]!.name) : t('imports.files', { count: refs.length })}</span></span>
        <span className="row">
          <Button variant="outline" disabled={isImporting} onClick={forget}>{t('imports.forget')}</Button>
          <Button disabled={tables.length === 0 || isLoading} loading={isImporting} onClick={run}>{value === null && isLoading ? t('imports.recognising') : t('imports.run', { rows: showCount(stored) })}</Button>
        </span>
      </div>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {isLoading && value === null && <Waiting />}
      {value?.files.map((file) => <FilePreview key={file.ref} file={file} />)}
      {tables.some((table) => table.kind === 'packages') && (
        <label className="row">{t('imports.snapshot')}
          <input className="plain-input" placeholder="2025-08-01 00:00:00" value={snapshot} onChange={(event) => setSnapshot(event.target.value.trim())} />
          <span className="muted">{t('imports.snapshotWhy')}</span>
        </label>
      )}
    </section>
  );
}

function rowsOf(done: ImportRecord): number {
  return done.tables.reduce((sum, table) => sum + table.counts.stored, 0);
}

function FilePreview({ file }: { readonly file: InspectedFile }): ReactElement {
  const { t, say } = useSay();
  return (
    <article>
      <div className="row" style={{ marginBottom: 6 }}>
        <b className="mono">{visible(file.name)}</b>
        {file.importedAt !== null && <Mark mood="warning">{t('imports.again', { time: localTime(file.importedAt) })}</Mark>}
      </div>
      {file.refused.map((refused) => <div key={refused.name} className="banner banner-error">{failureInWords(refused.failure, say)}</div>)}
      {file.tables.map((table) => <PreviewTable key={`${table.name} ${table.sheet ?? ''}`} table={table} />)}
      {file.skipped.map((skipped) => <div key={skipped.name} className="muted">{failureInWords(skipped.failure, say)}</div>)}
    </article>
  );
}
