import type { ReactElement } from 'react';
import { Popup } from 'tdesign-react';
import type { Sum } from '../../core/contract/recordProcedures.ts';
import { useCall, usePage } from '../frame/app.ts';
import { useSay } from '../i18n/useSay.ts';
import type { GridColumn } from './columns.ts';
import { showCount, showNumber, type NumberDisplay } from './format.ts';
import type { Order } from './rowSource.ts';

interface Props {
  readonly order: Order | null;
  readonly columns: readonly GridColumn[];
  readonly selected: number;
  readonly display: NumberDisplay;
}

/** Exact counts and sums of all rows that the filters leave, not only of those that are loaded. */
export function StatusBar({ order, columns, selected, display }: Props): ReactElement {
  const { t } = useSay();
  return (
    <div className="status" role="status">
      {order === null ? <span className="muted">{t('state.counting')}</span> : (
        <>
          <span>{order.total === order.all ? t('status.rows', { total: showCount(order.total) }) : t('status.some', { total: showCount(order.total), all: showCount(order.all) })}</span>
          {order.unscoped > order.total && <span className="severity-warning">{t('status.scope', { count: showCount(order.unscoped - order.total) })}</span>}
          <Sums order={order.order} columns={columns} display={display} />
        </>
      )}
      {selected > 0 && <span>{t('status.selected', { count: showCount(selected) })}</span>}
    </div>
  );
}

function Sums({ order, columns, display }: { readonly order: string; readonly columns: readonly GridColumn[]; readonly display: NumberDisplay }): ReactElement {
  const { t } = useSay();
  const { value, error } = useCall('records.sums', { order }, [], { isWanted: usePage((page) => page.isSettled) });
  const fields = new Map(columns.flatMap((column) => column.fields).map((field) => [field.key, field.title]));
  const groups = Map.groupBy(value?.sums ?? [], (sum) => sum.field);
  return (
    <>
      {value === null && error === null && <span className="muted">Σ {t('state.counting')}</span>}
      {[...groups].map(([key, sums]) => (
        <span key={key}>
          Σ {fields.get(key) ?? key} = {sums.length === 1 ? <SumText sum={sums[0]!} display={display} /> : (
            <Popup trigger="click" placement="top" content={<Breakdown sums={sums} display={display} />}>
              <button type="button" className="linkish">{t('status.mixed', { count: sums.length })}</button>
            </Popup>
          )}
        </span>
      ))}
    </>
  );
}

function SumText({ sum, display }: { readonly sum: Sum; readonly display: NumberDisplay }): ReactElement {
  return <b>{showNumber(sum.value, display)}{sum.unit === null ? '' : ` ${sum.unit}`}</b>;
}

function Breakdown({ sums, display }: { readonly sums: readonly Sum[]; readonly display: NumberDisplay }): ReactElement {
  const { t } = useSay();
  return (
    <table className="plain">
      <thead><tr><th>{t('status.unit')}</th><th className="number">{t('status.sum')}</th><th className="number">{t('status.count2')}</th></tr></thead>
      <tbody>
        {sums.map((sum) => (
          <tr key={sum.unit ?? ''}>
            <td>{sum.unit ?? t('filter.absent')}</td>
            <td className="number">{showNumber(sum.value, display)}</td>
            <td className="number">{showCount(sum.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
