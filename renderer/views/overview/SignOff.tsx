import { useState, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import { LIMITS, USER_NAME } from '../../../core/contract/names.ts';
import type { MonthFacts } from '../../../core/contract/monthProcedures.ts';
import { inWords } from '../../client.ts';
import { useApp, usePage, useSettings, useWays } from '../../frame/app.ts';
import { Modal, useFirstFocus } from '../../frame/Modal.tsx';
import { localTime } from '../../frame/ScopeBar.tsx';
import { Mark, type Mood } from '../../frame/Severity.tsx';
import { Failed } from '../../frame/State.tsx';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { LongText } from '../findings/DecideDialog.tsx';

const MOODS: Readonly<Record<MonthFacts['state'], Mood>> = { unsigned: 'unknown', signed: 'good', broken: 'error' };
const MONTHS_SHOWN = 6;

const CARD = 'sign-off';

interface Props {
  readonly months: readonly MonthFacts[] | null;
  readonly error: unknown;
  readonly reload: () => void;
}

/** Says before anything else that what was signed is no longer so. */
export function BrokenSeals({ months }: Pick<Props, 'months'>): ReactElement | null {
  const { t } = useSay();
  const broken = (months ?? []).filter(({ state }) => state === 'broken').map(({ month }) => month);
  if (broken.length === 0) return null;
  const show = (): void => {
    const card = document.getElementById(CARD);
    card?.scrollIntoView();
    card?.focus();
  };
  return <div className="banner banner-error" role="status"><span className="grow">{t('sign.broken', { months: broken.join(', ') })}</span><button type="button" className="linkish" onClick={show}>{t('sign.details')}</button></div>;
}

/** Every month with its seal: what is to be done before it is signed, who signed it, and what changed since. */
export function SignOff({ months, error, reload }: Props): ReactElement {
  const { t, say } = useSay();
  const scope = usePage((page) => page.settings.scope);
  const [signing, setSigning] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [isWhole, setWhole] = useState(false);
  const inScope = (months ?? []).filter(({ month }) => (scope.from === undefined || month >= scope.from) && (scope.to === undefined || month <= scope.to));
  const shown = isWhole ? inScope : inScope.slice(-MONTHS_SHOWN);
  const chosen = inScope.find(({ month }) => month === signing);
  const detailed = inScope.find(({ month }) => month === open);
  return (
    <section className="card wide" id={CARD} tabIndex={-1} aria-label={t('sign.title')}>
      <h2>{t('sign.title')}</h2>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {months !== null && inScope.length === 0 && <span className="muted">{t('sign.none')}</span>}
      {shown.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t('sign.title')}>
          <table className="plain">
            <thead><tr><th>{t('scope.period')}</th><th>{t('sign.state')}</th><th>{t('sign.checklist')}</th><th className="number" title={t('sign.findings')}>{t('sign.unsettled')}</th><th>{t('sign.signed')}</th><th /></tr></thead>
            <tbody>
              {shown.map((month) => (
                <tr key={month.month}>
                  <th scope="row">{month.month}</th>
                  <td><Mark mood={MOODS[month.state]}>{t(`seal.${month.state}`)}</Mark></td>
                  <td><Checklist month={month} isShort /></td>
                  <td className="number">{showCount(month.findings.error.undecided + month.findings.warning.undecided)} / {showCount(month.findings.error.all + month.findings.warning.all)}</td>
                  <td>{month.signed === null ? '—' : <>{month.signed.name} <span className="muted">{localTime(month.signed.at)}</span> <button type="button" className="linkish" aria-expanded={open === month.month} onClick={() => setOpen(open === month.month ? null : month.month)}>{t('sign.details')}</button></>}</td>
                  <td><Button size="small" variant="outline" onClick={() => setSigning(month.month)} aria-label={`${t(month.signed === null ? 'sign.do' : 'sign.again')} ${month.month}`}>{t(month.signed === null ? 'sign.do' : 'sign.again')}</Button></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {inScope.length > MONTHS_SHOWN && <button type="button" className="linkish" onClick={() => setWhole(!isWhole)}>{t(isWhole ? 'readiness.recent' : 'readiness.all', { count: inScope.length })}</button>}
      {detailed !== undefined && <Seal month={detailed} />}
      {chosen !== undefined && <Sign month={chosen} close={() => setSigning(null)} />}
    </section>
  );
}

/** What must be so, each with an icon and a word; in short only what is not. */
function Checklist({ month, isShort = false }: { readonly month: MonthFacts; readonly isShort?: boolean }): ReactElement {
  const { t, say } = useSay();
  const unmet = month.checklist.filter(({ isMet }) => !isMet);
  const detailOf = (item: MonthFacts['checklist'][number]['item']): string => {
    if (item === 'coverage') return month.coverage.filter(({ state }) => state !== 'full').map(({ kind, state }) => `${say(`kind.${kind}`)}: ${t(state === 'none' ? 'readiness.none2' : 'readiness.partial')}`).join(' · ');
    return item === 'decided' ? `${t('sign.unsettled')}: ${showCount(month.findings.error.undecided + month.findings.warning.undecided)}` : t('sign.missing.run');
  };
  if (isShort) return unmet.length === 0 ? <Mark mood="good">{t('sign.met')}</Mark> : <span className="row">{unmet.map(({ item }) => <Mark key={item} mood="warning">{t(`sign.missing.${item}`)}</Mark>)}</span>;
  return (
    <ul className="checklist" aria-label={t('sign.checklist')}>
      {month.checklist.map(({ item, isMet }) => <li key={item}><Mark mood={isMet ? 'good' : 'warning'}>{t(isMet ? 'sign.met' : 'sign.unmet')}</Mark> {t(`sign.item.${item}`)} {!isMet && <span className="muted">— {detailOf(item)}</span>}</li>)}
    </ul>
  );
}

/** Who signed what, and everything that is no longer so. */
function Seal({ month: { month, signed, state, changes, times } }: { readonly month: MonthFacts }): ReactElement | null {
  const { t } = useSay();
  if (signed === null) return null;
  return (
    <div className={`banner banner-${state === 'broken' ? 'error' : 'info'}`} role="status" style={{ display: 'grid' }}>
      <b>{month} · {t(`seal.${state}`)}</b>
      <span>{t('sign.by', { name: signed.name, time: localTime(signed.at) })}{signed.who === null ? '' : ` (${signed.who})`}{times > 1 ? ` · ${t('sign.times', { count: times })}` : ''}</span>
      {signed.remark !== null && <span style={{ whiteSpace: 'pre-wrap' }}>{signed.remark}</span>}
      {signed.waived.length > 0 && <span>{t('sign.waived', { items: signed.waived.map((item) => t(`sign.item.${item}`)).join(' · ') })}</span>}
      {changes.length === 0 ? <span>{t('sign.holds')}</span> : <span>{t('sign.changed')}</span>}
      {changes.length > 0 && <ul>{changes.map((change) => <Change key={change.kind} change={change} />)}</ul>}
      <dl className="facts mono">
        <dt>{t('sign.hash')}</dt><dd>{signed.hash}</dd>
        {(['input', 'finding', 'decision'] as const).map((part) => [<dt key={`${part}?`}>{t(`sign.hashOf.${part}`)}</dt>, <dd key={part}>{signed.hashes[part]}</dd>])}
      </dl>
    </div>
  );
}

/** What changed, by name; a finding that is still there is one click away. */
function Change({ change: { kind, count, names } }: { readonly change: MonthFacts['changes'][number] }): ReactElement {
  const { t } = useSay();
  const ways = useWays();
  const isThere = kind === 'findingAdded' || kind === 'findingChanged' || kind === 'decisionChanged';
  return (
    <li>
      {t(`sealChange.${kind}`, { count: showCount(count) })}
      {names.map((name, at) => <span key={name}>{at === 0 ? '' : ', '}{isThere ? <button type="button" className="linkish" onClick={() => ways.toFinding(name)}>{name}</button> : name}</span>)}
      {count > names.length ? ', …' : ''}
    </li>
  );
}

/** Shows what would be signed, and signs exactly that. */
function Sign({ month, close }: { readonly month: MonthFacts; readonly close: () => void }): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const change = useSettings();
  const [name, setName] = useState(usePage((page) => page.settings.page[USER_NAME] ?? ''));
  const [remark, setRemark] = useState('');
  const [isWaived, setWaived] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const first = useFirstFocus();
  const { all: errors } = month.findings.error;
  const isFresh = month.checklist.some(({ item, isMet }) => item === 'run' && isMet);
  const isMet = month.checklist.every((one) => one.isMet);
  const isReady = name.trim() !== '' && isFresh && (isMet || isWaived) && !isBusy;
  const sign = (): void => {
    if (!isReady) return;
    setBusy(true);
    connection.client.call('months.sign', { month: month.month, name: name.trim(), remark: remark.trim() === '' ? null : remark.trim(), digest: month.digest, waive: isWaived }).then(() => {
      change({ page: { [USER_NAME]: name.trim() } });
      void MessagePlugin.success(t('sign.done', { month: month.month }), 3000);
      close();
    }, setRefused).finally(() => setBusy(false)).catch(() => undefined);
  };
  return (
    <Modal width={560} header={t('sign.dialog', { month: month.month })} close={close} onConfirm={sign} cancelBtn={t('cancel')} confirmBtn={{ content: t('sign.confirm'), disabled: !isReady, loading: isBusy }}>
      <div className="decide">
        {refused !== null && <Failed message={inWords(refused, say)} />}
        <Checklist month={month} />
        {!isFresh && <p>{t('sign.runFirst')}</p>}
        <label className="field">{t('sign.name')}
          <input ref={first} className="plain-input" value={name} maxLength={LIMITS.signer} required aria-required onChange={(event) => setName(event.target.value)} />
        </label>
        <LongText title={t('sign.remark')} text={remark} change={setRemark} most={LIMITS.reason} />
        {!isMet && isFresh && <label><input type="checkbox" checked={isWaived} onChange={(event) => setWaived(event.target.checked)} /> {t('sign.waive')}</label>}
        <p className="muted">{t('sign.what', { inputs: showCount(month.inputs), findings: showCount(errors + month.findings.warning.all + month.findings.info.all) })}</p>
      </div>
    </Modal>
  );
}
