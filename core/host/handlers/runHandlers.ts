import type { AppHandlers, Services } from '../services.ts';
import { both } from './importHandlers.ts';

type Mine = 'runs.start' | 'runs.latest' | 'findings.get' | 'findings.related' | 'findings.ticket' | 'overview.get';

export function runHandlers({ session, tasks, changed, now }: Services): Pick<AppHandlers, Mine> {
  const { reader, counter, writer } = session;
  return {
    'runs.start': async (_input, { signal, progress }) => {
      const run = await tasks.run('run', '', (handle) => writer.call('run', { now: now() }, { signal: handle.signal, onProgress: both(handle.progress, progress) }), signal);
      changed('run');
      return run;
    },
    'runs.latest': async () => ({ run: await reader.call('latestRun', {}) }),
    'findings.get': ({ key }) => reader.call('finding', { key }),
    'findings.related': async ({ key }) => ({ findings: await reader.call('related', { key }) }),
    'findings.ticket': async (input) => ({ text: await reader.call('ticket', input) }),
    'overview.get': ({ scope }) => counter.call('overview', { scope }),
  };
}
