import { typeWord } from '../billLine.ts';
import { blocked, type Check, type Report } from '../check.ts';
import { OrphanPurchases, snapshotsOf, sumOf, type Orphan } from '../purchases.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/**
 * 8,000 were paid for audipkg-9999, and no overview and no deduction knows a package of that name. Perhaps the overview
 * is of another account or product, perhaps the package was never delivered. A package of the same product that began in
 * that month and that nobody paid for is named as a candidate; nothing is matched by guess.
 *
 * Paid after the newest overview: it cannot be listed yet. Refunded in full, or ended over 3 months before every
 * overview: it need not be listed any more, which is told as information only.
 */
export const purchaseWithoutPackage: Check = {
  id: 'purchase-without-package',
  family: 'purchases',
  needs: ['bill', 'packages'],
  texts: {
    title: { zh: '有购买无资源包', en: 'Purchase without package' },
    rule: { zh: '每笔资源包新购或续费，在某个资源包总览或抵扣明细中有同 ID 的资源包', en: 'Every purchase or renewal of a resource package has a package of that id in an overview or in the deductions' },
    act: { zh: '导出该账号全部产品的资源包总览；仍没有时请提交工单', en: 'Export the overview of that account with all products; if the package is still missing, open a ticket' },
    line: { zh: '{where} · {time} · {type} · {id} · {product} / {subproduct} · {amount} {currency}', en: '{where} · {time} · {type} · {id} · {product} / {subproduct} · {amount} {currency}' },
    searched: { zh: '在 {count} 个资源包中没有 {id}', en: 'None of {count} packages is {id}' },
    candidate: { zh: '可能是：{id}（{name}），{effective} 生效，没有付款记录；须由人确认', en: 'Perhaps: {id} ({name}), effective {effective}, with no payment of its own; a person must confirm' },
    noCandidate: { zh: '同产品中没有同期生效且无付款记录的资源包', en: 'No package of the product began then without a payment of its own' },
    refunded: { zh: '该资源包已全额退款', en: 'The package was refunded in full' },
    ended: { zh: '有效期止于 {end}，早于最早快照 {snapshot} 三个月以上，总览不再列出', en: 'It ended at {end}, over 3 months before the oldest overview of {snapshot}, which lists it no more' },
    later: { zh: '付款晚于最新的资源包总览', en: 'Paid after the newest overview' },
    unnamed: { zh: '没有资源 ID', en: 'There is no instance id' },
  },
  start(world, report) {
    const orphans = new OrphanPurchases(world);
    return {
      prepaid(line) {
        const known = orphans.note(line);
        if (known === 'known') report.pass();
        else if (known === 'unnamed') report.notCheckable(report.say('unnamed'));
      },
      end() {
        for (const orphan of orphans.settle()) {
          if (orphan.state === 'later') report.notCheckable(report.say('later'));
          else if (orphan.packageId !== null && world.setAside.overview(orphan.packageId)) report.notCheckable(blocked('rejected-row'));
          else fail(orphan, world, report);
        }
      },
    };
  },
};

function fail(orphan: Orphan, world: World, report: Report): void {
  const paid = sumOf(orphan.lines, world);
  const first = orphan.lines[0]!;
  report.fail({
    severity: orphan.state === 'open' ? 'warning' : 'info',
    subject: [orphan.packageId, orphan.transactionId],
    packageId: orphan.packageId,
    transactionId: orphan.transactionId,
    product: first.product,
    rows: orphan.lines.map((line) => evidenceOf('bill', line)),
    money: paid?.amount.abs() ?? null,
    currency: paid?.currency ?? null,
    why: [
      ...orphan.lines.map((line) => report.say('line', {
        where: world.where(line), time: showTime(orphan.paidAt), type: typeWord(line), id: orphan.packageId ?? '-', product: line.product ?? '-', subproduct: line.subproduct ?? '-',
        amount: show(sumOf([line], world)?.amount ?? null), currency: paid?.currency ?? '',
      })),
      report.say('searched', { count: world.packages.size, id: orphan.packageId ?? '-' }),
      ...explanations(orphan, world, report),
    ],
  });
}

function explanations(orphan: Orphan, world: World, report: Report): ReturnType<Report['say']>[] {
  if (orphan.state === 'refunded') return [report.say('refunded')];
  if (orphan.state === 'ended') {
    const end = orphan.lines.reduce((latest, line) => Math.max(latest, line.usageEnd ?? 0), 0);
    return [report.say('ended', { end: showTime(end), snapshot: showTime(snapshotsOf(world)[0] ?? null) })];
  }
  if (orphan.candidates.length === 0) return [report.say('noCandidate')];
  return orphan.candidates.map((pack: Package) => report.say('candidate', { id: pack.id, name: pack.name ?? '-', effective: showTime(pack.effective) }));
}
