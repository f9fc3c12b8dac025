import type { ReactElement } from 'react';
import { visible } from '../../../core/base/visible.ts';
import type { Overview } from '../../../core/contract/runProcedures.ts';
import { useWays } from '../../frame/app.ts';
import { showCount, showNumber } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';

/** How many packages there are, and which of them are about to lose what is left. */
export function PackagesCard({ packages }: { readonly packages: Overview['packages'] }): ReactElement {
  const { t } = useSay();
  const ways = useWays();
  return (
    <section className="card wide" aria-label={t('nav.packages')}>
      <div className="row"><h2>{t('packages.title')}</h2><button type="button" className="linkish" onClick={() => ways.open('packages')}>{t('overview.all')}</button></div>
      <div className="row" style={{ justifyContent: 'flex-start', gap: 20 }}>
        <span>{t('packages.total', { count: showCount(packages.total) })}</span>
        <span>{t('packages.active', { count: showCount(packages.active) })}</span>
        <span>{t('packages.expiring', { count: showCount(packages.expiring) })}</span>
        {packages.snapshot !== null && <span className="muted">{t('packages.snapshot', { time: packages.snapshot })}</span>}
      </div>
      {packages.atRisk.length === 0 ? <span className="muted">{t('packages.noRisk')}</span> : (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t('packages.atRisk')}>
          <table className="plain">
            <thead><tr><th>{t('packages.atRisk')}</th><th>{t('finding.product')}</th><th>{t('packages.expiry')}</th><th className="number">{t('packages.days')}</th><th className="number">{t('packages.remaining')}</th><th className="number">{t('packages.used')}</th></tr></thead>
            <tbody>
              {packages.atRisk.map((one) => (
                <tr key={one.row}>
                  <td><button type="button" className="linkish" onClick={() => ways.toRow('packages', one.row)}>{visible(one.packageName ?? one.packageId)}</button><div className="muted mono">{one.packageName === null ? '' : visible(one.packageId)}</div></td>
                  <td>{visible(one.product ?? '—')}</td>
                  <td style={{ whiteSpace: 'nowrap' }}>{one.expiry ?? '—'}</td>
                  <td className="number">{one.days ?? '—'}</td>
                  <td className="number">{one.remaining === null ? '—' : `${showNumber(one.remaining)} / ${one.total === null ? '—' : showNumber(one.total)} ${one.unit ?? ''}`}</td>
                  <td className="number">{one.usedPercent === null ? '—' : `${one.usedPercent} %`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
