import { chainsOf } from './verifier.ts';
import { seconds, value, type Row } from './tables.ts';

/** Whether bill and deductions fit together, read independently of how they were made. */

const DAY = 86_400;

/** Where the bill prints deducted usage, it is the sum of the deductions' raw usage of that hour. */
export function verifyDeductedUsage(rows: readonly Row[], lines: readonly Row[]): string[] {
  const keyOf = (row: Row): string => [row.get('owner'), row.get('subproduct'), row.get('item'), row.get('start')!.slice(0, 13)].join('|');
  const sums = new Map<string, bigint>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0n) + value(row, 'raw'));
  const wrong: string[] = [];
  const printing = new Set<string>();
  const seen = new Set<string>();
  for (const line of lines) {
    if (line.get('raw') !== undefined && line.get('raw') !== '-') seen.add(keyOf(line));
    if (line.get('deducted') === undefined || line.get('deducted') === '-') continue;
    printing.add(line.get('subproduct')!);
    seen.add(keyOf(line));
    if (value(line, 'deducted') !== (sums.get(keyOf(line)) ?? 0n)) wrong.push(`${line.get('id')}: deducted usage`);
  }
  for (const row of rows) if (printing.has(row.get('subproduct')!) && !seen.has(keyOf(row))) wrong.push(`${keyOf(row)}: no line`);
  return wrong;
}

interface Posting {
  readonly at: number;
  readonly before: bigint;
  readonly after: bigint;
}

/** Every line with a cost is of usage that no package of its owner could have covered. */
export function verifyCover(rows: readonly Row[], lines: readonly Row[], overviews: ReadonlyMap<string, Row>): string[] {
  const users = new Map<string, Set<string>>();
  for (const row of rows) {
    const key = `${row.get('owner')}|${row.get('subproduct')}|${row.get('item')}`;
    users.set(key, (users.get(key) ?? new Set<string>()).add(row.get('package')!));
  }
  const postings = new Map<string, Posting[]>();
  for (const [key, chain] of chainsOf(rows, overviews)) {
    const id = key.split('|').slice(0, 2).join('|');
    const list = postings.get(id) ?? [];
    for (const row of chain) list.push({ at: seconds(row.get('at')!), before: value(row, 'before'), after: value(row, 'after') });
    postings.set(id, list);
  }
  const wrong: string[] = [];
  for (const line of lines) {
    if (!/按量|Pay/.test(line.get('mode')!) || value(line, 'discounted') <= 0n) continue;
    const start = seconds(line.get('start')!);
    const end = seconds(line.get('end')!) + 1;
    for (const id of users.get(`${line.get('owner')}|${line.get('subproduct')}|${line.get('item')}`) ?? []) {
      const overview = overviews.get(id)!;
      if (seconds(overview.get('effective')!) > start || seconds(overview.get('expiry')!) + 1 < end) continue;
      const item = overview.get('combo') === '-' ? '' : line.get('item')!;
      const list = postings.get(`${id}|${item}`);
      if (list === undefined || !ranOut(list, start, end + DAY)) wrong.push(`${line.get('id')}: ${id} had balance`);
    }
  }
  return wrong;
}

/** Whether the balance was zero at some moment of the interval. */
function ranOut(postings: readonly Posting[], from: number, to: number): boolean {
  if (postings.some(({ at, after }) => at >= from && at <= to && after === 0n)) return true;
  const earlier = postings.filter(({ at }) => at < from).sort((a, b) => a.at - b.at);
  const last = earlier.at(-1);
  return last !== undefined && earlier.some(({ at, after }) => at === last.at && after === 0n);
}

/** Every package that is not free was paid for once, in the month in which it begins or when it was bought ahead. */
export function verifyPurchases(lines: readonly Row[], overviews: ReadonlyMap<string, Row>): string[] {
  const paid = new Map<string, number>();
  for (const line of lines) if (/新购|Purchase/.test(line.get('transaction')!)) paid.set(line.get('instance')!, (paid.get(line.get('instance')!) ?? 0) + 1);
  const wrong = [...paid.keys()].filter((id) => !overviews.has(id)).map((id) => `${id} was paid for and does not exist`);
  for (const [id, row] of overviews) {
    const free = row.get('name')!.includes('免费');
    if ((paid.get(id) ?? 0) !== (free ? 0 : 1)) wrong.push(`${id} was paid for ${paid.get(id) ?? 0} times`);
  }
  return wrong;
}
