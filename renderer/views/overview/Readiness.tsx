import { useState, type ReactElement } from 'react';
import type { Overview } from '../../../core/contract/runProcedures.ts';
import { Mark, type Mood } from '../../frame/Severity.tsx';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';

type Months = Overview['months'];
type Kind = Months[number]['kinds'][number];

const MOODS: Readonly<Record<Kind['state'], Mood>> = { full: 'good', partial: 'warning', none: 'error' };

const MONTHS_SHOWN = 6;

/** What is loaded for each month, what is missing, and how it is fetched from the console. */
export function Readiness({ months }: { readonly months: Months }): ReactElement {
  const { t, say } = useSay();
  const [open, setOpen] = useState<string | null>(null);
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? months : months.slice(-MONTHS_SHOWN);
  const kinds = months[0]?.kinds.map((kind) => kind.kind) ?? [];
  const chosen = months.flatMap(({ month, kinds: all }) => all.map((kind) => ({ month, kind }))).find(({ month, kind }) => `${month} ${kind.kind}` === open);
  return (
    <section className="card" aria-label={t('readiness.title')}>
      <h2>{t('readiness.title')}</h2>
      {months.length === 0 ? <span className="muted">{t('readiness.none')}</span> : (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t('readiness.title')}>
          <table className="plain">
            <thead><tr><th>{t('scope.period')}</th>{kinds.map((kind) => <th key={kind}>{say(`kind.${kind}`)}</th>)}</tr></thead>
            <tbody>
              {shown.map(({ month, kinds: all }) => (
                <tr key={month}>
                  <th scope="row">{month}</th>
                  {all.map((kind) => {
                    const id = `${month} ${kind.kind}`;
                    return (
                      <td key={kind.kind}>
                        <button type="button" className="linkish" aria-expanded={open === id} onClick={() => setOpen(open === id ? null : id)}>
                          <Mark mood={MOODS[kind.state]}>{t(`readiness.${kind.state === 'none' ? 'none2' : kind.state}`)}</Mark> <span className="muted">{kind.rows === 0 ? '' : t('readiness.rows', { count: showCount(kind.rows) })}{kind.gaps.length > 0 && kind.state !== 'none' ? ` · ${t('readiness.gaps', { count: kind.gaps.length })}` : ''}</span>
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {months.length > MONTHS_SHOWN && <button type="button" className="linkish" onClick={() => setWhole(!isWhole)}>{t(isWhole ? 'readiness.recent' : 'readiness.all', { count: months.length })}</button>}
      {chosen !== undefined && <HowTo month={chosen.month} kind={chosen.kind} />}
    </section>
  );
}

function HowTo({ month, kind }: { readonly month: string; readonly kind: Kind }): ReactElement {
  const { t, say } = useSay();
  return (
    <div className={`banner banner-${kind.state === 'full' ? 'info' : 'warning'}`} role="status" style={{ display: 'grid' }}>
      <b>{month} · {say(`kind.${kind.kind}`)}</b>
      {kind.gaps.length > 0 && <span>{t('readiness.missing')} {kind.gaps.slice(0, 8).map((gap) => (gap.from === gap.to ? gap.from : `${gap.from} – ${gap.to}`)).join(' · ')}{kind.gaps.length > 8 ? ' …' : ''}</span>}
      {kind.state !== 'full' && <span>{t(`readiness.fetch.${kind.kind}`, { month })}</span>}
      {kind.files.length > 0 && <span className="mono">{kind.files.join(' · ')}</span>}
    </div>
  );
}
