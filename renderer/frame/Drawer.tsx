import { CloseIcon } from 'tdesign-icons-react';
import { useEffect, useRef, type ReactElement } from 'react';
import { Button } from 'tdesign-react';
import { visible } from '../../core/base/visible.ts';
import type { AppContract } from '../../core/contract/contract.ts';
import type { OutputOf } from '../../core/contract/procedure.ts';
import { isDecimalKind, type RecordKind } from '../../core/fields/field.ts';
import { BurnDown } from '../charts/BurnDown.tsx';
import { inWords } from '../client.ts';
import { gridColumns } from '../grid/columns.ts';
import { copiedTable, toClipboard } from '../grid/copy.ts';
import { numberDisplay, showCell } from '../grid/format.ts';
import { useSay } from '../i18n/useSay.ts';
import { useApp, useCall, usePage, useWays } from './app.ts';
import { Severity } from './Severity.tsx';
import { Failed } from './State.tsx';

type Details = OutputOf<AppContract, 'records.details'>;

/** All about the row that was opened; F6 moves here, Esc closes. */
export function Drawer(): ReactElement | null {
  const subject = usePage((page) => (page.drawer?.kind === page.view ? page.drawer : null));
  return subject === null ? null : <RowDetails key={subject.kind} kind={subject.kind} id={subject.id} />;
}

function RowDetails({ kind, id }: { readonly kind: RecordKind; readonly id: number }): ReactElement {
  const names = useSay();
  const { t, say } = names;
  const { state } = useApp();
  const { value, error, reload } = useCall('records.details', { kind, id }, ['imports', 'run']);
  const panel = useRef<HTMLElement>(null);
  const close = (): void => state.set({ drawer: null });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'F6') {
        event.preventDefault();
        panel.current?.focus();
      }
      // A dialog or a popup that is open has the first claim on Esc.
      const isTaken = event.defaultPrevented || document.querySelector('.t-dialog__ctx, .ag-popup-child, .t-popup') !== null;
      if (event.key === 'Escape' && !isTaken) {
        if (panel.current?.contains(document.activeElement) === true) document.getElementById('view')?.focus();
        state.set({ drawer: null });
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [state]);
  return (
    <aside className="drawer" tabIndex={-1} ref={panel} aria-label={t('drawer.title')}>
      <header>
        <h2 className="grow">{t(`drawer.${kind}`)}</h2>
        <Button size="small" variant="text" shape="square" onClick={close} aria-label={t('close')} title="Esc" icon={<CloseIcon />} />
      </header>
      {error !== null && <section><Failed message={inWords(error, say)} retry={reload} /></section>}
      {value !== null && <Content kind={kind} details={value} />}
    </aside>
  );
}

function Content({ kind, details }: { readonly kind: RecordKind; readonly details: Details }): ReactElement {
  const names = useSay();
  const { t, say } = names;
  const ways = useWays();
  const display = numberDisplay(usePage((page) => page.settings.page['number']));
  const fields = gridColumns(kind, names).filter((column) => column.fields.length === 1 && column.id !== 'file' && column.id !== 'line').map((column) => column.fields[0]);
  const known = new Set(fields.map((field) => field.key));
  const extras = Object.entries(details.values).filter(([key]) => key.startsWith('extra:') && !known.has(key));
  const present = fields.filter((field) => details.values[field.key] !== undefined);
  const absent = fields.length - present.length;
  const packageId = details.values['packageId'];
  return (
    <>
      {details.findings.length > 0 && (
        <section>
          <h3>{t('drawer.findings')}</h3>
          {details.findings.map((finding) => (
            <button key={finding.key} type="button" className="linkish" onClick={() => ways.toFinding(finding.key)}>
              <Severity severity={finding.severity as 'error' | 'warning' | 'info'} /> {say(`${finding.check}.title`)}
            </button>
          ))}
        </section>
      )}
      {packageId !== undefined && kind !== 'bill' && <section><BurnDown packageId={packageId} /></section>}
      <section>
        <dl className="facts">
          {present.map((field) => [
            <dt key={`${field.key}?`}>{field.title}</dt>,
            <dd key={field.key} className={isDecimalKind(field.kind) ? 'exact' : undefined}>{showCell(field, details.values[field.key], names, display)}</dd>,
          ])}
          {extras.map(([key, value]) => [<dt key={`${key}?`}>{visible(key.slice('extra:'.length))}</dt>, <dd key={key}>{visible(value)}</dd>])}
        </dl>
        {absent > 0 && <span className="muted">{t('drawer.absent', { count: absent })}</span>}
      </section>
      {packageId !== undefined && (
        <section className="row">
          {kind === 'packages'
            ? <button type="button" className="linkish" onClick={() => ways.toRows('deductions', [{ op: 'equals', field: 'packageId', value: packageId }])}>{t('drawer.toDeductions')}</button>
            : kind === 'deductions' && <button type="button" className="linkish" onClick={() => ways.toRows('packages', [{ op: 'equals', field: 'packageId', value: packageId }])}>{t('drawer.toPackage')}</button>}
        </section>
      )}
      <Source details={details} />
    </>
  );
}

function Source({ details }: { readonly details: Details }): ReactElement {
  const { t } = useSay();
  const { file, line, raw } = details;
  return (
    <section>
      <h3>{t('drawer.source')}</h3>
      <dl className="facts">
        <dt>{t('column.file')}</dt><dd className="mono">{visible(file.name)}{file.sheet === null ? '' : ` › ${visible(file.sheet)}`}</dd>
        <dt>{t('column.line')}</dt><dd>{line}</dd>
        {details.seenIn.map((place) => [<dt key={`${place.file} ${place.line}?`}>{t('drawer.also')}</dt>, <dd key={`${place.file} ${place.line}`} className="mono">{place.file} · {place.line}</dd>])}
      </dl>
      <h3>{t('drawer.raw')}</h3>
      {raw === null ? <span className="muted">{t('drawer.noRaw')}</span> : (
        <>
          <dl className="facts mono">
            {raw.cells.map((cell, at) => [<dt key={`${at}?`}>{visible(raw.headers[at] ?? `#${at + 1}`)}</dt>, <dd key={at}>{visible(cell)}</dd>])}
          </dl>
          <button type="button" className="linkish" onClick={() => void toClipboard(copiedTable(raw.headers.map((header) => ({ header, numeric: false })), [raw.cells], true))}>{t('drawer.copyRaw')}</button>
        </>
      )}
    </section>
  );
}
