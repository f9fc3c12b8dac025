import type { ReactElement } from 'react';
import { visible } from '../../../core/base/visible.ts';
import type { ImportedTable, PreviewTable as Preview } from '../../../core/contract/importProcedures.ts';
import { Mark } from '../../frame/Severity.tsx';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';
import { RejectedRows } from './RejectedRows.tsx';

/** One table of a file: what it was recognised as and why, what would become of its rows, and its first records. */
export function PreviewTable({ table }: { readonly table: Preview }): ReactElement {
  const { t, say, locale } = useSay();
  const comma = locale === 'zh-CN' ? '、' : ', ';
  const title = (key: string): string => say(`field.${table.kind}.${key}`);
  return (
    <div style={{ display: 'grid', gap: 8, minWidth: 0 }}>
      <div className="row">
        <Mark mood="good">{t('imports.recognisedAs', { kind: say(`kind.${table.kind}`) })}</Mark>
        <span>{layoutOf(table, say)} · {table.format}{table.encoding === null ? '' : ` · ${table.encoding}`}{table.sheet === null ? '' : ` · ${table.sheet}`}</span>
        <span className="muted">{t('imports.header', { line: table.headerLine, count: table.matched.length })}</span>
        {table.window !== null && <span>{table.window.start} – {table.window.end}</span>}
        {table.snapshot !== null && <span className={table.snapshotAssumed ? 'severity-warning' : ''}>{t(table.snapshotAssumed ? 'imports.snapshotAssumed' : 'imports.snapshotAt', { time: table.snapshot })}</span>}
      </div>
      <CountsLine table={table} />
      {table.missing.length > 0 && <div className="banner banner-warning">{t('imports.missing', { fields: table.missing.map(title).join(comma) })}</div>}
      <details>
        <summary>{t('imports.why')}</summary>
        <div className="table-scroll">
          <table className="plain">
            <thead><tr><th>{t('imports.column')}</th><th>{t('imports.field')}</th></tr></thead>
            <tbody>
              {table.columns.map((column, at) => (
                <tr key={at}><td>{visible(column.header)}</td><td>{column.fields.length === 0 ? <span className="muted">{t('imports.verbatim')}</span> : column.fields.map(title).join(' / ')}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      {table.sample.length > 0 && <Sample table={table} />}
      {table.rejected.length > 0 && <details><summary>{t('imports.rejectedRows', { count: showCount(table.counts.rejected) })}</summary><RejectedRows kind={table.kind} rows={table.rejected} /></details>}
    </div>
  );
}

export function layoutOf(table: Pick<ImportedTable, 'layout'>, say: (id: string) => string): string {
  const words = say(`layout.${table.layout}`);
  return words === `layout.${table.layout}` ? table.layout : words;
}

/** Every row that was read went one of four ways; the numbers add up where everybody can see it. */
export function CountsLine({ table }: { readonly table: Pick<ImportedTable, 'counts'> }): ReactElement {
  const { t } = useSay();
  const { counts } = table;
  return (
    <div className="row" style={{ fontVariantNumeric: 'tabular-nums' }}>
      <span>{t('imports.read', { count: showCount(counts.read) })} =</span>
      <Mark mood="info">{t('imports.stored', { count: showCount(counts.stored) })}</Mark>+
      <span>{t('imports.known', { count: showCount(counts.known) })}</span>+
      <span>{t('imports.ignored', { count: showCount(counts.ignored) })}</span>+
      {counts.rejected > 0 ? <Mark mood="error">{t('imports.rejected', { count: showCount(counts.rejected) })}</Mark> : <span>{t('imports.rejected', { count: 0 })}</span>}
    </div>
  );
}

function Sample({ table }: { readonly table: Preview }): ReactElement {
  const { t } = useSay();
  return (
    <details>
      <summary>{t('imports.sample', { count: table.sample.length })}</summary>
      <div className="table-scroll" style={{ maxHeight: 280 }} tabIndex={0} role="group" aria-label={t('imports.sample', { count: table.sample.length })}>
        <table className="plain">
          <thead><tr><th>{t('column.line')}</th>{table.columns.map((column, at) => <th key={at}>{visible(column.header)}</th>)}</tr></thead>
          <tbody>
            {table.sample.map((row) => <tr key={row.line}><td className="number">{row.line}</td>{row.cells.map((cell, at) => <td key={at} style={{ whiteSpace: 'nowrap' }}>{visible(cell)}</td>)}</tr>)}
          </tbody>
        </table>
      </div>
    </details>
  );
}
