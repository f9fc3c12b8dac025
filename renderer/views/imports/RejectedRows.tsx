import type { ReactElement } from 'react';
import { visible } from '../../../core/base/visible.ts';
import type { RejectedRecord } from '../../../core/contract/importProcedures.ts';
import type { RecordKind } from '../../../core/fields/field.ts';
import { useSay } from '../../i18n/useSay.ts';

/** Rows that were set aside: where, which cell, why, and the row as it stands. */
export function RejectedRows({ kind, rows }: { readonly kind: RecordKind; readonly rows: readonly RejectedRecord[] }): ReactElement {
  const { t, say } = useSay();
  return (
    <div className="table-scroll" style={{ maxHeight: 360 }} tabIndex={0} role="group" aria-label={t('imports.rejectedTitle')}>
      <table className="plain">
        <thead><tr><th className="number">{t('column.line')}</th><th>{t('imports.field')}</th><th>{t('imports.cell')}</th><th>{t('imports.reason')}</th><th>{t('imports.rawRow')}</th></tr></thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              <td className="number">{row.line}</td>
              <td style={{ minWidth: 110 }}>{row.field === '' ? '' : say(`field.${kind}.${row.field}`)}</td>
              <td className="mono">{visible(row.cell)}</td>
              <td>{say(`reject.${row.reason}`)}</td>
              <td className="mono">{visible(row.cells.join(' | '))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
