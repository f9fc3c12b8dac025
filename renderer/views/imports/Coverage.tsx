import { Fragment, useState, type ReactElement } from 'react';
import { visible } from '../../../core/base/visible.ts';
import type { CoverageCalendar, CoverageCell } from '../../../core/contract/coverageProcedures.ts';
import { inWords } from '../../client.ts';
import { useCall } from '../../frame/app.ts';
import { Mark, type Mood } from '../../frame/Severity.tsx';
import { Failed, Waiting } from '../../frame/State.tsx';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';

type State = CoverageCell['deductions']['state'] | 'partialBeyond' | 'missingBeyond';

const MOODS: Readonly<Record<State, Mood>> = { covered: 'good', partial: 'warning', missing: 'error', partialBeyond: 'unknown', missingBeyond: 'unknown', idle: 'info' };
const MONTHS_SHOWN = 12;
const GAPS_SHOWN = 8;

interface Chosen {
  readonly product: string;
  readonly month: string;
}

/** Product by product and month by month: which deductions and which bill are loaded, and which export would fill a gap. */
export function Coverage(): ReactElement {
  const { t, say } = useSay();
  const { value, error, reload } = useCall('coverage.calendar', {}, ['imports', 'project']);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [isWhole, setWhole] = useState(false);
  return (
    <section className="card" aria-label={t('coverage.title')}>
      <h2>{t('coverage.title')}</h2>
      {error !== null && <Failed message={inWords(error, say)} retry={reload} />}
      {value === null && error === null && <Waiting />}
      {value !== null && value.products.length === 0 && <span className="muted">{t('coverage.none')}</span>}
      {value !== null && value.products.length > 0 && <Calendar value={value} isWhole={isWhole} chosen={chosen} choose={setChosen} />}
      {value !== null && value.months.length > MONTHS_SHOWN && <button type="button" className="linkish" onClick={() => setWhole(!isWhole)}>{t(isWhole ? 'readiness.recent' : 'readiness.all', { count: value.months.length })}</button>}
      {value !== null && value.others > 0 && <span className="muted">{t('coverage.others', { count: value.others })}</span>}
    </section>
  );
}

interface CalendarProps {
  readonly value: CoverageCalendar;
  readonly isWhole: boolean;
  readonly chosen: Chosen | null;
  readonly choose: (chosen: Chosen | null) => void;
}

function Calendar({ value, isWhole, chosen, choose }: CalendarProps): ReactElement {
  const { t } = useSay();
  const first = isWhole ? 0 : Math.max(0, value.months.length - MONTHS_SHOWN);
  const months = value.months.slice(first);
  const open = chosen === null ? -1 : value.months.indexOf(chosen.month);
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={t('coverage.title')}>
      <table className="plain coverage">
        <thead><tr><th>{t('coverage.product')}</th>{months.map((month) => <th key={month}>{month}</th>)}</tr></thead>
        <tbody>
          {value.products.map(({ product, cells }) => (
            <Fragment key={product}>
              <tr>
                <th scope="row">{visible(product)}</th>
                {months.map((month, at) => {
                  const isOpen = chosen?.product === product && chosen.month === month;
                  return <td key={month}><CellButton cell={cells[first + at]!} isOpen={isOpen} toggle={() => choose(isOpen ? null : { product, month })} /></td>;
                })}
              </tr>
              {chosen?.product === product && open >= 0 && <tr><td colSpan={months.length + 1}><Details chosen={chosen} cell={cells[open]!} /></td></tr>}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function stateOf({ deductions }: CoverageCell): State {
  const { state, isBeyond } = deductions;
  return isBeyond && (state === 'partial' || state === 'missing') ? `${state}Beyond` : state;
}

function CellButton({ cell, isOpen, toggle }: { readonly cell: CoverageCell; readonly isOpen: boolean; readonly toggle: () => void }): ReactElement {
  const { t } = useSay();
  const state = stateOf(cell);
  return (
    <button type="button" className="linkish" aria-expanded={isOpen} onClick={toggle}>
      {state === 'idle' ? <span className="muted">{t('coverage.idle')}</span> : <Mark mood={MOODS[state]}>{t(`coverage.${state}`)}</Mark>}
      <span className="muted">{t('coverage.rows', { count: showCount(cell.deductions.rows) })}</span>
      <span className={cell.bill.state === 'missing' ? 'warn' : 'muted'}>{cell.bill.state === 'missing' ? t('coverage.noBill') : t('coverage.lines', { count: showCount(cell.bill.lines) })}</span>
    </button>
  );
}

/** What is missing, and the console's steps to get it. */
function Details({ chosen, cell }: { readonly chosen: Chosen; readonly cell: CoverageCell }): ReactElement {
  const { t } = useSay();
  const { gaps, isBeyond, state } = cell.deductions;
  const range = gaps.length === 0 ? '' : `${gaps[0]!.from} – ${gaps.at(-1)!.to}`;
  return (
    <div className={`banner banner-${gaps.length === 0 && cell.bill.state !== 'missing' ? 'info' : 'warning'}`} role="status" style={{ display: 'grid' }}>
      <b>{visible(chosen.product)} · {chosen.month}</b>
      {gaps.length > 0 && <span>{t('readiness.missing')} {gaps.slice(0, GAPS_SHOWN).map(({ from, to }) => (from === to ? from : `${from} – ${to}`)).join(' · ')}{gaps.length > GAPS_SHOWN ? ' …' : ''}</span>}
      {gaps.length > 0 && <span>{isBeyond ? t('coverage.tooOld', { range }) : t('coverage.fetch', { product: chosen.product, range })}</span>}
      {state === 'idle' && <span>{t('coverage.why.idle')}</span>}
      {cell.bill.state === 'missing' && <span>{t('readiness.fetch.bill', { month: chosen.month })}</span>}
      <Days chosen={chosen} />
    </div>
  );
}

function Days({ chosen }: { readonly chosen: Chosen }): ReactElement | null {
  const { t } = useSay();
  const { value } = useCall('coverage.days', { ...chosen }, ['imports', 'project']);
  if (value === null) return null;
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={t('coverage.days')}>
      <table className="plain coverage-days">
        <thead><tr><th>{t('coverage.days')}</th>{value.days.map(({ day }) => <th key={day}>{day.slice(8)}</th>)}</tr></thead>
        <tbody>
          <tr><th scope="row">{t('coverage.exported')}</th>{value.days.map(({ day, isCovered }) => <td key={day} className={isCovered ? 'is-covered' : 'is-open'}>{isCovered ? '✓' : '✗'}</td>)}</tr>
          <tr><th scope="row">{t('coverage.deductionRows')}</th>{value.days.map(({ day, deductions }) => <td key={day} className="number">{deductions === 0 ? '' : showCount(deductions)}</td>)}</tr>
          <tr><th scope="row">{t('coverage.billLines')}</th>{value.days.map(({ day, lines }) => <td key={day} className="number">{lines === 0 ? '' : showCount(lines)}</td>)}</tr>
        </tbody>
      </table>
    </div>
  );
}
