import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../core/reconcile/checks/index.ts';
import { Profile } from '../../core/reconcile/profile.ts';
import { reconcile } from '../../core/reconcile/reconcile.ts';
import { datasetOf } from '../support/scenario.ts';

const LINES = Array.from({ length: 160 }, (_, index) => ({ usageStart: '2025-05-10 05:00:00', usageEnd: '2025-05-10 05:59:59', transactionId: `T${index}`, transactionType: 'postpay_deduct_h', afterDiscount: '1.00' }));

describe('a profile of the checks', () => {
  it('adds up the time of every event, rows by a sample', () => {
    let now = 0;
    const profile = new Profile(() => (now += 1));
    const heard: string[] = [];
    const slow = profile.timed('slow', { line: () => void heard.push('line'), end: () => void heard.push('end') });
    profile.timed('idle', {});
    for (let count = 0; count < 32; count += 1) slow.line!({} as never);
    slow.end!();
    expect(heard).toHaveLength(33);
    // Two of 32 lines are timed, each for 16.
    expect(profile.result()).toEqual([{ id: 'slow', milliseconds: 33 }, { id: 'idle', milliseconds: 0 }]);
  });

  it('changes no answer, and names every check that ran', () => {
    const data = datasetOf({ bill: LINES });
    let now = 0;
    const profile = new Profile(() => (now += 1));
    const plain = reconcile(data, CHECKS);
    expect(reconcile(data, CHECKS, { profile })).toEqual(plain);
    const ran = plain.checks.filter(({ reasons }) => reasons.every(({ reason }) => reason.id !== 'common.needs')).map(({ id }) => id);
    expect(profile.result().map(({ id }) => id).sort()).toEqual(ran.sort());
    expect(profile.result().find(({ id }) => id === 'sign')!.milliseconds).toBeGreaterThanOrEqual(160);
  });
});
