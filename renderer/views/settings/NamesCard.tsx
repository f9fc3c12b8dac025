import { useMemo, useState, type ReactElement } from 'react';
import { visible } from '../../../core/base/visible.ts';
import type { AppContract } from '../../../core/contract/contract.ts';
import type { UnmatchedName } from '../../../core/contract/basisProcedures.ts';
import type { OutputOf } from '../../../core/contract/procedure.ts';
import { inWords } from '../../client.ts';
import { useCall, usePage } from '../../frame/app.ts';
import { Failed, Waiting } from '../../frame/State.tsx';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { useChange } from './useChange.ts';

type NamesList = OutputOf<AppContract, 'names.list'>;

/** Which names are the same: those of the project, those that the program knows, and those that only one side has. */
export function NamesCard(): ReactElement {
  const { t, say } = useSay();
  const { value, error, reload } = useCall('names.list', {}, ['basis', 'imports', 'project']);
  return (
    <section className="card wide" id="names" aria-label={t('names.title')}>
      <h2>{t('names.title')}</h2>
      <span className="muted">{t('names.what')}</span>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value === null ? error === null && <Waiting /> : <><Unmatched names={value} /><Own names={value} /><Known names={value} /></>}
    </section>
  );
}

function Unmatched({ names: { unmatched, totals } }: { readonly names: NamesList }): ReactElement {
  const { t } = useSay();
  const [isBill, setBill] = useState(false);
  const own = unmatched.filter(({ side }) => side === 'deductions');
  const others = unmatched.filter(({ side }) => side === 'bill');
  const missing = totals.deductions + totals.bill - unmatched.length;
  if (totals.deductions + totals.bill === 0) return <p role="status">{t('names.allMatched')}</p>;
  return (
    <>
      <p role="status">{t('names.count', { deductions: showCount(totals.deductions), bill: showCount(totals.bill) })}</p>
      {own.length > 0 && <NameTable names={own} others={others} />}
      {others.length > 0 && <button type="button" className="linkish" aria-expanded={isBill} onClick={() => setBill(!isBill)}>{t('names.billAlone', { count: showCount(totals.bill) })}</button>}
      {isBill && <NameTable names={others} others={own} />}
      {missing > 0 && <span className="muted">{t('names.more', { count: showCount(missing) })}</span>}
    </>
  );
}

function NameTable({ names, others }: { readonly names: readonly UnmatchedName[]; readonly others: readonly UnmatchedName[] }): ReactElement {
  const { t } = useSay();
  const places = useMemo(() => Map.groupBy(others, ({ kind, place }) => `${kind} ${place}`), [others]);
  return (
    <div className="scroll-x">
      <table className="plain">
        <thead><tr><th>{t('names.kind')}</th><th>{t('names.name')}</th><th className="number">{t('names.rows')}</th><th>{t('names.same')}</th></tr></thead>
        <tbody>{names.map((name) => <NameRow key={[name.side, name.kind, name.place, name.name].join(' ')} name={name} candidates={places.get(`${name.kind} ${name.place}`) ?? []} />)}</tbody>
      </table>
    </div>
  );
}

function NameRow({ name: { side, kind, name, product, subproduct, rows }, candidates }: { readonly name: UnmatchedName; readonly candidates: readonly UnmatchedName[] }): ReactElement {
  const { t } = useSay();
  const isReadOnly = usePage(({ project }) => project.isReadOnly);
  const change = useChange();
  return (
    <tr>
      <td>{t(`names.side.${side}`)} · {t(`names.kind.${kind}`)}</td>
      <td>{product !== null && <span className="muted">{[product, subproduct].filter((part) => part !== null).map(visible).join(' › ')} › </span>}{visible(name)}</td>
      <td className="number">{showCount(rows)}</td>
      <td>
        {candidates.length === 0 ? <span className="muted">{t('names.noCandidate')}</span> : (
          <select className="plain-select" value="" disabled={isReadOnly} aria-label={`${visible(name)}: ${t('names.same')}`} onChange={(event) => { if (event.target.value !== '') change('names.set', { kind, name, same: event.target.value, isSame: true }); }}>
            <option value="">{t('names.choose')}</option>
            {candidates.map((other) => <option key={other.name} value={other.name}>{visible(other.name)} ({showCount(other.rows)})</option>)}
          </select>
        )}
      </td>
    </tr>
  );
}

function Own({ names: { own } }: { readonly names: NamesList }): ReactElement | null {
  const { t } = useSay();
  const isReadOnly = usePage(({ project }) => project.isReadOnly);
  const change = useChange();
  if (own.length === 0) return null;
  return (
    <>
      <h3>{t('names.own')}</h3>
      <table className="plain">
        <tbody>
          {own.map(({ kind, name, same }) => (
            <tr key={[kind, name, same].join(' ')}>
              <td>{t(`names.kind.${kind}`)}</td><td>{visible(name)} = {visible(same)}</td>
              <td><button type="button" className="linkish" disabled={isReadOnly} aria-label={`${t('names.part')} ${visible(name)} = ${visible(same)}`} onClick={() => change('names.set', { kind, name, same, isSame: false })}>{t('names.part')}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Known({ names: { known } }: { readonly names: NamesList }): ReactElement {
  const { t } = useSay();
  return (
    <details>
      <summary>{t('names.known')} ({known.length})</summary>
      <table className="plain">
        <thead><tr><th>{t('names.kind')}</th><th>{t('names.name')}</th><th>{t('names.source')}</th></tr></thead>
        <tbody>{known.map(({ kind, names, source }) => <tr key={names.join(' ')}><td>{t(`names.kind.${kind}`)}</td><td>{names.join(' = ')}</td><td title={source.url ?? ''}>{source.title}</td></tr>)}</tbody>
      </table>
    </details>
  );
}
