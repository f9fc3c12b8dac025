import { useState, type ReactElement } from 'react';
import { Button, Dialog, MessagePlugin } from 'tdesign-react';
import type { FindingState } from '../../../core/contract/names.ts';
import type { FindingDetail } from '../../../core/contract/runProcedures.ts';
import { inWords } from '../../client.ts';
import { useApp } from '../../frame/app.ts';
import { Mark } from '../../frame/Severity.tsx';
import { useSay } from '../../i18n/useSay.ts';

const MOODS = { open: 'unknown', progress: 'info', resolved: 'good', ignored: 'warning' } as const;

/** What the user makes of a finding; resolving and ignoring need a reason. */
export function Decision({ detail: { finding } }: { readonly detail: FindingDetail }): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const [asked, setAsked] = useState<FindingState | null>(null);
  const decide = (state: FindingState, reason: string | null): void => {
    setAsked(null);
    connection.client.call('findings.decide', { keys: [finding.key], state, reason }).catch((error: unknown) => MessagePlugin.error(inWords(error, say), 6000));
  };
  return (
    <section style={{ display: 'grid', gap: 8 }}>
      <h3>{t('finding.status')}</h3>
      <div className="row">
        <Mark mood={MOODS[finding.state]}>{t(`decision.${finding.state}`)}</Mark>
        {finding.isReopened && <Mark mood="warning">{t('decision.reopened')}</Mark>}
        {finding.reason !== null && <span>{finding.reason}</span>}
      </div>
      <div className="row">
        {finding.state !== 'open' && <Button size="small" variant="outline" onClick={() => decide('open', null)}>{t('decision.toOpen')}</Button>}
        {finding.state !== 'progress' && <Button size="small" variant="outline" onClick={() => decide('progress', null)}>{t('decision.toProgress')}</Button>}
        {finding.state !== 'resolved' && <Button size="small" variant="outline" onClick={() => setAsked('resolved')}>{t('decision.toResolved')}</Button>}
        {finding.state !== 'ignored' && <Button size="small" variant="outline" onClick={() => setAsked('ignored')}>{t('decision.toIgnored')}</Button>}
      </div>
      {asked !== null && <Reason state={asked} decide={(reason) => decide(asked, reason)} close={() => setAsked(null)} />}
    </section>
  );
}

function Reason({ state, decide, close }: { readonly state: FindingState; readonly decide: (reason: string) => void; readonly close: () => void }): ReactElement {
  const { t } = useSay();
  const [reason, setReason] = useState('');
  const isGiven = reason.trim() !== '';
  return (
    <Dialog visible header={t(`decision.${state}`)} onClose={close} onConfirm={() => { if (isGiven) decide(reason.trim()); }} confirmBtn={{ content: t('apply'), disabled: !isGiven }} cancelBtn={t('cancel')} destroyOnClose>
      <textarea className="paste" aria-label={t('decision.reason')} placeholder={t('decision.reason')} value={reason} onChange={(event) => setReason(event.target.value)} />
    </Dialog>
  );
}
