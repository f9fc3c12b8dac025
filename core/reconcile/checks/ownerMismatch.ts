import { compareText } from '../../base/order.ts';
import { invariant } from '../../base/errors.ts';
import type { Check } from '../check.ts';
import type { Evidence } from '../finding.ts';
import type { Package } from '../world.ts';

const ROWS_KEPT = 20;
const PACKAGES_NAMED = 5;

/** A package owner and somebody else for whose usage their packages pay. */
interface Shared {
  readonly owner: string;
  readonly user: string;
  readonly packages: Package[];
  readonly rows: Evidence[];
  days: number;
}

/**
 * Packages may pay for the usage of other members of an organisation. That is normal where it was meant; where it was not, one
 * account uses up what another has bought. Each pair of accounts is told once: a decision on it holds for all
 * packages and all later files, because the finding is named by the two accounts and by nothing else.
 */
export const ownerMismatch: Check = {
  id: 'owner-mismatch',
  family: 'usage',
  needs: ['deductions'],
  texts: {
    title: { zh: '归属者不一致', en: 'Other owner' },
    rule: { zh: '资源包归属 UIN = 被抵扣资源归属 UIN；不同的一对账号只提示一次', en: 'Package owner = usage owner; each pair of different accounts is told once' },
    act: { zh: '若是有意共享，请标记为已接受；否则调整资源包的共享设置', en: 'If the sharing is meant, mark it as accepted; else change how the packages are shared' },
    pair: { zh: '{owner} 的 {count} 个资源包（{packages}）抵扣了 {user} 的用量，涉及 {days} 个用量日', en: '{count} packages of {owner} ({packages}) paid for usage of {user}, on {days} days of usage' },
    first: { zh: '例如 {id} 抵扣 {product} · {item}', en: 'For example {id} pays for {product} · {item}' },
  },
  start(_world, report) {
    const pairs = new Map<string, Shared>();
    return {
      known(pack) {
        if (pack.uses.size === 0) return;
        const { owner } = pack;
        if (owner === null) {
          report.notCheckable({ id: 'common.absent', values: { fields: 'packageOwner' } });
          return;
        }
        let others = 0;
        for (const use of pack.uses.values()) {
          if (use.owner === '' || use.owner === owner) continue;
          others += 1;
          const key = `${owner}\u0001${use.owner}`;
          let shared = pairs.get(key);
          if (shared === undefined) pairs.set(key, (shared = { owner, user: use.owner, packages: [], rows: [], days: 0 }));
          if (!shared.packages.includes(pack)) shared.packages.push(pack);
          if (shared.rows.length < ROWS_KEPT) shared.rows.push(use.first);
          shared.days += use.days.length;
        }
        if (others === 0) report.pass();
      },
      end() {
        for (const key of [...pairs.keys()].sort(compareText)) {
          const { owner, user, packages, rows, days } = pairs.get(key)!;
          const [first] = packages;
          invariant(first !== undefined, 'a pair has a package');
          const use = [...first.uses.values()].find((candidate) => candidate.owner === user)!;
          const isOne = packages.length === 1;
          report.fail({
            severity: 'info',
            subject: [owner, user],
            packageId: isOne ? first.id : null,
            product: packages.every(({ product }) => product === first.product) ? first.product : null,
            rows,
            why: [
              report.say('pair', { owner, user, count: packages.length, packages: packages.slice(0, PACKAGES_NAMED).map(({ id }) => id).join(' '), days }),
              report.say('first', { id: first.id, product: use.product, item: use.item }),
            ],
          });
        }
      },
    };
  },
};
