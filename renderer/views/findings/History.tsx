import { useState, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import { LIMITS } from '../../../core/contract/names.ts';
import type { HistoryEntry } from '../../../core/contract/decisionProcedures.ts';
import { inWords } from '../../client.ts';
import { useApp, useCall } from '../../frame/app.ts';
import { localTime } from '../../frame/ScopeBar.tsx';
import { Failed } from '../../frame/State.tsx';
import { useSay } from '../../i18n/useSay.ts';
import { LongText } from './DecideDialog.tsx';
import { numbersOf } from './Decision.tsx';

/** Everything that the log says about a finding, the last word first, and a place for a note. */
export function History({ findingKey }: { readonly findingKey: string }): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const { value, error, reload } = useCall('findings.history', { key: findingKey }, ['decisions', 'run']);
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const add = (): void => {
    setBusy(true);
    connection.client.call('findings.note', { key: findingKey, text: text.trim() }).then(() => setText(''), (failure: unknown) => MessagePlugin.error(inWords(failure, say), 6000)).finally(() => setBusy(false)).catch(() => undefined);
  };
  return (
    <section className="history" aria-label={t('note.title')}>
      <h3>{t('note.title')}</h3>
      <div id="finding-note"><LongText title={t('note.text')} text={text} change={setText} most={LIMITS.note} /></div>
      <div><Button size="small" variant="outline" title="N" disabled={text.trim() === ''} loading={isBusy} onClick={add}>{t('note.add')}</Button></div>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value?.entries.length === 0 && <span className="muted">{t('note.none')}</span>}
      {value !== null && value.entries.length > 0 && <ol reversed>{value.entries.toReversed().map((entry) => <Entry key={entry.entry} entry={entry} />)}</ol>}
    </section>
  );
}

function Entry({ entry: { at, who, kind, state, code, reason, note, until, byRule, life, numbers, engine, isUndone } }: { readonly entry: HistoryEntry }): ReactElement {
  const { t } = useSay();
  const what = life === null ? (state === null ? t(`entry.${kind}`) : t(`decision.${state}`)) : t(`life.${life}`);
  const facts = [code === null ? null : t(`resolution.${code}`), reason, until === null ? null : t('decision.untilDay', { day: until }), byRule ? t('decision.byRule') : null].filter((fact) => fact !== null);
  return (
    <li className={isUndone ? 'undone' : undefined}>
      <div><b>{what}</b>{facts.length > 0 && ` · ${facts.join(' · ')}`}{isUndone && ` · ${t('history.undone')}`}</div>
      {note !== null && <div style={{ whiteSpace: 'pre-wrap' }}>{note}</div>}
      <div className="muted">{localTime(at)} · {who ?? t('history.program')}{numbers !== null && ` · ${numbersOf(numbers, t)}`}{engine !== null && ` · PackLedger ${engine}`}</div>
    </li>
  );
}
