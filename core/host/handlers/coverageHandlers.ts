import type { AppHandlers, Services } from '../services.ts';
import { today } from '../today.ts';

export function coverageHandlers({ session: { counter }, now }: Services): Pick<AppHandlers, 'coverage.calendar' | 'coverage.days' | 'packages.snapshots' | 'packages.compare'> {
  return {
    'coverage.calendar': (_input, { signal }) => counter.call('coverage', { today: today(now()) }, { signal }),
    'coverage.days': async (input, { signal }) => ({ days: await counter.call('coverageDays', input, { signal }) }),
    'packages.snapshots': async () => ({ snapshots: await counter.call('snapshots', {}) }),
    'packages.compare': async (input) => ({ differences: await counter.call('compare', input) }),
  };
}
