import type { ReactElement } from 'react';
import { useCall } from '../frame/app.ts';
import { showCount, showNumber } from '../grid/format.ts';
import { useSay } from '../i18n/useSay.ts';

const WIDTH = 380;
const HEIGHT = 120;
const MOST_POINTS = 400;
const MOST_ROWS = 5000;

interface Point {
  readonly time: string;
  readonly balance: string;
}

/** The balance of a package after each deduction, as its details print it: a step line over time, with its numbers in words. */
export function BurnDown({ packageId }: { readonly packageId: string }): ReactElement | null {
  const { t } = useSay();
  const order = useCall('records.order', {
    view: 'deductions', filters: [{ op: 'equals', field: 'packageId', value: packageId }, { op: 'present', field: 'after' }], sort: [{ field: 'deductedAt', descending: false }],
  }, ['imports']);
  const token = order.value?.order;
  if (token === undefined || order.value === null || order.value.total < 2) return null;
  return (
    <>
      <h3>{t('chart.burnDown')}</h3>
      <Line order={token} total={order.value.total} />
      <span className="muted">{order.value.total > MOST_ROWS ? t('chart.some', { count: showCount(order.value.total), shown: showCount(MOST_ROWS) }) : t('chart.points', { count: showCount(order.value.total) })}</span>
    </>
  );
}

function Line({ order, total }: { readonly order: string; readonly total: number }): ReactElement | null {
  const { t } = useSay();
  const { value } = useCall('records.block', { order, start: 0, end: Math.min(total, MOST_ROWS) });
  if (value === null) return null;
  const unit = value.rows[0]?.values['packageUnit'] ?? '';
  const points = thinned(value.rows.flatMap(({ values }): Point[] => {
    const time = values['deductedAt'];
    const balance = values['after'];
    return time === undefined || balance === undefined ? [] : [{ time, balance }];
  }));
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const words = t('chart.fromTo', { from: `${showNumber(first.balance)} ${unit}`, start: first.time, to: `${showNumber(last.balance)} ${unit}`, end: last.time });
  return (
    <>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" role="img" aria-label={words}>
        <line x1="0" y1={HEIGHT - 1} x2={WIDTH} y2={HEIGHT - 1} stroke="var(--td-component-border)" />
        <path d={stepPath(points)} fill="none" stroke="var(--info)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
      </svg>
      <span className="muted">{words}</span>
    </>
  );
}

/** Every n-th point and the last: pixels need no exact numbers, and the words beside them are exact. */
function thinned(points: readonly Point[]): Point[] {
  const step = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, at) => at % step === 0 || at === points.length - 1);
}

function stepPath(points: readonly Point[]): string {
  const times = points.map((point) => Date.parse(`${point.time.replace(' ', 'T')}Z`));
  const balances = points.map((point) => Number(point.balance));
  const top = Math.max(...balances, 1e-9);
  const start = times[0]!;
  const span = Math.max(times.at(-1)! - start, 1);
  return points.map((_, at) => {
    const x = (((times[at]! - start) / span) * WIDTH).toFixed(1);
    const y = (HEIGHT - 2 - (balances[at]! / top) * (HEIGHT - 6)).toFixed(1);
    return at === 0 ? `M0 ${y}` : `H${x}V${y}`;
  }).join('');
}
