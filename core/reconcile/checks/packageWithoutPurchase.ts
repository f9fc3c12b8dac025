import { formatMonth, monthOf } from '../../base/time.ts';
import { transactionClass } from '../../fields/choices.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { isFreeByName, isPayment, OrphanPurchases } from '../purchases.ts';
import type { LoadedMonths } from '../loadedMonths.ts';
import { showTime } from '../show.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/**
 * A package began on 2025-05-01, the bill of May is loaded, and no line of it pays for the package. Perhaps another
 * account pays, perhaps it was a gift: free packages are told as information. A package that may be the one of a payment
 * for an unknown package (`purchase-without-package`) has the same cause as that finding and is left to it.
 *
 * The month of payment is that in which the package begins. The first loaded month may begin and the last may end in
 * its middle: before the first line of the one and after the last line of the other a payment proves nothing by its
 * absence.
 */
export const packageWithoutPurchase: Check = {
  id: 'package-without-purchase',
  family: 'purchases',
  needs: ['packages', 'bill'],
  texts: {
    title: { zh: '有资源包无购买', en: 'Package without purchase' },
    rule: { zh: '生效月份的账单已导入时，每个资源包有一笔新购、续费或变配', en: 'Where the bill of the month in which it begins is loaded, every package has a purchase, renewal or change' },
    act: { zh: '查找该资源包的订单；若由其他账号付款，请导入那份账单', en: 'Look for the order of the package; if another account paid, import its bill' },
    package: { zh: '{where} · {id}（{name}）· {product} / {subproduct} · {effective} 生效', en: '{where} · {id} ({name}) · {product} / {subproduct} · effective {effective}' },
    searched: { zh: '{month} 的账单已导入；共 {lines} 行账单，没有一行为它付款', en: 'The bill of {month} is loaded; none of its {lines} lines pays for it' },
    free: { zh: '名称表明它是免费、赠送或试用的：{name}', en: 'Its name says that it is free, a gift or a trial: {name}' },
    notFree: { zh: '名称未表明它是免费的；预付费行中也没有可能对应它的未知资源包', en: 'Its name does not say that it is free, and no payment for an unknown package may be meant for it' },
    refundOnly: { zh: '有退款 {refund}，但没有购买', en: 'There is a refund of {refund} and no purchase' },
    noOverview: { zh: '资源包不在总览中，生效时间未知', en: 'The package is in no overview: when it began is unknown' },
    unknownType: { zh: '有预付费行，但交易类型未知', en: 'A prepaid line names it, with an unknown transaction type' },
    notLoaded: { zh: '生效月份的账单未导入', en: 'The bill of the month in which it began is not loaded' },
    edge: { zh: '在已导入账单的首行之前或末行之后生效', en: 'It began before the first or after the last loaded line of the bill' },
  },
  start(world, report) {
    const orphans = new OrphanPurchases(world);
    return {
      prepaid: (line) => void orphans.note(line),
      end() {
        const suspected = new Set(orphans.settle().flatMap((orphan) => orphan.candidates.map((pack) => pack.id)));
        for (const id of [...world.packages.keys()].sort()) judge(world.packages.get(id)!, suspected, world.survey.loaded, world, report);
      },
    };
  },
};

function judge(pack: Package, suspected: ReadonlySet<string>, loaded: LoadedMonths, world: World, report: Report): void {
  const { overview, effective } = pack;
  if (overview === null) {
    report.notCheckable(report.say('noOverview'));
    return;
  }
  if (pack.purchases.some(isPayment)) {
    report.pass();
    return;
  }
  if (effective === null) {
    report.notCheckable({ id: 'common.absent', values: { fields: 'effective' } });
    return;
  }
  if (pack.purchases.some((line) => transactionClass(line.transactionType) === null)) {
    report.notCheckable(report.say('unknownType'));
    return;
  }
  if (world.setAside.purchase(pack.id)) {
    report.notCheckable(blocked('rejected-row'));
    return;
  }
  const place = loaded.at(effective);
  if (place !== 'inside') {
    report.notCheckable(report.say(place === 'edge' ? 'edge' : 'notLoaded'));
    return;
  }
  if (suspected.has(pack.id)) {
    report.notCheckable(blocked('purchase-without-package'));
    return;
  }
  const free = isFreeByName(pack);
  const refund = pack.purchases[0];
  report.fail({
    severity: free ? 'info' : 'warning',
    subject: [pack.id],
    packageId: pack.id,
    product: pack.product,
    rows: [evidenceOf('packages', overview), ...pack.purchases.map((line) => evidenceOf('bill', line))],
    why: [
      report.say('package', { where: world.where(overview), id: pack.id, name: pack.name ?? '-', product: pack.product ?? '-', subproduct: pack.subproduct ?? '-', effective: showTime(effective) }),
      report.say('searched', { month: formatMonth(monthOf(effective)), lines: world.survey.lines }),
      ...(refund === undefined ? [] : [report.say('refundOnly', { refund: world.where(refund) })]),
      free ? report.say('free', { name: pack.name ?? pack.subproduct ?? '-' }) : report.say('notFree'),
    ],
  });
}
