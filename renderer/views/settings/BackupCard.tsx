import { useState, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import type { BackupRecord, ProjectCheck } from '../../../core/contract/backupProcedures.ts';
import { KEPT_DAYS } from '../../../core/contract/names.ts';
import { inWords } from '../../client.ts';
import { useApp, useCall, usePage } from '../../frame/app.ts';
import { Modal } from '../../frame/Modal.tsx';
import { localTime } from '../../frame/ScopeBar.tsx';
import { Failed } from '../../frame/State.tsx';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';

const KIB = 1024;

/** Copies of the project, how to go back to one, and whether the project is sound. */
export function BackupCard(): ReactElement {
  const { t, say } = useSay();
  const { connection: { client } } = useApp();
  const project = usePage((page) => page.project);
  const { value, error, reload } = useCall('backups.list', {}, ['backups', 'project']);
  const [check, setCheck] = useState<ProjectCheck | null>(null);
  const [busy, setBusy] = useState<'make' | 'check' | null>(null);
  const run = (what: 'make' | 'check', work: Promise<unknown>): void => {
    setBusy(what);
    work.catch((failure: unknown) => MessagePlugin.error(inWords(failure, say), 6000)).finally(() => setBusy(null)).catch(() => undefined);
  };
  return (
    <section className="card" aria-label={t('backup.title')}>
      <h2>{t('backup.title')}</h2>
      <span>{t('backup.what', { days: KEPT_DAYS })}</span>
      <div className="row" style={{ justifyContent: 'flex-start' }}>
        <Button loading={busy === 'make'} disabled={project.isReadOnly} onClick={() => run('make', client.call('backups.make', {}))}>{t('backup.make')}</Button>
        <Button variant="outline" loading={busy === 'check'} onClick={() => run('check', client.call('project.check', {}).then(setCheck))}>{t('backup.check')}</Button>
      </div>
      <div role="status">{check !== null && <Checked check={check} />}</div>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value !== null && value.backups.length === 0 && <span className="muted">{t('backup.none')}</span>}
      {value !== null && value.backups.length > 0 && (
        <table className="plain">
          <thead><tr><th>{t('backup.made')}</th><th>{t('backup.why')}</th><th className="number">{t('backup.size')}</th><th>{t('export.actions')}</th></tr></thead>
          <tbody>{value.backups.map((backup) => <Line key={backup.name} backup={backup} isReadOnly={project.isReadOnly} />)}</tbody>
        </table>
      )}
    </section>
  );
}

function Checked({ check }: { readonly check: ProjectCheck }): ReactElement {
  const { t, say } = useSay();
  if (check.faults.length > 0) return <div className="banner banner-error" style={{ overflowWrap: 'anywhere' }}>{t('backup.faults')} {check.faults.join(' · ')}</div>;
  if (check.broken !== null) return <div className="banner banner-error" style={{ overflowWrap: 'anywhere' }}>{say(check.broken.id, check.broken.values)}</div>;
  return <div className="banner banner-info" style={{ overflowWrap: 'anywhere' }}>{t('backup.sound')} {say('log.intact', { entries: check.entries, hash: check.hash })}</div>;
}

function Line({ backup, isReadOnly }: { readonly backup: BackupRecord; readonly isReadOnly: boolean }): ReactElement {
  const { t, say } = useSay();
  const { connection: { client } } = useApp();
  const [isAsking, setAsking] = useState(false);
  const restore = (): void => {
    setAsking(false);
    client.call('backups.restore', { name: backup.name }).then(
      () => MessagePlugin.success(t('backup.restored'), 4000),
      (failure: unknown) => MessagePlugin.error(inWords(failure, say), 6000),
    ).catch(() => undefined);
  };
  return (
    <tr>
      <td title={backup.name}>{localTime(backup.at)}</td>
      <td>{t(`backup.kind.${backup.kind}`)}</td>
      <td className="number">{showCount(Math.ceil(backup.bytes / KIB))} KiB</td>
      <td>
        <button type="button" className="linkish" disabled={isReadOnly} onClick={() => setAsking(true)}>{t('backup.restore')}</button>
        {isAsking && (
          <Modal theme="warning" header={t('backup.restore')} close={() => setAsking(false)} confirmBtn={t('backup.restore')} cancelBtn={t('cancel')} onConfirm={restore}>
            {t('backup.restoreWhy', { time: localTime(backup.at), name: backup.name })}
          </Modal>
        )}
      </td>
    </tr>
  );
}
