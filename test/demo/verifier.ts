import type { Demo } from '../../core/demo/index.ts';
import { amount, readKind, seconds, UNIT, value, type Row } from './tables.ts';

/** An independent, slow reading of the rules: what it answers is everything that is wrong with a demo. */

const HALF9 = 10n ** 9n / 2n;
const HALF8 = 10n ** 10n / 2n;
const DAY = 86_400;

/** Package units in one raw unit, as a ratio. */
const RATIOS: Readonly<Record<string, readonly [bigint, bigint]>> = { '秒>分钟': [1n, 60n], 'token>千token': [1n, 1000n], '千token>token': [1000n, 1n], '小时>分钟': [60n, 1n] };

function magnitude(number: bigint): bigint {
  return number < 0n ? -number : number;
}

function periodKey(overview: Row | undefined, at: string): string {
  const type = overview?.get('type') ?? '';
  const start = overview?.get('periodStart');
  if (!/周期|分片|Per /.test(type) || start === undefined || start === '-') return '';
  const end = overview!.get('periodEnd')!;
  const length = seconds(end) - seconds(start) + 1;
  if (length <= DAY) return String(Math.floor(seconds(at) / length));
  const [month, day] = [at.slice(0, 7), start.slice(8, 10)];
  if (at.slice(8, 10) >= day) return month;
  const [year, number] = [Number(at.slice(0, 4)), Number(at.slice(5, 7))];
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

/** One row after the other: arithmetic, coefficient, lag. */
export function verifyRows(rows: readonly Row[], snapshot: string): string[] {
  const wrong: string[] = [];
  for (const row of rows) {
    const name = `${row.get('package')} at ${row.get('at')}`;
    const raw = amount(row.get('raw')!);
    const deducted = amount(row.get('deducted')!);
    const unit = deducted.unit || row.get('packageUnit')!;
    const rawUnit = raw.unit || row.get('rawUnit')!;
    const [up, down] = RATIOS[`${rawUnit}>${unit}`] ?? [1n, 1n];
    const exact = raw.value * up * value(row, 'coefficient');
    const unlimited = row.get('before') === '-';
    const empty = !unlimited && value(row, 'after') === 0n;
    if (!empty && magnitude(exact - deducted.value * down * UNIT) > HALF9 * down * UNIT) wrong.push(`${name}: coefficient`);
    if (!unlimited && value(row, 'before') - deducted.value !== value(row, 'after')) wrong.push(`${name}: arithmetic`);
    if (deducted.value <= 0n || raw.value <= 0n || (!unlimited && value(row, 'after') < 0n)) wrong.push(`${name}: sign`);
    const lag = seconds(row.get('at')!) - seconds(row.get('end')!);
    if (lag <= 0 || lag > DAY || row.get('at')! >= snapshot) wrong.push(`${name}: posted ${lag} s after the usage`);
  }
  return wrong;
}

/** Orders rows of one balance by time and, inside a second, by how they link. */
export function linked(rows: readonly Row[]): Row[] {
  const ordered: Row[] = [];
  let waiting = [...rows].sort((a, b) => seconds(a.get('at')!) - seconds(b.get('at')!));
  while (waiting.length > 0) {
    const group = waiting.filter((row) => row.get('at') === waiting[0]!.get('at'));
    const balance = ordered.at(-1);
    const wanted = balance === undefined ? group.reduce((top, row) => (value(row, 'before') > top ? value(row, 'before') : top), 0n) : value(balance, 'after');
    const afters = new Set(group.map((row) => row.get('after')));
    const next = group.find((row) => value(row, 'before') === wanted) ?? group.find((row) => !afters.has(row.get('before'))) ?? group[0]!;
    ordered.push(next);
    waiting = waiting.filter((row) => row !== next);
  }
  return ordered;
}

export function chainsOf(rows: readonly Row[], overviews: ReadonlyMap<string, Row>): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.get('before') === '-') continue;
    const overview = overviews.get(row.get('package')!);
    const item = overview?.get('combo') === '-' ? '' : row.get('item')!;
    const key = `${row.get('package')}|${item}|${periodKey(overview, row.get('at')!)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

export function overviewsOf(demo: Demo): Map<string, Row> {
  return new Map(readKind(demo, 'packages').map((row) => [row.get('package')!, row]));
}

/** Every balance goes on from the one before, begins with the capacity where its period does, and ends as the overview says. */
export function verifyChains(rows: readonly Row[], overviews: ReadonlyMap<string, Row>, snapshot: string): string[] {
  const wrong: string[] = [];
  const firstDay = rows.map((row) => row.get('start')!).reduce((least, text) => (text < least ? text : least));
  const remaining = new Map([...overviews].map(([id, row]) => [id, new Map(expectedRemaining(row).map(([item, amounts]) => [item, amounts]))]));
  for (const [key, group] of chainsOf(rows, overviews)) {
    const [id = '', item = ''] = key.split('|');
    const chain = linked(group);
    chain.forEach((row, index) => {
      if (index > 0 && value(row, 'before') !== value(chain[index - 1]!, 'after')) wrong.push(`${key}: broken at ${row.get('at')}`);
    });
    const sum = chain.reduce((total, row) => total + value(row, 'deducted'), 0n);
    if (value(chain[0]!, 'before') - sum !== value(chain.at(-1)!, 'after')) wrong.push(`${key}: sum`);
    const overview = overviews.get(id)!;
    const amounts = remaining.get(id)!.get(item);
    if (amounts === undefined) continue;
    const begun = overview.get('effective')! >= firstDay;
    const period = periodKey(overview, chain[0]!.get('at')!);
    const wholePeriod = period !== '' && period !== periodKey(overview, firstDay);
    if ((begun || wholePeriod) && value(chain[0]!, 'before') !== amounts.total) wrong.push(`${key}: begins with ${chain[0]!.get('before')}`);
    if (value(chain[0]!, 'before') > amounts.total) wrong.push(`${key}: above capacity`);
    if (period === periodKey(overview, snapshot)) {
      if (value(chain.at(-1)!, 'after') !== amounts.remaining) wrong.push(`${key}: overview`);
      remaining.get(id)!.delete(item);
    }
  }
  const untouched = (id: string): boolean => !rows.some((row) => row.get('package') === id && row.get('before') !== '-');
  for (const [id, items] of remaining) {
    for (const [item, amounts] of items) {
      const perPeriod = overviews.get(id)!.get('periodStart') !== '-';
      if ((perPeriod || untouched(id)) && amounts.remaining !== amounts.total) wrong.push(`${id} ${item}: not full although nothing was deducted`);
    }
  }
  return wrong;
}

/** By item: what the overview says is left of what. */
function expectedRemaining(row: Row): [string, { remaining: bigint; total: bigint }][] {
  if (row.get('combo') !== '-') {
    return row.get('combo')!.split(';').map((part) => {
      const [item = '', amounts = ''] = part.split(':');
      const [left = '', all = ''] = amounts.split('/');
      return [item, { remaining: amount(left).value, total: amount(all).value }];
    });
  }
  const names = row.get('periodRemaining') === '-' ? ['remaining', 'total'] : ['periodRemaining', 'periodTotal'];
  return row.get(names[0]!) === '-' ? [] : [['', { remaining: value(row, names[0]!), total: value(row, names[1]!) }]];
}

/** The amounts of each line follow from one another. */
export function verifyMoney(lines: readonly Row[]): string[] {
  const wrong: string[] = [];
  const near = (a: bigint, b: bigint): boolean => magnitude(a - b) <= HALF8;
  for (const line of lines) {
    const of = (name: string): bigint => (line.has(name) ? value(line, name) : 0n);
    const inside = BigInt(/\/(\d+)/.exec(line.get('priceUnit')!)?.[1] ?? '1');
    const cost = (of('price') * of('usage') * of('duration')) / (UNIT * UNIT * inside);
    const fail = (what: string): void => {
      wrong.push(`${line.get('id')}: ${what}`);
    };
    if (!near(cost, of('original'))) fail('original');
    if (!near(((of('original') - of('ri')) * of('rate')) / UNIT, of('discounted'))) fail('discounted');
    if (line.has('cash') && of('discounted') !== of('cash') + of('voucher') + of('granted')) fail('payment');
    if (line.has('net') && of('net') !== of('discounted') - of('voucher')) fail('net');
    if (line.has('tax') && (!near((of('net') * of('taxRate')) / UNIT, of('tax')) || of('gross') !== of('net') + of('tax'))) fail('tax');
    if (of('voucher') > magnitude(of('discounted')) || of('ri') > magnitude(of('original'))) fail('range');
    if (of('usage') > 0n && of('price') > 0n && of('discounted') === 0n) fail('free of charge');
    if (line.get('raw') !== undefined && line.get('raw') !== '-' && line.get('deducted') !== '-' && of('raw') - of('deducted') !== of('usage')) fail('net usage');
  }
  if (new Set(lines.map((line) => line.get('id'))).size !== lines.length) wrong.push('transaction ids repeat');
  return wrong;
}
