import { useState, type ReactElement, type ReactNode } from 'react';
import { MessagePlugin } from 'tdesign-react';
import { AppError } from '../../../core/base/errors.ts';
import { FINDING_STATES, LIMITS, RESOLUTIONS, SCOPES, type DecisionScope, type FindingState, type Resolution } from '../../../core/contract/names.ts';
import type { FindingRecord } from '../../../core/contract/runProcedures.ts';
import { inWords } from '../../client.ts';
import { useApp, useCall, usePage } from '../../frame/app.ts';
import { Modal, useFirstFocus } from '../../frame/Modal.tsx';
import { Failed } from '../../frame/State.tsx';
import { showCount } from '../../grid/format.ts';
import type { GridQuery } from '../../grid/query.ts';
import { useSay } from '../../i18n/useSay.ts';

/** What is decided about: one finding, or all that a query has. */
export type Target = { readonly finding: FindingRecord } | { readonly query: GridQuery };

interface Props {
  readonly target: Target;
  readonly state: FindingState;
  readonly close: () => void;
}

/** Asks what a decision needs: how it was resolved, why it is ignored and how far that reaches. Says how many findings it is about before it is confirmed. */
export function DecideDialog({ target, state: asked, close }: Props): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const run = usePage((page) => page.run?.at);
  const isBulk = 'query' in target;
  const [state, setState] = useState(asked);
  const [code, setCode] = useState<Resolution>('data');
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [until, setUntil] = useState('');
  const [scope, setScope] = useState<DecisionScope>('finding');
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const { value: counted, error, reload } = useCall('findings.count', isBulk ? { query: target.query } : { key: target.finding.key, scope: state === 'ignored' ? scope : 'finding' }, ['decisions', 'run']);
  const isReady = counted !== null && counted.count > 0 && (state !== 'ignored' || reason.trim() !== '') && !isBusy;
  const confirm = (): void => {
    if (!isReady) return;
    setBusy(true);
    const deciding = { state, code: state === 'resolved' ? code : null, reason: text(reason), note: text(note), until: state === 'ignored' ? text(until) : null, run };
    const { client } = connection;
    const decided = isBulk ? client.call('findings.decideAll', { query: target.query, expected: counted.count, ...deciding })
      : client.call('findings.decide', { keys: [target.finding.key], scope: state === 'ignored' ? scope : 'finding', ...deciding });
    decided.then(({ changed }) => {
      void MessagePlugin.success(t('decision.done', { count: showCount(changed) }), 2500);
      close();
    }, (failure: unknown) => {
      setRefused(failure);
      if (failure instanceof AppError && failure.code === 'count-changed') reload();
    }).finally(() => setBusy(false)).catch(() => undefined);
  };
  return (
    <Modal width={560} header={isBulk ? t('bulk.title') : t(`decision.${state}`)} close={close} onConfirm={confirm} cancelBtn={t('cancel')}
      confirmBtn={{ content: isBulk ? t('bulk.confirm', { count: counted === null ? '…' : showCount(counted.count) }) : t('apply'), disabled: !isReady, loading: isBusy }}>
      <div className="decide">
        {refused !== null && <Failed message={inWords(refused, say)} />}
        {error !== null && <Failed message={inWords(error, say)} />}
        {isBulk && <Choices name="state" title={t('bulk.to')} values={FINDING_STATES} chosen={state} choose={setState} label={(one) => t(`decision.${one}`)} />}
        {state === 'resolved' && <Choices name="code" title={t('decision.code')} values={RESOLUTIONS} chosen={code} choose={setCode} label={(one) => t(`resolution.${one}`)} />}
        {(state === 'resolved' || state === 'ignored') && <Reason isNeeded={state === 'ignored'} text={reason} change={setReason} confirm={confirm} />}
        {state === 'ignored' && (
          <label className="field">{t('decision.until')}
            <input type="date" className="plain-input" value={until} onChange={(event) => setUntil(event.target.value)} />
          </label>
        )}
        {state === 'ignored' && !isBulk && SCOPES.some((one) => one !== 'finding' && isPossible(one, target.finding)) && (
          <>
            <Choices name="scope" title={t('decision.scope')} values={SCOPES.filter((one) => isPossible(one, target.finding))} chosen={scope} choose={setScope} label={(one) => t(`decision.scope.${one}`)} />
            {scope !== 'finding' && <p className="muted">{t('decision.scopeWhy')}</p>}
          </>
        )}
        <LongText title={t('note.text')} text={note} change={setNote} most={LIMITS.note} />
        <p role="status">{counted === null ? t('decision.counting') : isBulk ? t('bulk.count', { count: showCount(counted.count), unsettled: showCount(counted.unsettled) }) : t('decision.count', { count: showCount(counted.count) })}</p>
      </div>
    </Modal>
  );
}

function isPossible(scope: DecisionScope, { packageId, product }: FindingRecord): boolean {
  return scope === 'finding' || (scope === 'package' ? packageId !== null : product !== null);
}

function text(value: string): string | null {
  return value.trim() === '' ? null : value.trim();
}

interface ReasonProps {
  readonly isNeeded: boolean;
  readonly text: string;
  readonly change: (text: string) => void;
  readonly confirm: () => void;
}

function Reason({ isNeeded, text: value, change, confirm }: ReasonProps): ReactElement {
  const { t } = useSay();
  const input = useFirstFocus();
  return (
    <label className="field">{t(isNeeded ? 'decision.reason' : 'decision.reasonFree')}
      <input ref={input} className="plain-input" value={value} maxLength={LIMITS.reason} required={isNeeded} aria-required={isNeeded} onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing) confirm(); }} />
    </label>
  );
}

/** Text of several lines, with how much of it there may be once that is near. */
export function LongText({ title, text: value, change, most }: { readonly title: string; readonly text: string; readonly change: (text: string) => void; readonly most: number }): ReactElement {
  const { t } = useSay();
  return (
    <label className="field">{title}
      <textarea className="plain-input lines" rows={3} value={value} maxLength={most} onChange={(event) => change(event.target.value)} />
      {value.length > most * 0.8 && <span className="muted">{t('decision.limit', { count: showCount(value.length), most: showCount(most) })}</span>}
    </label>
  );
}

interface ChoicesProps<V extends string> {
  readonly name: string;
  readonly title: string;
  readonly values: readonly V[];
  readonly chosen: V;
  readonly choose: (value: V) => void;
  readonly label: (value: V) => ReactNode;
}

/** One of a few, as the browser's own buttons: arrows move among them and screen readers name the group. */
function Choices<V extends string>({ name, title, values, chosen, choose, label }: ChoicesProps<V>): ReactElement {
  return (
    <fieldset className="choices">
      <legend>{title}</legend>
      {values.map((value) => <label key={value}><input type="radio" name={`decide-${name}`} value={value} checked={value === chosen} onChange={() => choose(value)} /> {label(value)}</label>)}
    </fieldset>
  );
}
