import type { ReactElement } from 'react';
import type { Overview } from '../../../core/contract/runProcedures.ts';
import { usePage, useWays } from '../../frame/app.ts';
import { Mark } from '../../frame/Severity.tsx';
import { showCount, showNumber } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';

type Sheet = Overview['tieOut'][number];

/** The bill taken apart so that the parts add up to the total, once per currency; the unexplained is a line of its own. */
export function TieOut({ tieOut }: { readonly tieOut: readonly Sheet[] }): ReactElement {
  const { t } = useSay();
  const scope = usePage((page) => page.settings.scope);
  const period = scope.from === undefined && scope.to === undefined ? t('scope.all') : `${scope.from ?? '…'} – ${scope.to ?? '…'}`;
  return (
    <section className="card" aria-label={t('tieOut.title')}>
      <h2>{t('tieOut.title')}</h2>
      {tieOut.length === 0 && <span className="muted">{t('state.empty.bill')}</span>}
      {tieOut.map((sheet) => <TieOutTable key={sheet.currency ?? ''} sheet={sheet} />)}
      {tieOut.length > 0 && <span className="muted">{t('tieOut.basis', { period })}</span>}
    </section>
  );
}

function TieOutTable({ sheet }: { readonly sheet: Sheet }): ReactElement {
  const { t } = useSay();
  const ways = useWays();
  const currency = sheet.currency ?? t('filter.absent');
  return (
    <table className="plain">
      <caption style={{ textAlign: 'left', fontWeight: 600, padding: '2px 8px' }}>{currency}</caption>
      <thead><tr><th>{t('tieOut.part')}</th><th className="number">{t('tieOut.lines')}</th><th className="number">{t('tieOut.amount')}</th></tr></thead>
      <tbody>
        {sheet.parts.map((part) => {
          const types = part.types.flatMap(({ type }) => (type === null ? [null] : [type]));
          return (
            <tr key={part.part}>
              <td>{part.lines === 0 ? t(`tieOut.${part.part}`) : <button type="button" className="linkish" onClick={() => ways.toRows('bill', [{ op: 'in', field: 'transactionType', values: types }])}>{t(`tieOut.${part.part}`)}</button>}</td>
              <td className="number">{showCount(part.lines)}</td>
              <td className="number">{showNumber(part.value)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">= {t('tieOut.total')} {sheet.addsUp ? <Mark mood="good">{t('tieOut.addsUp')}</Mark> : <Mark mood="error">{t('tieOut.doesNot')}</Mark>}</th>
          <td className="number">{showCount(sheet.lines)}</td>
          <td className="number">{showNumber(sheet.total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
