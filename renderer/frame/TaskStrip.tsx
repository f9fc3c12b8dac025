import { useEffect, type ReactElement } from 'react';
import type { Task } from '../../core/contract/contract.ts';
import { failureInWords } from '../client.ts';
import { showCount } from '../grid/format.ts';
import { useSay } from '../i18n/useSay.ts';
import { shown, useApp, usePage } from './app.ts';

const STAYS_MS = 4000;

/** Long work: what it is, how far it is, and a way to stop it. What has ended stays a moment; what has failed until it is dismissed. */
export function TaskStrip(): ReactElement | null {
  const { t } = useSay();
  const { state } = useApp();
  const tasks = usePage((page) => page.tasks).filter((task) => task.kind !== 'inspect' || task.state === 'running');
  const dismiss = (id: string): void => state.set({ tasks: state.get().tasks.filter((task) => task.id !== id) });
  if (tasks.length === 0) return null;
  return (
    <div className="tasks" role="region" aria-label={t('task.strip')}>
      {tasks.map((task) => <TaskLine key={task.id} task={task} dismiss={() => dismiss(task.id)} />)}
    </div>
  );
}

function TaskLine({ task, dismiss }: { readonly task: Task; readonly dismiss: () => void }): ReactElement {
  const { t, say } = useSay();
  const { connection, state } = useApp();
  const isQuiet = task.state === 'done' || task.state === 'cancelled';
  useEffect(() => {
    if (!isQuiet) return undefined;
    const timer = setTimeout(dismiss, STAYS_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isQuiet]);
  const percent = task.total > 0 ? Math.min(100, Math.floor((task.done / task.total) * 100)) : null;
  return (
    <div className="task">
      <span>{t(`task.${task.kind}`, { name: nameOf(task, t) })}</span>
      {task.state === 'running' && (
        <>
          {percent !== null && (
            <span className="bar" role="progressbar" aria-valuenow={percent} aria-valuemin={0} aria-valuemax={100} aria-label={t(`task.${task.kind}`, { name: nameOf(task, t) })}><i style={{ width: `${percent}%` }} /></span>
          )}
          <span className="number">{percent === null ? '' : `${percent} %`}{task.rows > 0 ? ` · ${t('task.rows', { rows: showCount(task.rows) })}` : ''}</span>
          <button type="button" className="linkish" onClick={() => { connection.client.call('tasks.cancel', { id: task.id }).catch((error: unknown) => state.set({ failure: shown(error) })); }}>{t('cancel')}</button>
        </>
      )}
      {task.state === 'done' && <span className="severity-good">{t('task.state.done')}</span>}
      {task.state === 'cancelled' && <span className="muted">{t('task.cancelled')}</span>}
      {task.state === 'failed' && <span className="severity-error grow two-lines">{task.failure === null ? t('task.state.failed') : failureInWords(task.failure, say)}</span>}
      {task.state !== 'running' && <button type="button" className="linkish" onClick={dismiss}>{t('close')}</button>}
    </div>
  );
}

/** A stage of the run has a name of ours, a file its own. */
function nameOf(task: Task, t: (id: string) => string): string {
  if (task.kind !== 'run' && task.kind !== 'sample') return task.name;
  const stage = t(`task.stage.${task.name}`);
  return stage === `ui.task.stage.${task.name}` ? '' : stage;
}
