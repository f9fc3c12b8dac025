import { addMonths } from '../../base/time.ts';
import { blocked, type Check } from '../check.ts';
import { showTime } from '../show.ts';
import type { FileFact } from '../../fields/facts.ts';

/** The console lists packages until three months after their end. */
const LISTED_MONTHS = 3;

/**
 * Deductions of a package that no overview shows. The console forgets packages three months after their end, so an old
 * one may be missing rightly; a recent one means that the overview is not complete or that somebody else's package pays.
 */
export const unknownPackage: Check = {
  id: 'unknown-package',
  family: 'chains',
  needs: ['deductions', 'packages'],
  texts: {
    title: { zh: '总览中没有的资源包', en: 'Unknown package' },
    rule: { zh: '有抵扣的资源包都在某次总览中；失效超过 3 个月的除外', en: 'Every package with deductions is in an overview; those that ended over 3 months before it excepted' },
    act: { zh: '重新获取该产品的资源包总览', en: 'Fetch the package overview of this product again' },
    absent: { zh: '包 {packageId}（{name}）有 {rows} 行抵扣，首次 {first}，末次 {last}', en: 'Package {packageId} ({name}) has {rows} deductions, from {first} to {last}' },
    listed: { zh: '总览快照 {snapshot}：末次抵扣在其前 3 个月之内，应当列出', en: 'Snapshot {snapshot}: its last deduction lies within the 3 months before it, so it should be listed' },
    old: { zh: '末次抵扣早于快照 {snapshot} 3 个月以上，可能已不再列出', en: 'Its last deduction is over 3 months before the snapshot {snapshot}, so it may no longer be listed' },
    otherProduct: { zh: '没有加载产品 {product} 的总览', en: 'No overview of the product {product} is loaded' },
    later: { zh: '首次抵扣晚于所有快照', en: 'Its first deduction is later than every snapshot' },
  },
  start(world, report) {
    const overviews: FileFact[] = [...world.files.values()].filter((file) => file.kind === 'packages');
    const products = new Set([...world.packages.values()].filter((pack) => pack.overview !== null).map((pack) => pack.product));
    const snapshot = world.snapshot;
    return {
      known(pack) {
        const { activity } = pack;
        if (activity.rows === 0 || activity.lastPosting === null) return;
        if (pack.overview !== null) {
          report.pass();
          return;
        }
        if (world.setAside.overview(pack.id)) {
          report.notCheckable(blocked('rejected-row'));
          return;
        }
        // An overview of several products is one of all of them; one of a single product says nothing about others.
        if (products.size < 2 && !products.has(pack.product)) {
          report.notCheckable(report.say('otherProduct', { product: pack.product ?? '-' }));
          return;
        }
        if (snapshot !== null && activity.firstPosting! > snapshot) {
          report.notCheckable(report.say('later'));
          return;
        }
        const old = overviews.every((file) => file.snapshot !== null && addMonths(file.snapshot, -LISTED_MONTHS) > activity.lastPosting!);
        report.fail({
          severity: old ? 'info' : 'warning',
          subject: [pack.id],
          packageId: pack.id,
          product: pack.product,
          rows: activity.lastRow === null ? [] : [activity.lastRow],
          why: [
            report.say('absent', { packageId: pack.id, name: pack.name ?? '-', rows: activity.rows, first: showTime(activity.firstPosting), last: showTime(activity.lastPosting) }),
            report.say(old ? 'old' : 'listed', { snapshot: showTime(snapshot) }),
          ],
        });
      },
    };
  },
};
