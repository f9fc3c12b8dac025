import { AppError } from '../../base/errors.ts';
import { USER_NAME } from '../../contract/names.ts';
import type { Writing } from '../../store/log/log.ts';
import { checkedPolicy, checkedTotal, checkedUnit } from '../projectRules.ts';
import type { AppHandlers, Services } from '../services.ts';
import { whoOf } from '../who.ts';

type Mine = 'policies.list' | 'policies.set' | 'names.list' | 'names.set' | 'units.list' | 'units.set' | 'totals.list' | 'totals.set' | 'runs.matching';

export function basisHandlers({ session, profile, changed, now }: Services): Pick<AppHandlers, Mine> {
  const { reader, counter, writer } = session;
  const writing = (): Writing => {
    if (session.isReadOnly) throw new AppError('project-read-only', { file: session.name });
    return { at: now(), who: whoOf(profile.settings.page[USER_NAME]) };
  };
  // The last run goes by what was set before.
  const told = (isChanged: boolean): { isChanged: boolean } => {
    // It can be taken back like a decision.
    if (isChanged) changed('basis', 'run', 'decisions');
    return { isChanged };
  };
  return {
    'policies.list': async () => ({ products: await counter.call('policies', {}) }),
    'policies.set': async (input) => told(await writer.call('setPolicy', { ...checkedPolicy(input), writing: writing() })),
    'names.list': (_input, { signal }) => counter.call('names', {}, { signal }),
    'names.set': async (input) => told(await writer.call('setName', { ...input, writing: writing() })),
    'units.list': (_input, { signal }) => counter.call('units', {}, { signal }),
    'units.set': async (input) => told(await writer.call('setUnit', { ...checkedUnit(input), writing: writing() })),
    'totals.list': (_input, { signal }) => counter.call('totals', {}, { signal }),
    'totals.set': async (input) => {
      checkedTotal(input);
      return told(await writer.call('setTotal', { typed: input, writing: writing() }));
    },
    'runs.matching': async () => ({ matching: await reader.call('matching', {}) }),
  };
}
