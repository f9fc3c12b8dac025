import type { AppHandlers, Services } from '../services.ts';
import type { RunSummary } from '../worker/runSummary.ts';
import { both } from './importHandlers.ts';

type Mine = 'runs.start' | 'runs.latest' | 'findings.get' | 'findings.related' | 'findings.ticket' | 'overview.get';

export function runHandlers({ session, tasks, changed, now }: Services): Pick<AppHandlers, Mine> {
  const { reader, counter, writer } = session;
  return {
    'runs.start': async (_input, { signal, progress }) => {
      const run = await tasks.run('run', '', (handle) => writer.call('run', { now: now() }, { signal: handle.signal, onProgress: both(handle.progress, progress) }), signal);
      changed('run');
      return withFamilies(run);
    },
    'runs.latest': async () => {
      const run = await reader.call('latestRun', {});
      return { run: run === null ? null : await withFamilies(run) };
    },
    'findings.get': ({ key }) => reader.call('finding', { key }),
    'findings.related': async ({ key }) => ({ findings: await reader.call('related', { key }) }),
    'findings.ticket': async (input) => ({ text: await reader.call('ticket', input) }),
    'overview.get': ({ scope }) => counter.call('overview', { scope }),
  };
}

/** The threads that read rows do without the checks; here they are loaded for their texts. */
async function withFamilies<R extends RunSummary>(run: R): Promise<R & { readonly checks: (RunSummary['checks'][number] & { readonly family: string })[] }> {
  const { CHECKS } = await import('../../reconcile/checks/index.ts');
  const families = new Map<string, string>(CHECKS.map((check) => [check.id, check.family]));
  return { ...run, checks: run.checks.map((check) => ({ ...check, family: families.get(check.id) ?? 'data' })) };
}
