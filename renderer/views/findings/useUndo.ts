import { useEffect, useRef } from 'react';
import { MessagePlugin } from 'tdesign-react';
import type { UndoableAct } from '../../../core/contract/decisionProcedures.ts';
import { inWords } from '../../client.ts';
import { useApp, useCall } from '../../frame/app.ts';
import { showCount } from '../../grid/format.ts';
import { useSay } from '../../i18n/useSay.ts';

export interface Undo {
  readonly undo: UndoableAct | null;
  readonly redo: UndoableAct | null;
  /** What taking back or doing again would do, in a sentence. */
  readonly title: (which: 'undo' | 'redo') => string;
  readonly run: (which: 'undo' | 'redo') => void;
}

/** Whether an act changed what the project goes by, and no finding. */
function isSetting({ kind }: UndoableAct): boolean {
  return kind === 'policy' || kind === 'name' || kind === 'total' || kind === 'unit';
}

/** Takes decisions and settings back and does them again: Ctrl+Z and Ctrl+Y, except where text is being written, which has an undo of its own. */
export function useUndo(): Undo {
  const { t, say } = useSay();
  const { connection } = useApp();
  const { value } = useCall('findings.undoable', {}, ['decisions', 'project']);
  const named = (act: UndoableAct): string => (act.state === null || act.kind === 'revoke' ? t(`entry.${act.kind}`) : t(`decision.${act.state}`));
  const title = (which: 'undo' | 'redo'): string => {
    const act = value?.[which] ?? null;
    if (act === null) return which === 'undo' ? t('undo.none') : '';
    const what = named(act);
    if (isSetting(act)) return t(which === 'undo' ? 'undo.titleSetting' : 'undo.redoTitleSetting', { what });
    return t(which === 'undo' ? 'undo.title' : 'undo.redoTitle', { what, count: showCount(act.count) });
  };
  const run = (which: 'undo' | 'redo'): void => {
    const act = value?.[which] ?? null;
    if (act === null) {
      if (which === 'undo') void MessagePlugin.info(t('undo.none'), 1500);
      return;
    }
    connection.client.call(`findings.${which}`, { act: act.act }).then(
      ({ changed }) => MessagePlugin.success(isSetting(act) ? t(`undo.${which}Setting`, { what: named(act) }) : t(which === 'undo' ? 'undo.done' : 'undo.redone', { what: named(act), count: showCount(changed) }), 2500),
      (error: unknown) => MessagePlugin.error(inWords(error, say), 6000),
    ).catch(() => undefined);
  };
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isWriting(event.target) || document.querySelector('.t-dialog__ctx') !== null) return;
      const key = event.key.toLowerCase();
      const which = key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : null;
      if (which === null) return;
      event.preventDefault();
      latest.current(which);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return { undo: value?.undo ?? null, redo: value?.redo ?? null, title, run };
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)) || (target instanceof HTMLElement && target.isContentEditable);
}
