import type { ReactElement } from 'react';
import { visible } from '../../../core/base/visible.ts';
import type { Overview } from '../../../core/contract/runProcedures.ts';
import { inWords } from '../../client.ts';
import { useCall, usePage, useWays } from '../../frame/app.ts';
import { Mark, Severity } from '../../frame/Severity.tsx';
import { Failed, Waiting } from '../../frame/State.tsx';
import { showCount, showNumber } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { FirstRun } from './FirstRun.tsx';
import { PackagesCard } from './PackagesCard.tsx';
import { Readiness } from './Readiness.tsx';
import { BrokenSeals, SignOff } from './SignOff.tsx';
import { TieOut } from './TieOut.tsx';

/** Where the project stands: what is loaded, whether the bill adds up, what was found, which packages need a look. */
export function OverviewView(): ReactElement {
  const { t, say } = useSay();
  const scope = usePage((page) => page.settings.scope);
  const isEmpty = usePage(({ project }) => project.counts.packages + project.counts.deductions + project.counts.bill === 0 && project.files === 0);
  const { value, error, reload } = useCall('overview.get', { scope }, ['imports', 'run', 'decisions', 'project', 'basis']);
  const months = useCall('months.list', {}, ['imports', 'run', 'decisions', 'project']);
  if (isEmpty) return <FirstRun />;
  return (
    <>
      <header className="view-head"><h1>{t('nav.overview')}</h1></header>
      <div className="view-scroll">
        {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
        {value === null ? error === null && <Waiting /> : (
          <>
            <Partial overview={value} />
            <BrokenSeals months={months.value?.months ?? []} />
            <Readiness months={value.months} />
            <div className="cards">
              <TieOut tieOut={value.tieOut} />
              <FindingsCard overview={value} />
              <PackagesCard packages={value.packages} />
              <SignOff months={months.value?.months ?? null} error={months.error} reload={months.reload} />
            </div>
          </>
        )}
      </div>
    </>
  );
}

/** Nothing reads as complete while data is missing. */
function Partial({ overview }: { readonly overview: Overview }): ReactElement | null {
  const { t, say, locale } = useSay();
  const missing = overview.months.flatMap(({ month, kinds }) => kinds.filter((kind) => kind.state !== 'full').map((kind) => `${month} ${say(`kind.${kind.kind}`)}`));
  if (missing.length === 0) return null;
  const SHOWN = 6;
  const words = missing.slice(0, SHOWN).join(locale === 'zh-CN' ? '、' : ', ');
  return <div className="banner banner-warning" role="status">{t('overview.partial', { what: words, more: missing.length > SHOWN ? t('overview.andMore', { count: missing.length - SHOWN }) : '' })}</div>;
}

function FindingsCard({ overview }: { readonly overview: Overview }): ReactElement {
  const { t, say } = useSay();
  const ways = useWays();
  const hasRun = usePage((page) => page.run !== null);
  return (
    <section className="card" aria-label={t('nav.findings')}>
      <div className="row"><h2>{t('nav.findings')}</h2><button type="button" className="linkish" onClick={() => ways.toCheck(null)}>{t('overview.all')}</button></div>
      {!hasRun ? <span className="muted">{t('run.never')}</span> : (
        <>
          <table className="plain">
            <thead><tr><th>{t('finding.severity')}</th><th className="number">{t('overview.count')}</th><th className="number">{t('finding.money')}</th></tr></thead>
            <tbody>
              {overview.findings.map((line) => (
                <tr key={line.severity}>
                  <td><Severity severity={line.severity} /></td>
                  <td className="number">{showCount(line.count)}</td>
                  <td className="number">{line.money.length === 0 ? '—' : line.money.map((sum) => <div key={sum.currency ?? ''}>{showNumber(sum.value)} {sum.currency ?? ''}</div>)}</td>
                </tr>
              ))}
              <tr><td>{t('overview.notCheckable')}</td><td className="number">{showCount(overview.notCheckable)}</td><td className="number">—</td></tr>
            </tbody>
          </table>
          {overview.reopened > 0 && <button type="button" className="linkish" onClick={() => ways.toRows('findings', [{ op: 'in', field: 'status', values: ['reopened'] }])}><Mark mood="warning">{t('overview.reopened', { count: showCount(overview.reopened) })}</Mark></button>}
          {overview.unmatchedNames > 0 && <button type="button" className="linkish" onClick={() => ways.open('settings')}><Mark mood="warning">{t('names.overview', { count: showCount(overview.unmatchedNames) })}</Mark></button>}
          {overview.top.length > 0 && <h3>{t('overview.top')}</h3>}
          {overview.top.map((finding) => (
            <div key={finding.key} className="row" style={{ flexWrap: 'nowrap', alignItems: 'baseline' }}>
              <button type="button" className="linkish grow" onClick={() => ways.toFinding(finding.key)}>
                <Severity severity={finding.severity} /> {say(`${finding.check}.title`)} <span className="muted">{visible(finding.packageId ?? finding.transactionId ?? finding.product ?? '')}</span>
              </button>
              {finding.money !== null && <span className="number">{showNumber(finding.money)} {finding.currency ?? ''}</span>}
            </div>
          ))}
        </>
      )}
    </section>
  );
}
