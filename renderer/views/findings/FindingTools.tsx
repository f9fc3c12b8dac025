import { useState, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import { visible } from '../../../core/base/visible.ts';
import type { ClosedFinding, Rule } from '../../../core/contract/decisionProcedures.ts';
import { inWords } from '../../client.ts';
import { useApp, useCall } from '../../frame/app.ts';
import { Modal } from '../../frame/Modal.tsx';
import { localTime } from '../../frame/ScopeBar.tsx';
import { Failed } from '../../frame/State.tsx';
import { showCount } from '../../grid/format.ts';
import type { GridQuery } from '../../grid/query.ts';
import type { Order } from '../../grid/rowSource.ts';
import { useSay } from '../../i18n/useSay.ts';
import { DecideDialog } from './DecideDialog.tsx';
import { numbersOf } from './Decision.tsx';
import { UndoButtons } from './UndoButtons.tsx';

/** What can be done about findings as a whole: decide about all that the filter has, undo, and look at rules and at what closed by itself. */
export function FindingTools({ order, query }: { readonly order: Order | null; readonly query: GridQuery | null }): ReactElement {
  const { t } = useSay();
  const { value: rules } = useCall('findings.rules', {}, ['decisions', 'run', 'project']);
  const { value: closed } = useCall('findings.closed', { limit: 0 }, ['decisions', 'run', 'project']);
  const [bulk, setBulk] = useState<GridQuery | null>(null);
  const [open, setOpen] = useState<'rules' | 'closed' | null>(null);
  return (
    <div className="row finding-tools" role="toolbar" aria-label={t('finding.tools')}>
      <Button size="small" variant="outline" disabled={query === null || order === null || order.total === 0} onClick={() => setBulk(query)}>{t('bulk.open')}</Button>
      <UndoButtons />
      <span className="grow" />
      <Button size="small" variant="text" onClick={() => setOpen('rules')}>{t('rules.open', { count: showCount(rules?.rules.length ?? 0) })}</Button>
      <Button size="small" variant="text" onClick={() => setOpen('closed')}>{t('closed.open', { count: showCount(closed?.total ?? 0) })}</Button>
      {bulk !== null && <DecideDialog target={{ query: bulk }} state="progress" close={() => setBulk(null)} />}
      {open === 'rules' && <Rules rules={rules?.rules ?? []} close={() => setOpen(null)} />}
      {open === 'closed' && <Closed close={() => setOpen(null)} />}
    </div>
  );
}

/** The rules that ignore findings, each with how many it concerns now; a rule is revoked in one step, which can be undone. */
function Rules({ rules, close }: { readonly rules: readonly Rule[]; readonly close: () => void }): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const [refused, setRefused] = useState<unknown>(null);
  const revoke = (rule: number): void => {
    setRefused(null);
    connection.client.call('findings.revoke', { rule }).then(({ changed }) => MessagePlugin.success(t('rules.revoked', { count: showCount(changed) }), 3000), setRefused).catch(() => undefined);
  };
  return (
    <Modal width={860} header={t('rules.title')} close={close} footer={<Button variant="outline" onClick={close}>{t('close')}</Button>}>
      {refused !== null && <Failed message={inWords(refused, say)} />}
      {rules.length === 0 ? <p>{t('rules.none')}</p> : (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t('rules.title')}>
          <table className="plain">
            <thead><tr>{(['scope', 'subject', 'reason', 'until', 'since'] as const).map((name) => <th key={name}>{t(`rules.${name}`)}</th>)}<th className="number">{t('rules.count')}</th><th /></tr></thead>
            <tbody>
              {rules.map((rule) => (
                <tr key={rule.rule}>
                  <td>{t(`decision.scope.${rule.scope}`)}</td>
                  <td>{visible(rule.packageId ?? `${say(`${rule.check}.title`)} · ${rule.product}`)}</td>
                  <td>{rule.reason}</td>
                  <td>{rule.until ?? '—'}</td>
                  <td>{localTime(rule.at)}<div className="muted">{rule.who ?? ''}</div></td>
                  <td className="number">{showCount(rule.count)}</td>
                  <td><button type="button" className="linkish" onClick={() => revoke(rule.rule)}>{t('rules.revoke')}</button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Modal>
  );
}

/** What later runs no longer had. */
function Closed({ close }: { readonly close: () => void }): ReactElement {
  const { t, say } = useSay();
  const { value, error, reload } = useCall('findings.closed', {}, ['run', 'project']);
  const findings: readonly ClosedFinding[] = value?.findings ?? [];
  const total = value?.total ?? 0;
  return (
    <Modal width={860} header={t('closed.title')} close={close} footer={<Button variant="outline" onClick={close}>{t('close')}</Button>}>
      <p>{t('closed.why')}</p>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {findings.length > 0 && (
        <div className="table-scroll" style={{ maxHeight: '50vh' }} tabIndex={0} role="group" aria-label={t('closed.title')}>
          <table className="plain">
            <thead><tr><th>{t('finding.check')}</th><th>{t('rules.subject')}</th><th>{t('finding.quantity')}</th><th>{t('finding.status')}</th><th>{t('decision.firstSeen')}</th><th>{t('closed.gone')}</th></tr></thead>
            <tbody>
              {findings.map((one) => (
                <tr key={one.key}>
                  <td>{say(`${one.check}.title`)}</td>
                  <td>{visible(one.packageId ?? one.product ?? '—')}</td>
                  <td>{one.numbers === null ? '—' : numbersOf(one.numbers, t)}</td>
                  <td>{one.state === null ? '—' : t(`decision.${one.state}`)}</td>
                  <td>{localTime(one.firstSeen)}</td>
                  <td>{localTime(one.gone)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {total > findings.length && <p className="muted">{t('closed.more', { shown: showCount(findings.length), total: showCount(total) })}</p>}
    </Modal>
  );
}
