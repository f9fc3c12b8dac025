import { useState, type ReactElement } from 'react';
import { Button } from 'tdesign-react';
import type { AppContract } from '../../../core/contract/contract.ts';
import { LIMITS, USER_NAME } from '../../../core/contract/names.ts';
import type { OutputOf } from '../../../core/contract/procedure.ts';
import { inWords } from '../../client.ts';
import { useApp, usePage, useSettings } from '../../frame/app.ts';
import { Failed } from '../../frame/State.tsx';
import { useSay } from '../../i18n/useSay.ts';

/** The log of decisions, and whether it is still as it was written. */
export function LogCard(): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const change = useSettings();
  const name = usePage((page) => page.settings.page[USER_NAME] ?? '');
  const [verdict, setVerdict] = useState<OutputOf<AppContract, 'log.verify'> | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const verify = (): void => {
    setBusy(true);
    setError(null);
    connection.client.call('log.verify', {}).then(setVerdict, setError).finally(() => setBusy(false)).catch(() => undefined);
  };
  return (
    <section className="card" aria-label={t('log.title')}>
      <h2>{t('log.title')}</h2>
      <span>{t('log.what')}</span>
      <label className="row">{t('log.name')}
        <input className="plain-input" defaultValue={name} maxLength={LIMITS.signer} onBlur={(event) => change({ page: { [USER_NAME]: event.target.value.trim() === '' ? null : event.target.value.trim() } })} />
      </label>
      <div><Button variant="outline" loading={isBusy} onClick={verify}>{t('log.verify')}</Button></div>
      <div role="status">
        {verdict !== null && <div className={`banner banner-${verdict.broken === null ? 'info' : 'error'}`} style={{ overflowWrap: 'anywhere' }}>{verdict.broken === null ? say('log.intact', { entries: verdict.entries, hash: verdict.hash }) : say(verdict.broken.id, verdict.broken.values)}</div>}
      </div>
      {error !== null && <Failed message={inWords(error, say)} />}
    </section>
  );
}
