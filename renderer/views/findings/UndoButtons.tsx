import type { ReactElement } from 'react';
import { Button } from 'tdesign-react';
import { useSay } from '../../i18n/useSay.ts';
import { useUndo } from './useUndo.ts';

/** Takes back the last decision or setting, and does it again; with the keys for it, wherever this is shown. */
export function UndoButtons(): ReactElement {
  const { t } = useSay();
  const { undo, redo, title, run } = useUndo();
  return (
    <>
      <Button size="small" variant="outline" disabled={undo === null} onClick={() => run('undo')} title={title('undo')}>{t('undo.undo')}</Button>
      <Button size="small" variant="outline" disabled={redo === null} onClick={() => run('redo')} title={title('redo')}>{t('undo.redo')}</Button>
    </>
  );
}
