import { compareText } from '../../base/order.ts';
import { DAY, endOf, monthOf, monthStart, type CivilTime } from '../../base/time.ts';
import type { Sentence } from '../../base/text.ts';
import type { BillRow } from '../../fields/bill.ts';
import { transactionClass } from '../../fields/choices.ts';
import { amountOf } from '../../fields/facts.ts';
import type { PackageRow } from '../../fields/packages.ts';
import { lineCurrency } from '../billLine.ts';
import { blocked, type Check, type Report } from '../check.ts';
import type { LoadedMonths } from '../loadedMonths.ts';
import { paymentTime } from '../purchases.ts';
import { refundLines } from '../refunds.ts';
import { show, showTime } from '../show.ts';
import { coversFrom } from '../validity.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/** An end may be printed as a day, and a term may begin with the day or with the payment. */
const SAME = DAY;
/** A bill that was exported with an overview may end so long before it. */
const SLACK = 2 * DAY;

/**
 * Whoever pays for a renewal gets time for it. 60 were paid on 12 June for the term from 1 July to 1 August; then the overview
 * of July shows an expiry of 1 August, or a new package that began on 1 July. And the reverse: an expiry that lies a
 * month later than everything that was paid for was moved without a line.
 */
export const renewalLine: Check = {
  id: 'renewal-line',
  family: 'purchases',
  needs: ['packages', 'bill'],
  texts: {
    title: { zh: '续费', en: 'Renewals' },
    rule: {
      zh: '每笔续费之后，到期时间移到所付的结束时间，或有同产品的新包从原到期时间开始；到期时间晚于所付结束时间的，账单有续费行；容差 1 天',
      en: 'After every renewal the expiry is the end that was paid for, or a new package of the product begins at the old end; an expiry later than what was paid for has a renewal line; tolerance 1 day',
    },
    act: { zh: '核对续费订单与该包的到期时间', en: 'Compare the renewal order with the expiry of the package' },
    paid: { zh: '{where} · {time} 续费 {amount} {currency}，{start} 至 {end}', en: '{where} · {time} renewal for {amount} {currency}, {start} to {end}' },
    notMoved: { zh: '{where} · 快照 {snapshot} 时到期时间为 {expiry}，未移动；没有同产品的新包在 {start} 前后开始', en: '{where} · at the snapshot of {snapshot} it expires {expiry}, not moved; no new package of the product begins around {start}' },
    expiry: { zh: '{where} · 快照 {snapshot} 时到期时间为 {expiry}', en: '{where} · at the snapshot of {snapshot} it expires {expiry}' },
    paidUntil: { zh: '账单只付到 {end}（{where}），其后各月账单已导入，没有续费行', en: 'The bill pays until {end} only ({where}); the months since then are loaded and have no renewal' },
    moved: { zh: '{where} · 前一次快照 {snapshot} 时到期时间为 {expiry}；其间账单已导入，没有续费行', en: '{where} · at the snapshot of {snapshot} before it expired {expiry}; the bill between is loaded and has no renewal' },
    snapshotLag: { zh: '快照早于续费，或在续费后的延迟之内', en: 'The overview was taken before the renewal or within the lag after it' },
    unknownPackage: { zh: '续费的资源包不在总览中', en: 'The renewed package is in no overview' },
    refunded: { zh: '该包其后有退款或变更', en: 'The package was refunded or changed afterwards' },
    notLoaded: { zh: '其间月份的账单未完整导入，可能有续费行', en: 'The bill of the months between is not loaded whole and may have a renewal' },
    otherStart: { zh: '所付的期限不从生效时间开始，无法比较', en: 'The term that was paid for does not begin with the package, so that the two do not compare' },
  },
  start(world, report) {
    return {
      end() {
        for (const id of [...world.packages.keys()].sort(compareText)) {
          const pack = world.packages.get(id)!;
          for (const line of pack.purchases) if (transactionClass(line.transactionType) === 'renewal') judgeRenewal(line, pack, world, report);
          if (pack.overview !== null) judgeExpiry(pack, world.survey.loaded, world, report);
        }
      },
    };
  },
};

function judgeRenewal(line: BillRow, pack: Package, world: World, report: Report): void {
  const because = reasonNotToJudge(line, pack, world, report);
  if (because !== null) {
    report.notCheckable(because);
    return;
  }
  if (pack.expiresAt! >= endOf(line.usageEnd!) - SAME || hasSuccessor(line, pack, world)) {
    report.pass();
    return;
  }
  const overview = pack.overview!;
  const amount = amountOf(line);
  const currency = lineCurrency(world, line);
  report.fail({
    severity: 'error',
    subject: [pack.id, line.transactionId, line.usageStart],
    packageId: pack.id,
    transactionId: line.transactionId,
    product: pack.product,
    rows: [evidenceOf('bill', line), evidenceOf('packages', overview)],
    money: amount,
    currency: amount === null ? null : currency,
    why: [
      report.say('paid', { where: world.where(line), time: showTime(paymentTime(line)), amount: show(amount), currency: currency ?? '', start: showTime(line.usageStart), end: showTime(line.usageEnd) }),
      report.say('notMoved', { where: world.where(overview), snapshot: showTime(pack.snapshot), expiry: showTime(overview.expiry), start: showTime(line.usageStart) }),
    ],
  });
}

