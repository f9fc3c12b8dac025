import type { ReactElement } from 'react';
import { visible } from '../../../core/base/visible.ts';
import { inWords } from '../../client.ts';
import { useCall } from '../../frame/app.ts';
import { Failed, Waiting } from '../../frame/State.tsx';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';

/** By which passes usage of deductions and bill met in the last run, and what only one side has. */
export function MatchingCard(): ReactElement {
  const { t, say } = useSay();
  const { value, error, reload } = useCall('runs.matching', {}, ['run', 'project']);
  const matching = value?.matching ?? null;
  const isEmpty = matching === null || matching.passes.every(({ matched, onlyDeductions, onlyBill }) => matched + onlyDeductions + onlyBill === 0);
  return (
    <section className="card wide" aria-label={t('matching.title')}>
      <h2>{t('matching.title')}</h2>
      <span className="muted">{t('matching.what')}</span>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value === null ? error === null && <Waiting /> : isEmpty ? <span className="muted">{t('matching.none')}</span> : (
        <>
          <table className="plain">
            <thead><tr><th>{t('matching.pass')}</th><th className="number">{t('matching.matched')}</th><th className="number">{t('matching.onlyDeductions')}</th><th className="number">{t('matching.onlyBill')}</th></tr></thead>
            <tbody>
              {matching.passes.map(({ pass, matched, onlyDeductions, onlyBill }) => (
                <tr key={pass}><th scope="row">{say(`pass.${pass}`)}</th><td className="number">{showCount(matched)}</td><td className="number">{showCount(onlyDeductions)}</td><td className="number">{showCount(onlyBill)}</td></tr>
              ))}
            </tbody>
          </table>
          {matching.leftoverItems > 0 && (
            <details>
              <summary>{t('matching.left', { count: showCount(matching.leftoverItems) })}</summary>
              <table className="plain">
                <thead><tr><th>{t('names.kind')}</th><th>{t('matching.owner')}</th><th>{t('names.name')}</th><th className="number">{t('matching.intervals')}</th><th className="number">{t('names.rows')}</th></tr></thead>
                <tbody>
                  {matching.leftovers.map((one) => (
                    <tr key={[one.side, one.owner, one.product, one.subproduct, one.item].join(' ')}>
                      <td>{t(`names.side.${one.side}`)}</td><td>{visible(one.owner)}</td><td>{[one.product, one.subproduct, one.item].map(visible).join(' › ')}</td><td className="number">{showCount(one.intervals)}</td><td className="number">{showCount(one.rows)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {matching.leftoverItems > matching.leftovers.length && <span className="muted">{t('names.more', { count: showCount(matching.leftoverItems - matching.leftovers.length) })}</span>}
            </details>
          )}
        </>
      )}
    </section>
  );
}
