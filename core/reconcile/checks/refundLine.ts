import { Decimal } from '../../base/decimal.ts';
import { HOUR, type CivilTime } from '../../base/time.ts';
import type { Sentence } from '../../base/text.ts';
import type { BillRow } from '../../fields/bill.ts';
import { isKnownChoice, transactionClass } from '../../fields/choices.ts';
import type { DeductionRow } from '../../fields/deductions.ts';
import { blocked, type Check, type Report } from '../check.ts';
import type { Evidence, Severity } from '../finding.ts';
import type { Money } from '../money.ts';
import type { LoadedMonths } from '../loadedMonths.ts';
import { isPackageLine, isPayment, paymentTime, sumOf } from '../purchases.ts';
import { refundLines } from '../refunds.ts';
import { show, showQuantity, showTime } from '../show.ts';
import { evidenceOf, type Package, type World } from '../world.ts';
import { policyLine } from '../policyLines.ts';

/**
 * A refund ends a package: 60 were paid for textpkg-1b02, 24 came back on 2025-06-20, from then on its status is
 * "refunded" and nothing is deducted from it. Four things can contradict that: a refund line whose package is not shown
 * as refunded, a refunded package without a refund line in a loaded month, more money back than was paid, and deductions
 * after the refund (postings within the product's lag for usage before it are fine).
 */
export const refundLine: Check = {
  id: 'refund-line',
  family: 'purchases',
  needs: ['packages', 'bill'],
  texts: {
    title: { zh: '退款', en: 'Refunds' },
    rule: {
      zh: '有退款行的资源包状态为“已退款”，反之亦然；退款合计 ≤ 已付合计，容差 0；退款后不再抵扣（允许入账延迟）',
      en: 'A package with a refund line has the status refunded, and the reverse; refunds ≤ payments, tolerance 0; no deductions after the refund (posting lag allowed)',
    },
    act: { zh: '核对退款单与资源包状态', en: 'Compare the refund order with the status of the package' },
    refund: { zh: '{where} · {time} 退款 {amount} {currency}', en: '{where} · {time} refund of {amount} {currency}' },
    status: { zh: '{where} · 快照 {snapshot} 时状态为 {status}，不是“已退款”', en: '{where} · at the snapshot of {snapshot} its status is {status}, not refunded' },
    noLine: { zh: '{where} · 状态“已退款”，{time} 失效，该月账单已导入，但没有退款行', en: '{where} · its status is refunded, ended at {time}; that month of the bill is loaded and has no refund line' },
    excess: { zh: '退款合计 {refunded} > 已付合计 {paid}，多 {difference} {currency}', en: 'Refunds {refunded} > payments {paid}, by {difference} {currency}' },
    late: { zh: '退款后仍有 {count} 行抵扣，合计 {sum}；最早 {where}：{time} 入账，用量始于 {start}（允许延迟 {hours} 小时）', en: '{count} deductions after the refund, {sum} in all; the first is {where}: posted {time}, usage from {start} (lag allowed: {hours} h)' },
    snapshotLag: { zh: '快照早于退款，或在退款后的延迟之内', en: 'The overview was taken before the refund or within the lag after it' },
    unknownPackage: { zh: '退款的资源包不在总览中', en: 'The refunded package is in no overview' },
    notLoaded: { zh: '失效月份的账单未完整导入', en: 'The bill of the month in which it ended is not loaded whole' },
    unknownStatus: { zh: '状态未知', en: 'The status is unknown' },
  },
  start(world, report) {
    const late = new Map<string, Late>();
    let ofPackage: Late | null = null;
    return {
      deduction(row, _step, _history, pack) {
        const refundedAt = refundTime(pack);
        if (refundedAt !== null && isLate(row, refundedAt, pack)) ofPackage = withLate(ofPackage, row);
      },
      replayed(_replay, pack) {
        if (ofPackage === null) return;
        late.set(pack.id, ofPackage);
        report.note(ofPackage);
        ofPackage = null;
      },
      recall(pack, notes) {
        for (const known of notes as readonly Late[]) late.set(pack.id, known);
      },
      prepaid(line) {
        const isRefund = transactionClass(line.transactionType) === 'refund';
        if (isRefund && isPackageLine(line, world) && !(line.instanceId !== null && world.packages.has(line.instanceId))) report.notCheckable(report.say('unknownPackage'));
      },
      end() {
        for (const id of [...world.packages.keys()].sort()) judge(world.packages.get(id)!, late.get(id) ?? null, world.survey.loaded, world, report);
      },
    };
  },
};