function reasonNotToJudge(line: BillRow, pack: Package, world: World, report: Report): Sentence | null {
  const paidAt = paymentTime(line);
  if (pack.overview === null) return report.say('unknownPackage');
  if (pack.snapshot === null) return { id: 'common.noSnapshot', values: {} };
  if (paidAt === null || line.usageStart === null || line.usageEnd === null || pack.expiresAt === null) return { id: 'common.absent', values: { fields: 'usageStart, usageEnd, expiry' } };
  if (world.verdicts.has('validity-order', `package:${pack.id}`)) return blocked('validity-order');
  if (pack.snapshot <= paidAt + pack.policy.lag) return report.say('snapshotLag');
  return wasAltered(pack) ? report.say('refunded') : null;
}

/** A refund or a change may have moved the expiry once more. */
function wasAltered(pack: Package): boolean {
  return refundLines(pack).length > 0 || pack.overview?.status === 'refunded' || pack.purchases.some((line) => transactionClass(line.transactionType) === 'modify');
}

/** A package of the same product and owner that begins where the old term ends. */
function hasSuccessor(line: BillRow, pack: Package, world: World): boolean {
  return [...world.packages.values()].some((other) => other.id !== pack.id && other.effective !== null && Math.abs(other.effective - line.usageStart!) <= SAME
    && world.names.product(other.product) === world.names.product(pack.product) && world.names.subproduct(other.subproduct) === world.names.subproduct(pack.subproduct)
    && (other.owner === null || pack.owner === null || other.owner === pack.owner));
}

/** Whether the expiry lies where something was paid for. */
function judgeExpiry(pack: Package, loaded: LoadedMonths, world: World, report: Report): void {
  const { expiresAt, snapshot } = pack;
  if (expiresAt === null || snapshot === null || world.verdicts.has('validity-order', `package:${pack.id}`)) return;
  const terms = pack.purchases.filter((line) => ['purchase', 'renewal'].includes(transactionClass(line.transactionType) ?? '') && line.usageEnd !== null);
  const latest = terms.reduce<BillRow | null>((last, line) => (last === null || line.usageEnd! > last.usageEnd! ? line : last), null);
  if (latest !== null && expiresAt <= endOf(latest.usageEnd!) + SAME) {
    report.pass();
    return;
  }
  const earlier = pack.overviews.findLast((overview) => overview.expiry !== null && endOf(overview.expiry) < expiresAt - SAME) ?? null;
  const purchase = terms.find((line) => transactionClass(line.transactionType) === 'purchase') ?? null;
  if (earlier === null && purchase === null) return;
  const since = earlier === null ? paymentTime(purchase!) : (world.files.get(earlier.file)?.snapshot ?? null);
  if (wasAltered(pack)) report.notCheckable(report.say('refunded'));
  else if (earlier === null && !beginsWith(purchase!, pack)) report.notCheckable(report.say('otherStart'));
  else if (since === null || !isLoaded(loaded, since, snapshot)) report.notCheckable(report.say('notLoaded'));
  else if (world.setAside.purchase(pack.id)) report.notCheckable(blocked('rejected-row'));
  else tellMoved(pack, earlier, latest, world, report);
}

/** A package that is activated later than it was paid for has another term than its line. */
function beginsWith(purchase: BillRow, pack: Package): boolean {
  const from = coversFrom(pack);
  return purchase.usageStart !== null && pack.effective !== null && (Math.abs(purchase.usageStart - pack.effective) <= SAME || (from !== null && Math.abs(purchase.usageStart - from) <= SAME));
}

function isLoaded(loaded: LoadedMonths, from: CivilTime, to: CivilTime): boolean {
  const until = Math.max(from, to - SLACK);
  const moments = [from, until];
  for (let month = monthOf(from) + 1; month < monthOf(until); month += 1) moments.push(monthStart(month));
  return moments.every((moment) => loaded.at(moment) === 'inside');
}

function tellMoved(pack: Package, earlier: PackageRow | null, latest: BillRow | null, world: World, report: Report): void {
  const overview = pack.overview!;
  report.fail({
    severity: 'warning',
    subject: [pack.id, 'expiry'],
    packageId: pack.id,
    product: pack.product,
    rows: [evidenceOf('packages', overview), ...(earlier === null ? [] : [evidenceOf('packages', earlier)]), ...(latest === null ? [] : [evidenceOf('bill', latest)])],
    why: [
      report.say('expiry', { where: world.where(overview), snapshot: showTime(pack.snapshot), expiry: showTime(overview.expiry) }),
      earlier === null
        ? report.say('paidUntil', { end: showTime(latest!.usageEnd), where: world.where(latest!) })
        : report.say('moved', { where: world.where(earlier), snapshot: showTime(world.files.get(earlier.file)!.snapshot), expiry: showTime(earlier.expiry) }),
    ],
  });
}
