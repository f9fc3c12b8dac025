import type { ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import type { Say } from '../../../core/base/text.ts';
import type { FindingState } from '../../../core/contract/names.ts';
import type { FindingRecord } from '../../../core/contract/runProcedures.ts';
import { inWords } from '../../client.ts';
import { useApp, usePage } from '../../frame/app.ts';
import { localTime } from '../../frame/ScopeBar.tsx';
import { Mark, type Mood } from '../../frame/Severity.tsx';
import { showCount, showNumber } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';

const MOODS: Readonly<Record<FindingRecord['status'], Mood>> = { open: 'unknown', reopened: 'warning', progress: 'info', resolved: 'good', ignored: 'warning' };

interface Props {
  readonly finding: FindingRecord;
  /** Asks for what resolving and ignoring need. */
  readonly ask: (state: FindingState) => void;
}

/** How a finding stands, why it was reopened, and what the user can make of it. */
export function Decision({ finding, ask }: Props): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const run = usePage((page) => page.run?.at);
  const { status, reopened, decided, code, reason, note, until, rule, who, decidedAt, numbersThen, firstSeen } = finding;
  const set = (state: FindingState): void => {
    connection.client.call('findings.decide', { keys: [finding.key], state, run }).catch((error: unknown) => MessagePlugin.error(inWords(error, say), 6000));
  };
  return (
    <section style={{ display: 'grid', gap: 8 }}>
      <h3>{t('finding.status')}</h3>
      <div className="row">
        <Mark mood={MOODS[status]}>{t(reopened === null ? `decision.${status}` : `decision.because.${reopened}`)}</Mark>
        {reopened !== null && decided !== null && <span>{t('decision.before', { state: t(`decision.${decided}`) })}</span>}
        {rule !== null && <Mark mood="info">{t('decision.byRule')}</Mark>}
        {(code !== null || reason !== null) && <span>{[code === null ? null : t(`resolution.${code}`), reason].filter((part) => part !== null).join(' · ')}</span>}
      </div>
      {numbersThen !== null && <div className="muted">{t('decision.then', { numbers: numbersOf(numbersThen, t), now: numbersOf(finding, t) })}</div>}
      {until !== null && <div>{t('decision.untilDay', { day: until })}</div>}
      {note !== null && <div style={{ whiteSpace: 'pre-wrap' }}>{note}</div>}
      {decidedAt !== null && <div className="muted">{t('decision.by', { who: who ?? '—', time: localTime(decidedAt) })}</div>}
      {firstSeen !== null && <div className="muted">{t('decision.firstSeen')} {localTime(firstSeen)}</div>}
      <div className="row">
        {status !== 'open' && status !== 'reopened' && <Button size="small" variant="outline" onClick={() => set('open')}>{t('decision.toOpen')}</Button>}
        {status !== 'progress' && <Button size="small" variant="outline" onClick={() => set('progress')}>{t('decision.toProgress')}</Button>}
        <Button size="small" variant="outline" title="E" onClick={() => ask('resolved')}>{t('decision.toResolved')}</Button>
        <Button size="small" variant="outline" title="I" onClick={() => ask('ignored')}>{t('decision.toIgnored')}</Button>
      </div>
    </section>
  );
}

interface Numbers {
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly money: string | null;
  readonly currency: string | null;
  readonly rowCount: number | null;
}

/** The numbers of a finding in one line. */
export function numbersOf({ quantity, unit, money, currency, rowCount }: Numbers, t: Say): string {
  const parts = [quantity === null ? '' : `${showNumber(quantity)} ${unit ?? ''}`, money === null ? '' : `${showNumber(money)} ${currency ?? ''}`, rowCount === null ? '' : t('status.count', { count: showCount(rowCount) })];
  return parts.map((part) => part.trim()).filter((part) => part !== '').join(' · ');
}
