import { useState, type ReactElement } from 'react';
import { visible } from '../../../core/base/visible.ts';
import type { PolicyProduct } from '../../../core/contract/basisProcedures.ts';
import { EVERY_PRODUCT, MOST_LAG_HOURS, POLICY_CHOICES, POLICY_NAMES } from '../../../core/fields/policies.ts';
import { inWords } from '../../client.ts';
import { useCall, usePage } from '../../frame/app.ts';
import { Failed, Waiting } from '../../frame/State.tsx';
import { useSay } from '../../i18n/useSay.ts';
import { useChange } from './useChange.ts';

/** How each product deducts: what the documents say, what is only a default, what the project sets. */
export function PoliciesCard(): ReactElement {
  const { t, say } = useSay();
  const { value, error, reload } = useCall('policies.list', {}, ['basis', 'imports', 'project']);
  const [isAll, setAll] = useState(false);
  const products = value?.products ?? [];
  const shown = isAll ? products : products.filter(({ isInProject, policies }) => isInProject || policies.some(({ isOwn }) => isOwn));
  return (
    <section className="card wide" aria-label={t('policies.title')}>
      <h2>{t('policies.title')}</h2>
      <span className="muted">{t('policies.what')}</span>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value === null ? error === null && <Waiting /> : (
        <div className="scroll-x">
          <table className="plain">
            <thead><tr><th>{t('policies.product')}</th>{POLICY_NAMES.map((name) => <th key={name}>{say(`policy.${name}`)}</th>)}</tr></thead>
            <tbody>{shown.map((product) => <Product key={product.product} product={product} />)}</tbody>
          </table>
        </div>
      )}
      {products.length > shown.length || isAll ? <button type="button" className="linkish" onClick={() => setAll(!isAll)}>{isAll ? t('policies.fewer') : t('policies.all', { count: products.length })}</button> : null}
    </section>
  );
}

function Product({ product: { product, isInProject, policies } }: { readonly product: PolicyProduct }): ReactElement {
  const { t } = useSay();
  const title = product === EVERY_PRODUCT ? t('policies.every') : visible(product);
  return (
    <tr>
      <th scope="row">{title}{isInProject ? null : <div className="muted">{t('policies.outside')}</div>}</th>
      {policies.map((policy) => <td key={policy.name}><Policy product={product} title={title} policy={policy} /></td>)}
    </tr>
  );
}

type Shown = PolicyProduct['policies'][number];

function Policy({ product, title, policy: { name, value, origin, source, isOwn, standard } }: { readonly product: string; readonly title: string; readonly policy: Shown }): ReactElement {
  const { t, say } = useSay();
  const isReadOnly = usePage(({ project }) => project.isReadOnly);
  const change = useChange();
  const set = (to: string | null): void => change('policies.set', { product, name, value: to === standard ? null : to });
  const label = `${title} · ${say(`policy.${name}`)}`;
  const wordOf = (one: string): string => (name === 'lag' ? `${one} ${t('policies.hours')}` : say(`policy.${name}.${one}`));
  return (
    <div className="policy">
      {name === 'lag'
        ? <label className="row nowrap"><input key={value} type="number" className="plain-input short" min={0} max={MOST_LAG_HOURS} step={1} defaultValue={value} disabled={isReadOnly} aria-label={label} onBlur={(event) => { if (event.target.value !== value) set(event.target.value); }} /> {t('policies.hours')}</label>
        : (
          <select className="plain-select" value={value} disabled={isReadOnly} aria-label={label} title={wordOf(value)} onChange={(event) => set(event.target.value)}>
            {POLICY_CHOICES[name].map((one) => <option key={one} value={one}>{wordOf(one)}</option>)}
          </select>
        )}
      <span className="muted">{t(`policies.origin.${origin}`)}{source === null ? '' : <>: <span title={source.url ?? ''}>{source.title}</span></>}</span>
      {isOwn && <button type="button" className="linkish" disabled={isReadOnly} title={t('policies.restoreTo', { value: wordOf(standard) })} aria-label={`${t('policies.restore')} ${label}`} onClick={() => set(null)}>{t('policies.restore')}</button>}
    </div>
  );
}
