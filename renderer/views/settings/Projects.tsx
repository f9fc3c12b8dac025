import { useState, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import { visible } from '../../../core/base/visible.ts';
import { inWords } from '../../client.ts';
import { useApp, useCall, usePage } from '../../frame/app.ts';
import { localTime } from '../../frame/ScopeBar.tsx';
import { useSay } from '../../i18n/useSay.ts';

/** The project that is open and those of before. A temporary one is kept by giving it a name. */
export function Projects(): ReactElement {
  const { t, say } = useSay();
  const { connection: { client } } = useApp();
  const project = usePage((page) => page.project);
  const host = usePage((page) => page.host);
  const recent = useCall('projects.recent', {}, ['project']);
  const [name, setName] = useState('');
  const run = (work: Promise<unknown>): void => void work.catch((error: unknown) => MessagePlugin.error(inWords(error, say), 6000));
  const named = host === 'electron' || name.trim() === '' ? {} : { name: name.trim() };
  return (
    <section className="card" aria-label={t('project.title')}>
      <h2>{t('project.title')}</h2>
      <dl className="facts">
        <dt>{t('project.now')}</dt>
        <dd>{project.isTemporary ? t('scope.temporary') : visible(project.name)}</dd>
      </dl>
      {host === 'loopback' && <label className="row" style={{ justifyContent: 'flex-start' }}>{t('project.name')}<input className="plain-input" value={name} onChange={(event) => setName(event.target.value)} /></label>}
      <div className="row" style={{ justifyContent: 'flex-start' }}>
        <Button disabled={host === 'loopback' && name.trim() === ''} onClick={() => run(client.call('projects.saveAs', named))}>{t('project.saveAs')}</Button>
        <Button variant="outline" disabled={host === 'loopback' && name.trim() === ''} onClick={() => run(client.call('projects.create', named))}>{t('project.create')}</Button>
        {host === 'electron' && <Button variant="outline" onClick={() => run(client.call('projects.choose', {}))}>{t('project.open')}</Button>}
        <Button variant="outline" onClick={() => run(client.call('projects.openSample', {}))}>{t('overview.sample')}</Button>
      </div>
      {recent.value !== null && recent.value.projects.length > 0 && (
        <table className="plain">
          <thead><tr><th>{t('project.recent')}</th><th>{t('export.opened')}</th><th>{t('export.actions')}</th></tr></thead>
          <tbody>
            {recent.value.projects.map((one) => (
              <tr key={one.recent}>
                <td>{one.isMissing ? <span className="muted">{visible(one.name)} · {t('export.missing')}</span> : <button type="button" className="linkish" onClick={() => run(client.call('projects.openRecent', { recent: one.recent }))}>{visible(one.name)}</button>}</td>
                <td>{localTime(one.openedAt)}</td>
                <td><button type="button" className="linkish" onClick={() => { run(client.call('projects.forgetRecent', { recent: one.recent })); recent.reload(); }}>{t('project.forget')}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
