import { MessagePlugin } from 'tdesign-react';
import type { Run } from '../../core/contract/runProcedures.ts';
import { inWords, isCancelled } from '../client.ts';
import { useSay } from '../i18n/useSay.ts';
import { useApp, usePage } from './app.ts';

/** The last run, whether one is under way, and how to begin one. */
export function useRun(): { readonly run: Run | null; readonly isRunning: boolean; readonly start: () => void } {
  const { connection } = useApp();
  const { t, say } = useSay();
  const run = usePage((page) => page.run);
  const isRunning = usePage((page) => page.tasks.some((task) => task.kind === 'run' && task.state === 'running'));
  return {
    run,
    isRunning,
    start: () => {
      connection.client.call('runs.start', {}).then(
        ({ isSame, heard, packages }) => MessagePlugin.success(isSame ? t('run.same') : heard < packages ? t('run.partly', { heard, packages }) : t('run.done'), 2000),
        (error: unknown) => (isCancelled(error) ? undefined : MessagePlugin.error(inWords(error, say), 6000)),
      ).catch(() => undefined);
    },
  };
}
