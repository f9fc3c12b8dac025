import { Decimal } from '../../core/base/decimal.ts';
import { formatMonth } from '../../core/base/time.ts';
import { arithmeticErrors, breaks, inversions, moneyErrors, plain, sameRow, unitsOf, type Evidence } from './evidence.ts';
import { overviewsOf } from './verifier.ts';
import { readFile, readKind, seconds, UNIT, value, type Row } from './tables.ts';

/** For each planted fault: whether the files show it as the expected finding claims. */

type Claim = (evidence: Evidence) => boolean;

function only(values: readonly bigint[], quantity: string | undefined): boolean {
  return values.length === 1 && (quantity === undefined || plain(values[0]!) === quantity);
}

function twins(rows: readonly Row[], alike: (a: Row, b: Row) => boolean): boolean {
  return rows.some((row, index) => rows.slice(index + 1).some((other) => alike(row, other)));
}

function moneyClaim({ finding, lines }: Evidence): boolean {
  const errors = moneyErrors(lines[0]!);
  return lines.length === 1 && errors.size === 1 && plain(errors.get(finding.check) ?? 0n) === finding.quantity;
}

function opensBy({ chains, overview, finding }: Evidence): boolean {
  return chains.filter((chain) => plain(value(chain[0]!, 'before') - value(overview!, 'periodTotal')) === finding.quantity).length === 1;
}

function printedUsage({ lines: [line], finding }: Evidence): boolean {
  return plain(value(line!, 'raw') - value(line!, 'deducted') - value(line!, 'usage')) === finding.quantity;
}

const hasFile: Claim = ({ demo, finding }) => demo.files.some(({ name }) => name === finding.file);
const after = (rows: readonly Row[], time: string): boolean => rows.some((row) => row.get('start')! > time);

