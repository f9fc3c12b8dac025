import { MessagePlugin } from 'tdesign-react';
import type { AppContract } from '../../../core/contract/contract.ts';
import type { InputOf } from '../../../core/contract/procedure.ts';
import { inWords } from '../../client.ts';
import { useApp } from '../../frame/app.ts';
import { useSay } from '../../i18n/useSay.ts';

type Setting = 'policies.set' | 'names.set' | 'units.set' | 'totals.set';

/** Changes what the project goes by, and says when it counts. */
export function useChange(): <N extends Setting>(name: N, input: InputOf<AppContract, N>, done?: () => void) => void {
  const { t, say } = useSay();
  const { connection } = useApp();
  return (name, input, done) => {
    connection.client.call(name, input).then(({ isChanged }) => {
      if (isChanged) void MessagePlugin.success(t('basis.saved'), 3000);
      done?.();
    }, (error: unknown) => void MessagePlugin.error(inWords(error, say), 6000));
  };
}
