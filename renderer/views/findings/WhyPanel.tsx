import { useState, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import { visible } from '../../../core/base/visible.ts';
import type { Locale } from '../../../core/base/text.ts';
import type { FindingState } from '../../../core/contract/names.ts';
import type { EvidenceRow, FindingDetail } from '../../../core/contract/runProcedures.ts';
import { inWords } from '../../client.ts';
import { useApp, useCall, usePage, useWays } from '../../frame/app.ts';
import { useCommand } from '../../frame/commands.ts';
import { Severity } from '../../frame/Severity.tsx';
import { Failed, Waiting } from '../../frame/State.tsx';
import { copiedText, toClipboard } from '../../grid/copy.ts';
import { numberDisplay, showCount, showNumber, type NumberDisplay } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { useExport } from '../exports/useExport.ts';
import { DecideDialog } from './DecideDialog.tsx';
import { Decision } from './Decision.tsx';
import { findingText } from './findingText.ts';
import { History } from './History.tsx';

/** Why a finding is one: the rule, the arithmetic line by line, what was ruled out, the rows, and what to do. */
export function WhyPanel({ findingKey }: { readonly findingKey: string | null }): ReactElement {
  const { t } = useSay();
  return (
    <aside className="why" id="why" tabIndex={-1} aria-label={t('why.title')}>
      {findingKey === null ? <div className="state">{t('why.none')}</div> : <Why key={findingKey} findingKey={findingKey} />}
    </aside>
  );
}

function Why({ findingKey }: { readonly findingKey: string }): ReactElement {
  const { t, say } = useSay();
  const { value, error, reload } = useCall('findings.get', { key: findingKey }, ['run', 'decisions']);
  const [asked, setAsked] = useState<FindingState | null>(null);
  useCommand('resolve', () => setAsked('resolved'));
  useCommand('ignore', () => setAsked('ignored'));
  useCommand('note', () => document.querySelector<HTMLElement>('#finding-note textarea')?.focus());
  if (error !== null) return <Failed message={inWords(error, say)} retry={reload} />;
  if (value === null) return <Waiting />;
  const { finding, why, act, evidence } = value;
  const copy = (): void => void toClipboard(copiedText(findingText(value, say, t))).then(() => MessagePlugin.success(t('copied'), 1500));
  return (
    <>
      <div>
        <Severity severity={finding.severity} />
        <h2>{say(`${finding.check}.title`)}</h2>
        <span className="muted mono">{finding.check}</span>
      </div>
      <Subject detail={value} />
      <section>
        <h3>{t('why.calculation')}</h3>
        <ol>{why.map((sentence, at) => <li key={at}>{say(sentence.id, sentence.values)}</li>)}</ol>
      </section>
      <section>
        <h3>{t('why.act')}</h3>
        <div>{say(act.id, act.values)}</div>
      </section>
      {finding.rowCount > 0 && (
        <section className="rows">
          <h3>{t('why.rows', { count: showCount(finding.rowCount) })}</h3>
          {evidence.map((row, at) => <RowLink key={at} row={row} />)}
          {finding.rowCount > evidence.length && <span className="muted">{t('why.moreRows', { count: showCount(finding.rowCount - evidence.length) })}</span>}
        </section>
      )}
      <Decision finding={finding} ask={setAsked} />
      <History findingKey={findingKey} />
      {asked !== null && <DecideDialog target={{ finding }} state={asked} close={() => setAsked(null)} />}
      <div className="row">
        <Button variant="outline" onClick={copy}>{t('why.copy')}</Button>
        <Ticket findingKey={findingKey} />
        <span className="muted">{t('why.keys')}</span>
      </div>
    </>
  );
}

/** A text for the vendor's support in either language, and the cited records to attach. */
function Ticket({ findingKey }: { readonly findingKey: string }): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const save = useExport();
  const take = (locale: Locale): void => {
    connection.client.call('findings.ticket', { key: findingKey, locale })
      .then(({ text }) => toClipboard(copiedText(text)))
      .then(() => MessagePlugin.success(t('ticket.copied'), 2500), (error: unknown) => MessagePlugin.error(inWords(error, say), 6000))
      .catch(() => undefined);
  };
  return (
    <>
      <Button variant="outline" onClick={() => take('zh-CN')}>{t('ticket.chinese')}</Button>
      <Button variant="outline" onClick={() => take('en')}>{t('ticket.english')}</Button>
      <Button variant="outline" onClick={() => save({ what: 'evidence', key: findingKey })}>{t('ticket.evidence')}</Button>
    </>
  );
}

function Subject({ detail: { finding } }: { readonly detail: FindingDetail }): ReactElement {
  const { t } = useSay();
  const display: NumberDisplay = numberDisplay(usePage((page) => page.settings.page['number']));
  const facts: readonly (readonly [string, string | null])[] = [
    ['packageId', finding.packageId], ['transactionId', finding.transactionId], ['product', finding.product],
    ['quantity', finding.quantity === null ? null : `${showNumber(finding.quantity, display)} ${finding.unit ?? ''}`.trim()],
    ['money', finding.money === null ? null : `${showNumber(finding.money, display)} ${finding.currency ?? ''}`.trim()],
  ];
  return (
    <dl className="facts">
      {facts.filter(([, value]) => value !== null).map(([key, value]) => [<dt key={`${key}?`}>{t(`finding.${key}`)}</dt>, <dd key={key}>{value === null ? null : visible(value)}</dd>])}
    </dl>
  );
}

/** A cited row; a click shows it in its grid. A row that was set aside has no place there. */
function RowLink({ row }: { readonly row: EvidenceRow }): ReactElement {
  const { t, say } = useSay();
  const ways = useWays();
  const place = visible(`${row.file}${row.sheet === null ? '' : ` › ${row.sheet}`}`);
  const words = t('why.row', { kind: say(`kind.${row.kind}`), line: row.line });
  const { row: id } = row;
  return id === null
    ? <span title={place}>{words} <span className="muted mono">{place}</span></span>
    : <button type="button" className="linkish" title={place} onClick={() => ways.toRow(row.kind, id)}>{words} <span className="muted mono">{place}</span></button>;
}
