import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { Button } from 'tdesign-react';
import { visible } from '../../../core/base/visible.ts';
import type { AppContract } from '../../../core/contract/contract.ts';
import type { OutputOf } from '../../../core/contract/procedure.ts';
import { inWords } from '../../client.ts';
import { useCall, usePage } from '../../frame/app.ts';
import { Failed, Waiting } from '../../frame/State.tsx';
import { showNumber } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { useChange } from './useChange.ts';

type Totals = OutputOf<AppContract, 'totals.list'>;

/** What the user states that months cost, for the check `stated-total`. */
export function TotalsCard(): ReactElement {
  const { t, say } = useSay();
  const { value, error, reload } = useCall('totals.list', {}, ['basis', 'imports', 'project']);
  return (
    <section className="card wide" aria-label={t('totals.title')}>
      <h2>{t('totals.title')}</h2>
      <span className="muted">{t('totals.what')}</span>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value === null ? error === null && <Waiting /> : <><Stated totals={value.totals} /><StateOne offers={value} /></>}
    </section>
  );
}

function Stated({ totals }: { readonly totals: Totals['totals'] }): ReactElement {
  const { t } = useSay();
  const isReadOnly = usePage(({ project }) => project.isReadOnly);
  const change = useChange();
  if (totals.length === 0) return <span className="muted">{t('totals.none')}</span>;
  return (
    <div className="scroll-x">
      <table className="plain">
        <thead><tr><th>{t('totals.month')}</th><th>{t('totals.payer')}</th><th>{t('totals.product')}</th><th className="number">{t('totals.amount')}</th><th>{t('totals.currency')}</th><th>{t('basis.actions')}</th></tr></thead>
        <tbody>
          {totals.map(({ month, payer, product, currency, amount }) => (
            <tr key={[month, payer, product, currency].join(' ')}>
              <th scope="row">{month}</th><td>{payer === null ? t('totals.all') : visible(payer)}</td><td>{product === null ? t('totals.all') : visible(product)}</td><td className="number">{showNumber(amount, 'raw')}</td><td>{currency}</td>
              <td><button type="button" className="linkish" disabled={isReadOnly} aria-label={`${t('totals.remove')} ${[month, payer, product, currency].filter((part) => part !== null).map(visible).join(' ')}`} onClick={() => change('totals.set', { month, payer, product, currency, amount: null })}>{t('totals.remove')}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StateOne({ offers: { months, payers, products, currencies } }: { readonly offers: Totals }): ReactElement {
  const { t } = useSay();
  const isReadOnly = usePage(({ project }) => project.isReadOnly);
  const change = useChange();
  const [month, setMonth] = useState(months.at(-1) ?? '');
  const [payer, setPayer] = useState('');
  const [product, setProduct] = useState('');
  const [currency, setCurrency] = useState(currencies[0] ?? 'CNY');
  const [amount, setAmount] = useState('');
  const isReady = !isReadOnly && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) && amount.trim() !== '';
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isReady) change('totals.set', { month, payer: payer === '' ? null : payer, product: product === '' ? null : product, currency, amount: amount.trim() }, () => setAmount(''));
  };
  const choice = (name: string, value: string, set: (to: string) => void, options: readonly string[], all: boolean): ReactElement => (
    <label className="field">{t(`totals.${name}`)}
      <select className="plain-select" value={value} disabled={isReadOnly} onChange={(event) => set(event.target.value)}>
        {all && <option value="">{t('totals.all')}</option>}
        {options.map((one) => <option key={one} value={one}>{visible(one)}</option>)}
      </select>
    </label>
  );
  return (
    <form className="row" style={{ justifyContent: 'flex-start', alignItems: 'end' }} onSubmit={submit}>
      <label className="field">{t('totals.month')}<input type="month" className="plain-input" value={month} disabled={isReadOnly} onChange={(event) => setMonth(event.target.value)} /></label>
      {choice('payer', payer, setPayer, payers, true)}
      {choice('product', product, setProduct, products, true)}
      {choice('currency', currency, setCurrency, currencies.length === 0 ? ['CNY', 'USD'] : currencies, false)}
      <label className="field">{t('totals.amount')}<input className="plain-input" inputMode="decimal" value={amount} maxLength={60} disabled={isReadOnly} onChange={(event) => setAmount(event.target.value)} /></label>
      <Button type="submit" disabled={!isReady}>{t('totals.add')}</Button>
    </form>
  );
}