interface Late {
  count: number;
  sum: Decimal | null;
  readonly first: Pick<DeductionRow, 'file' | 'line' | 'deductedAt' | 'usageStart'>;
  readonly unit: string | null;
  readonly rows: Evidence[];
}

interface Broken {
  readonly severity: Severity;
  readonly sentence: Sentence;
  readonly rows?: readonly Evidence[];
  readonly quantity?: { readonly amount: Decimal; readonly unit: string | null } | null;
  readonly money?: Money | null;
}

const ROWS_KEPT = 50;

/** The last refund: what a first, partial one left may still be used. */
function refundTime(pack: Package): CivilTime | null {
  if (pack.purchases.length === 0) return null;
  const times = refundLines(pack).map(paymentTime).filter((time) => time !== null);
  return times.length === 0 ? null : Math.max(...times);
}

function isLate(row: DeductionRow, refundedAt: CivilTime, pack: Package): boolean {
  if (row.deducted === null || row.deducted.sign() <= 0) return false;
  return (row.deductedAt !== null && row.deductedAt > refundedAt + pack.policy.lag) || (row.usageStart !== null && row.usageStart > refundedAt);
}

function withLate(known: Late | null, row: DeductionRow): Late {
  if (known === null) {
    const { file, line, deductedAt, usageStart } = row;
    return { count: 1, sum: row.deducted, first: { file, line, deductedAt, usageStart }, unit: row.packageUnit, rows: [evidenceOf('deductions', row)] };
  }
  known.count += 1;
  known.sum = known.sum === null || row.packageUnit !== known.unit ? null : known.sum.plus(row.deducted!);
  if (known.rows.length < ROWS_KEPT) known.rows.push(evidenceOf('deductions', row));
  return known;
}

function judge(pack: Package, late: Late | null, loaded: LoadedMonths, world: World, report: Report): void {
  const refunds = refundLines(pack);
  const status = pack.overview?.status ?? null;
  if (refunds.length === 0 && status !== 'refunded') return;
  const broken: Broken[] = [];
  const open: Sentence[] = [];
  const take = (answer: Broken | Sentence | null): void => {
    if (answer === null) return;
    if ('severity' in answer) broken.push(answer);
    else open.push(answer);
  };
  if (refunds.length > 0) {
    take(statusAnswer(pack, status, world, report));
    take(excessAnswer(pack, refunds, world, report));
    take(late === null ? null : lateAnswer(pack, late, world, report));
  } else take(missingAnswer(pack, loaded, world, report));
  if (broken.length > 0) fail(pack, refunds, broken, world, report);
  else if (open.length > 0) report.notCheckable(open[0]!);
  else report.pass();
}

function statusAnswer(pack: Package, status: string | null, world: World, report: Report): Broken | Sentence | null {
  const { overview, snapshot } = pack;
  if (overview === null) return report.say('unknownPackage');
  if (snapshot === null) return { id: 'common.noSnapshot', values: {} };
  if (status === 'refunded') return null;
  if (status === null || !isKnownChoice('packageStatus', status)) return report.say('unknownStatus');
  const refundedAt = refundTime(pack);
  if (refundedAt === null || snapshot <= refundedAt + pack.policy.lag) return report.say('snapshotLag');
  return { severity: 'error', sentence: report.say('status', { where: world.where(overview), snapshot: showTime(snapshot), status: `@packageStatus.${status}` }), rows: [evidenceOf('packages', overview)] };
}