/** From the month of one printed time to that of another. */
function monthsBetween(from: string, to: string): number {
  return 12 * (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
}

/** The balance of a chain at a moment. */
function leftAt(chain: readonly Row[], time: string): bigint {
  const last = chain.findLast((row) => row.get('at')! <= time);
  return last === undefined ? value(chain[0]!, 'before') : value(last, 'after');
}

export const CLAIMS: Readonly<Record<string, Claim>> = {
  'row-arithmetic': ({ rows, finding }) => only(arithmeticErrors(rows), finding.quantity),
  'negative-amount': ({ rows, overview, finding }) => (finding.severity === 'warning'
    ? rows.filter((row) => value(row, 'deducted') < 0n).length === 1
    : rows.some((row) => value(row, 'before') > value(overview!, 'total'))),
  coefficient: ({ rows }) => new Set(rows.map((row) => row.get('coefficient'))).size === 2,
  'usage-interval': ({ rows }) => rows.filter((row) => row.get('start')! > row.get('end')!).length === 1,
  'unit-mismatch': ({ rows, overview }) => unitsOf(rows, 'after').size === 2 || overview!.get('unit') === 'GB',
  'zero-usage': ({ rows }) => rows.filter((row) => value(row, 'raw') === 0n && value(row, 'deducted') > 0n).length === 1,
  'chain-gap': ({ chains: [chain], finding }) => only(breaks(chain!), finding.quantity) && breaks(chain!)[0]! < 0n,
  'chain-increase': ({ chains: [chain], finding }) => only(breaks(chain!), finding.quantity) && breaks(chain!)[0]! > 0n,
  'duplicate-row': ({ rows, chains: [chain], finding }) => twins(rows, sameRow) && breaks(chain!).length === (finding.severity === 'error' ? 2 : 1),
  'chain-fork': ({ rows }) => twins(rows, (a, b) => a.get('before') === b.get('before') && a.get('after') !== b.get('after')),
  'out-of-order': ({ rows, finding }) => inversions(rows).length >= 1 && inversions(rows).some((early) => early > 3600 === (finding.severity === 'error')),
  'unknown-package': ({ rows, overview }) => rows.length > 10 && overview === undefined,
  'period-reset': opensBy,
  'period-overdrawn': ({ chains, overview, finding }) => chains.some((chain) => plain(chain.reduce((sum, row) => sum + value(row, 'deducted'), 0n) - value(overview!, 'periodTotal')) === finding.quantity),
  'overview-balance': ({ chains, overview, finding, demo }) => {
    const perPeriod = overview!.get('periodRemaining') !== '-';
    const begun = perPeriod && overview!.get('periodStart') === demo.snapshot;
    const should = begun ? value(overview!, 'periodTotal') : value(chains.at(-1)!.at(-1)!, 'after');
    return plain(value(overview!, perPeriod ? 'periodRemaining' : 'remaining') - should) === finding.quantity;
  },
  'overview-range': ({ overview, finding }) => [value(overview!, 'remaining') - value(overview!, 'total'), -value(overview!, 'remaining')].some((off) => off > 0n && plain(off) === finding.quantity),
  'validity-window': ({ rows, overview }) => after(rows, overview!.get('expiry')!) || rows.some((row) => row.get('end')! < overview!.get('effective')!),
  'deduction-after-end': ({ rows, overview }) => rows.some((row) => value(row, 'before') === 0n) || /未激活|Inactive/.test(overview!.get('status')!) || after(rows, overview!.get('ended')!),
  status: ({ overview, demo }) => {
    const shown = overview!.get('status')!;
    const left = value(overview!, 'remaining') > 0n;
    return /有效|Valid/.test(shown) ? !left : /已到期|Expired/.test(shown) ? overview!.get('expiry')! > demo.snapshot : left;
  },
  'ended-time': ({ overview, rows }) => {
    const empty = rows.find((row) => value(row, 'after') === 0n)?.get('at') ?? overview!.get('expiry')!;
    return seconds(overview!.get('ended')!) - seconds(empty) === 5 * 86_400;
  },
  'validity-order': ({ overview }) => overview!.get('effective')! >= overview!.get('expiry')!,
  'billed-with-balance': ({ lines, finding, rows }) => lines.length === 1 && plain(value(lines[0]!, lines[0]!.has('net') ? 'net' : 'discounted')) === finding.money && rows.length > 10,
  'deducted-usage': ({ lines: [line] }) => value(line!, 'raw') - value(line!, 'deducted') === value(line!, 'usage'),
  'net-usage': printedUsage,
  'over-deduction': printedUsage,
  'deduction-without-bill': ({ rows }) => rows.length > 10,
  'purchase-without-package': ({ lines, demo }) => lines.length === 1 && !demo.files.some((file) => file.kind !== 'bill' && readFile(file).some((row) => row.get('package') === lines[0]!.get('instance'))),
  'package-without-purchase': ({ lines, overview }) => lines.length === 0 && overview !== undefined,
  'refund-line': ({ overview, finding, lines }) => (finding.transactionId === undefined ? /已退款|Refunded/.test(overview!.get('status')!) : value(lines[0]!, 'discounted') < 0n),
  'duplicate-transaction': ({ lines }) => lines.length === 2 && sameRow(lines[0]!, lines[1]!),
  'original-cost': moneyClaim,
  'before-voucher': moneyClaim,
  'total-cost': moneyClaim,
  tax: moneyClaim,
  'payment-split': moneyClaim,
  sign: ({ lines: [line] }) => (/调账|adjust/.test(line!.get('transaction')!) ? value(line!, 'discounted') > 0n : value(line!, 'discounted') < 0n),
  'bill-range': ({ lines: [line] }) => value(line!, 'rate') > UNIT || value(line!, 'voucher') > value(line!, 'discounted') || value(line!, 'riDuration') > value(line!, 'duration'),
  'covered-but-charged': ({ lines: [line], finding }) => value(line!, 'usage') === 0n && plain(value(line!, 'discounted')) === finding.money,
  'unknown-value': ({ demo, finding }) => {
    const [, word = ''] = finding.note.split(': ');
    return demo.files.some((file) => readFile(file).some((row) => [...row.values()].includes(word)));
  },
  'rejected-row': hasFile,
  'coverage-hole': ({ demo, finding }) => {
    const day = /\d{4}-\d\d-\d\d/.exec(finding.note)![0];
    const of = (kind: string, name: string): boolean => demo.files.some((file) => file.kind === kind && readFile(file).some((row) => row.get(name) === finding.product && row.get('start')!.startsWith(day)));
    return of('bill', 'product') && !of('deductions', 'product');
  },
  'missing-column': hasFile,
  'wrong-document': hasFile,
  'idle-package': ({ rows, demo }) => !rows.some((row) => seconds(row.get('at')!) > seconds(demo.snapshot) - 30 * 86_400),
  'expected-waste': ({ overview, demo }) => value(overview!, 'remaining') * 2n > value(overview!, 'total') && seconds(overview!.get('expiry')!) - seconds(demo.snapshot) < 30 * 86_400,
  'realised-waste': ({ overview, demo }) => value(overview!, 'remaining') > 0n && overview!.get('expiry')! < demo.snapshot,
  'chain-start': ({ chains: [chain], overview, finding }) => plain(value(overview!, 'total') - value(chain![0]!, 'before')) === finding.quantity && breaks(chain!).length === 0,
  'period-window': ({ overview, demo }) => seconds(demo.snapshot) - seconds(overview!.get('periodEnd')!) > 3600,
  'period-count': ({ overview, finding }) => {
    const later = monthsBetween(overview!.get('periodStart')!, overview!.get('expiry')!);
    const left = Number(overview!.get('periodsRemaining'));
    return [Number(overview!.get('periodsTotal')) - 12, left - later - 1, later - left].filter((off) => off > 0).join() === finding.quantity;
  },
  'period-split': ({ rows, finding }) => {
    const late = rows.filter((row) => row.get('at')!.slice(0, 7) !== row.get('start')!.slice(0, 7));
    return plain(late.reduce((sum, row) => sum + value(row, 'deducted'), 0n)) === finding.quantity;
  },
  'overview-sum': ({ rows, overview, finding }) => plain(value(overview!, 'total') - rows.reduce((sum, row) => sum + value(row, 'deducted'), 0n) - value(overview!, 'remaining')) === finding.quantity && rows.every((row) => row.get('after') === '-'),
  'overview-total': ({ overview, finding }) => {
    const later = BigInt(monthsBetween(overview!.get('periodStart')!, overview!.get('expiry')!));
    return plain(value(overview!, 'remaining') - value(overview!, 'periodRemaining') - value(overview!, 'periodTotal') * later) === finding.quantity;
  },
  'snapshot-difference': ({ chains: [chain], earlier, demo, finding }) => plain(value(earlier!, 'remaining') - leftAt(chain!, demo.files.find(({ taken }) => taken !== undefined)!.taken!)) === finding.quantity,
  'package-changed': ({ earlier, overview, finding }) => ['total', 'scope', 'effective'].filter((name) => earlier!.get(name) !== overview!.get(name)).join() === (finding.quantity !== undefined ? 'total' : finding.note.includes('scope') ? 'scope' : 'effective'),
  renewal: ({ overview, demo }) => (/不续|Do not/.test(overview!.get('renewalMode')!) ? seconds(overview!.get('expiry')!) - seconds(demo.snapshot) < 30 * 86_400 : overview!.get('renewalTerm') !== '-'),
  'renewal-line': ({ lines, overview, finding }) => {
    const paid = lines.find((line) => (finding.transactionId === undefined ? line.get('instance') === finding.packageId : true))!;
    return finding.transactionId === undefined ? overview!.get('expiry')! > paid.get('end')! : overview!.get('expiry')! < paid.get('start')!;
  },
  'renewal-gap': ({ demo, finding, overview, rows: [row] }) => {
    const old = overviewsOf(demo).get(/\w+pkg-\w+/.exec(finding.note)![0])!;
    const lines = readKind(demo, 'bill').filter((line) => line.get('owner') === row!.get('owner') && line.get('item') === row!.get('item') && line.get('start')! > old.get('expiry')! && line.get('start')! < overview!.get('effective')!);
    return plain(lines.reduce((sum, line) => sum + value(line, line.has('net') ? 'net' : 'discounted'), 0n)) === finding.money;
  },
  'owner-mismatch': ({ rows }) => rows.filter((row) => row.get('owner') !== row.get('packageOwner')).length === 1,
  'deduct-order': ({ demo, finding, rows, overview }) => {
    const first = /\w+pkg-\w+/.exec(finding.note)![0];
    const chain = readKind(demo, 'deductions').filter((row) => row.get('package') === first);
    return overviewsOf(demo).get(first)!.get('expiry')! < overview!.get('expiry')! && rows.length > 5 && chain.some((row) => plain(value(row, 'after')) === finding.quantity);
  },
  'slice-window': ({ rows, overview, finding }) => overview!.get('scope') === '08:00-13:00' && plain(rows.filter((row) => row.get('start')!.slice(11) >= '13').reduce((sum, row) => sum + value(row, 'deducted'), 0n)) === finding.quantity,
  'period-boundary': ({ rows, finding, overview }) => (finding.severity === 'info' ? rows.some((row) => row.get('at')!.slice(8, 10) >= '15' && value(row, 'before') === value(overview!, 'periodTotal')) : true) && rows.length > 10,
  'month-change': ({ demo, finding }) => readKind(demo, 'bill').some((line) => line.get('product') === finding.product && value(line, 'discounted') === -2500n * UNIT),
  'uncovered-use': ({ demo, finding }) => {
    const owner = /used on most days by (\d+)/.exec(finding.note)![1];
    return readKind(demo, 'bill').filter((line) => line.get('owner') === owner && line.get('product') === finding.product).length > 100;
  },
  'split-usage': ({ lines: [line], finding, demo }) => {
    const rows = readKind(demo, 'deductions').filter((row) => ['owner', 'item', 'start'].every((name) => row.get(name) === line!.get(name)));
    const sum = rows.reduce((total, row) => total + value(row, 'raw'), 0n) + value(line!, 'usage') - value(line!, 'raw');
    return new Set(rows.map((row) => row.get('package'))).size === 2 && plain(sum) === finding.quantity && line!.get('deducted') === '-';
  },
  'month-restated': ({ demo, finding }) => {
    const again = readFile(demo.files.find(({ name }) => name === finding.file)!);
    const product = again[0]!.get('product');
    const first = demo.files.filter(({ kind, name }) => kind === 'bill' && name !== finding.file).flatMap(readFile).filter((line) => line.get('product') === product);
    const alone = (some: readonly Row[], others: readonly Row[]): number => some.filter((line) => !others.some((other) => sameRow(line, other))).length;
    return alone(first, again) + alone(again, first) === (finding.note.includes('usage') ? 2 : 1);
  },
  'repeated-purchase': ({ lines: [line], demo, finding }) => {
    const first = readKind(demo, 'bill').find((other) => other.get('instance') === /\w+pkg-\w+/.exec(finding.note)![0])!;
    return seconds(line!.get('at')!) - seconds(first.get('at')!) === 240 && ['price', 'owner', 'product', 'end'].every((name) => line!.get(name) === first.get(name));
  },
  'dear-package': ({ lines: [line], rows, demo, overview }) => {
    const [row] = rows;
    const priced = readKind(demo, 'bill').find((other) => other.get('item') === row!.get('item') && value(other, 'usage') > 0n)!;
    // Price paid for the capacity, against what as much usage costs as one goes.
    return value(line!, 'discounted') * value(row!, 'deducted') * value(priced, 'usage') > 2n * value(priced, 'discounted') * value(row!, 'raw') * value(overview!, 'total');
  },
  'coefficient-change': ({ rows }) => new Set(rows.map((row) => row.get('coefficient'))).size === 2 && arithmeticErrors(rows).length === 0,
  'bill-interval': ({ lines: [line] }) => line!.get('start')! > line!.get('end')!,
  unattributed: ({ demo, finding }) => readKind(demo, 'bill').some((line) => ['owner', 'product', 'instance'].some((name) => line.get(name) === '-') && plain(value(line, line.has('net') ? 'net' : 'discounted')) === finding.money),
  'precision-difference': ({ demo, finding }) => readKind(demo, 'bill').some((line) => /月度计费精度差异|precision difference/i.test(line.get('transaction')!) && plain(-value(line, 'discounted') - UNIT / 100n) === finding.quantity),
  'stale-snapshot': ({ demo, finding }) => {
    const id = /\w+pkg-\w+/.exec(finding.note)![0];
    const { taken } = demo.files.find(({ name }) => name === finding.file)!;
    return !overviewsOf(demo).has(id) && readKind(demo, 'deductions').some((row) => row.get('package') === id && row.get('at')! > taken!);
  },
  'truncated-export': ({ demo, finding }) => [1, 2, 3].map((part) => demo.files.some(({ name }) => name === finding.file!.replace('part3', `part${part}`))).join() === 'true,false,true',
  'early-run-out': ({ rows, overview }) => value(overview!, 'remaining') > 0n && value(overview!, 'remaining') * 5n < rows.reduce((sum, row) => sum + value(row, 'deducted'), 0n),
  'low-period-use': ({ rows, overview }) => rows.every((row) => value(row, 'deducted') * 2n < value(overview!, 'periodTotal')) && rows.length > 30,
  'not-activated': ({ overview, demo, rows }) => /未激活|Inactive/.test(overview!.get('status')!) && seconds(overview!.get('expiry')!) - seconds(demo.snapshot) < 30 * 86_400 && rows.length === 0,
  'stated-total': ({ demo, finding }) => {
    const [stated] = demo.totals.filter(({ product }) => product === finding.product);
    const month = formatMonth(stated!.month);
    const lines = readKind(demo, 'bill').filter((line) => line.get('product') === finding.product && line.get('start')!.startsWith(month));
    const sum = lines.reduce((total, line) => total + value(line, line.has('net') ? 'net' : 'discounted'), 0n);
    return lines.length > 5 && stated!.amount.minus(Decimal.ofUnits(sum, 18)).toString() === finding.quantity;
  },
  'restated-row': ({ rows, finding }) => rows.some((row) => rows.some((other) => row.get('at') === other.get('at') && row.get('before') === other.get('before') && plain(value(row, 'deducted') - value(other, 'deducted')) === finding.quantity)),
};
