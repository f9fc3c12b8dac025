import { compareText } from '../../base/order.ts';
import { DAY, MINUTE, type CivilTime } from '../../base/time.ts';
import type { BillRow } from '../../fields/bill.ts';
import { transactionClass } from '../../fields/choices.ts';
import { amountOf } from '../../fields/facts.ts';
import { absence, typeWord } from '../billLine.ts';
import type { Check, Report } from '../check.ts';
import { isPackageLine, paymentTime, sumOf } from '../purchases.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type World } from '../world.ts';

/**
 * Someone presses "buy" twice: two packages of one kind, size, term and price, four minutes apart. Or a package renews
 * itself on its last day, a day after a colleague renewed it by hand. Neither is an error of the vendor, both are money
 * that may come back if one asks in time.
 *
 * Several packages of one order are one purchase; the same transaction listed twice is `duplicate-transaction`. The bill
 * does not say whether a renewal was automatic, so that any two renewals of one package within three days count.
 */
export const repeatedPurchase: Check = {
  id: 'repeated-purchase',
  family: 'purchases',
  needs: ['bill'],
  texts: {
    title: { zh: '重复购买或续费', en: 'Repeated purchase or renewal' },
    rule: {
      zh: '10 分钟内没有两笔相同的资源包新购（账号、产品、组件、单价、数量、时长、到期、金额均相同）；3 天内没有同一资源包的两笔续费',
      en: 'No two alike purchases of resource packages (account, product, component, price, number, duration, end and amount) within 10 minutes; no two renewals of one package within 3 days',
    },
    act: { zh: '与购买人确认；若是误购，在使用前申请退款', en: 'Ask who bought; if by mistake, apply for a refund before it is used' },
    payment: { zh: '{where} · {time} · {type} · {id} · {amount} {currency} · 交易 {transaction}', en: '{where} · {time} · {type} · {id} · {amount} {currency} · transaction {transaction}' },
    apart: { zh: '相隔 {minutes} 分钟，界限 {limit} 分钟', en: '{minutes} minutes apart, the limit is {limit}' },
    ruledOut: { zh: '交易 ID 不同，不是同一交易列出两次；订单 ID 不同或未给出，不是同一订单', en: 'The transaction ids differ, so it is not one transaction listed twice; order ids differ or are absent, so it is not known to be one order' },
    kindUnknown: { zh: '账单未说明续费是自动还是手动', en: 'The bill does not say whether a renewal was automatic' },
  },
  start(world, report) {
    const groups = new Map<string, Payment[]>();
    return {
      prepaid(line) {
        const kind = transactionClass(line.transactionType);
        if ((kind !== 'purchase' && kind !== 'renewal') || !isPackageLine(line, world)) return;
        const paidAt = paymentTime(line);
        if (paidAt === null || (kind === 'renewal' && line.instanceId === null)) {
          report.notCheckable(absence(world, line, paidAt === null ? ['transactionTime'] : ['instanceId'])!);
          return;
        }
        const key = kind === 'purchase' ? purchaseKey(line) : renewalKey(line);
        groups.set(key, [...(groups.get(key) ?? []), { line, paidAt }]);
      },
      end() {
        for (const key of [...groups.keys()].sort(compareText)) compareGroup(groups.get(key)!, world, report);
      },
    };
  },
};

interface Payment {
  readonly line: BillRow;
  readonly paidAt: CivilTime;
}

const PURCHASES_APART = 10 * MINUTE;
const RENEWALS_APART = 3 * DAY;

function purchaseKey(line: BillRow): string {
  return ['purchase', line.payer, line.owner, line.product, line.subproduct, line.region, line.componentType, line.componentName, line.configuration, line.listPrice, line.usage, line.usageUnit,
    line.duration, line.durationUnit, amountOf(line), line.currency].map(String).join('\u0001');
}

function renewalKey(line: BillRow): string {
  return ['renewal', line.instanceId, line.componentType, line.componentName].map(String).join('\u0001');
}

/** Each payment is held against the one before it: of three, two were too many. */
function compareGroup(payments: readonly Payment[], world: World, report: Report): void {
  const ordered = [...payments].sort((a, b) => a.paidAt - b.paidAt || compareText(a.line.transactionId ?? '', b.line.transactionId ?? '') || compareText(a.line.instanceId ?? '', b.line.instanceId ?? ''));
  ordered.forEach((later, index) => {
    const earlier = ordered[index - 1];
    if (earlier === undefined || !isRepeat(earlier, later)) report.pass();
    else fail(earlier, later, world, report);
  });
}

function isRepeat(earlier: Payment, later: Payment): boolean {
  const { line: a } = earlier;
  const { line: b } = later;
  const renewal = transactionClass(b.transactionType) === 'renewal';
  if (later.paidAt - earlier.paidAt > (renewal ? RENEWALS_APART : PURCHASES_APART)) return false;
  if (a.transactionId === b.transactionId || (a.orderId !== null && a.orderId === b.orderId)) return false;
  if (renewal) return true;
  return a.usageEnd === b.usageEnd || (a.usageEnd !== null && b.usageEnd !== null && Math.abs(a.usageEnd - b.usageEnd) <= PURCHASES_APART);
}

function fail(earlier: Payment, later: Payment, world: World, report: Report): void {
  const renewal = transactionClass(later.line.transactionType) === 'renewal';
  const paid = sumOf([later.line], world);
  report.fail({
    severity: 'warning',
    subject: [later.line.transactionId, later.line.instanceId, later.line.componentType, later.line.componentName],
    packageId: later.line.instanceId,
    transactionId: later.line.transactionId,
    product: later.line.product,
    rows: [evidenceOf('bill', earlier.line), evidenceOf('bill', later.line)],
    money: paid?.amount.abs() ?? null,
    currency: paid?.currency ?? null,
    why: [
      ...[earlier, later].map(({ line, paidAt }) => report.say('payment', {
        where: world.where(line), time: showTime(paidAt), type: typeWord(line), id: line.instanceId ?? '-', amount: show(amountOf(line)), currency: paid?.currency ?? '', transaction: line.transactionId ?? '-',
      })),
      report.say('apart', { minutes: Math.floor((later.paidAt - earlier.paidAt) / MINUTE), limit: (renewal ? RENEWALS_APART : PURCHASES_APART) / MINUTE }),
      report.say('ruledOut'),
      ...(renewal ? [report.say('kindUnknown')] : []),
    ],
  });
}