/** Only where the purchase itself is loaded; of renewals alone one cannot say what was paid in all. */
function excessAnswer(pack: Package, refunds: readonly BillRow[], world: World, report: Report): Broken | null {
  const payments = pack.purchases.filter(isPayment);
  if (!payments.some((line) => transactionClass(line.transactionType) === 'purchase')) return null;
  const paid = sumOf(payments, world);
  const returned = sumOf(refunds, world);
  if (paid === null || returned === null || paid.currency !== returned.currency) return null;
  const excess = returned.amount.negated().minus(paid.amount);
  if (excess.sign() <= 0) return null;
  return {
    severity: 'error',
    sentence: report.say('excess', { refunded: show(returned.amount.abs()), paid: show(paid.amount), difference: show(excess), currency: paid.currency ?? '' }),
    rows: payments.map((line) => evidenceOf('bill', line)),
    quantity: { amount: excess, unit: paid.currency },
    money: { amount: excess, currency: paid.currency },
  };
}

function lateAnswer(pack: Package, late: Late, world: World, report: Report): Broken {
  return {
    severity: 'error',
    sentence: report.say('late', {
      count: late.count, sum: showQuantity(late.sum, late.unit), where: world.where(late.first), time: showTime(late.first.deductedAt), start: showTime(late.first.usageStart), hours: pack.policy.lag / HOUR,
    }),
    rows: late.rows,
    quantity: late.sum === null ? null : { amount: late.sum, unit: late.unit },
  };
}

function missingAnswer(pack: Package, loaded: LoadedMonths, world: World, report: Report): Broken | Sentence | null {
  const overview = pack.overview!;
  if (overview.endedAt === null) return { id: 'common.absent', values: { fields: 'endedAt' } };
  // A subscription that was changed into pay-as-you-go gives its money back as a change.
  if (pack.purchases.some((line) => (sumOf([line], world)?.amount.sign() ?? 0) < 0)) return null;
  if (loaded.at(overview.endedAt) !== 'inside') return report.say('notLoaded');
  if (world.setAside.purchase(pack.id)) return blocked('rejected-row');
  return { severity: 'warning', sentence: report.say('noLine', { where: world.where(overview), time: showTime(overview.endedAt) }), rows: [evidenceOf('packages', overview)] };
}

function fail(pack: Package, refunds: readonly BillRow[], broken: readonly Broken[], world: World, report: Report): void {
  const returned = sumOf(refunds, world);
  const money = broken.find((entry) => entry.money !== undefined)?.money ?? (returned === null ? null : { amount: returned.amount.abs(), currency: returned.currency });
  const quantity = broken.find((entry) => entry.quantity !== undefined)?.quantity ?? null;
  report.fail({
    severity: broken.some((entry) => entry.severity === 'error') ? 'error' : 'warning',
    subject: [pack.id],
    packageId: pack.id,
    transactionId: refunds[0]?.transactionId ?? null,
    product: pack.product,
    rows: [...refunds.map((line) => evidenceOf('bill', line)), ...broken.flatMap((entry) => entry.rows ?? [])],
    quantity: quantity?.amount ?? null,
    unit: quantity?.unit ?? null,
    money: money?.amount ?? null,
    currency: money?.currency ?? null,
    why: [
      ...refunds.map((line) => report.say('refund', { where: world.where(line), time: showTime(paymentTime(line)), amount: show(sumOf([line], world)?.amount ?? null), currency: sumOf([line], world)?.currency ?? '' })),
      ...broken.map((entry) => entry.sentence),
      ...(broken.some(({ sentence }) => sentence.id === 'refund-line.late' || sentence.id === 'refund-line.status') ? [policyLine(pack.policy, 'lag')] : []),
    ],
  });
}
