import { MessagePlugin } from 'tdesign-react';
import type { ExportSource } from '../../../core/contract/exportProcedures.ts';
import type { AppContract } from '../../../core/contract/contract.ts';
import type { InputOf } from '../../../core/contract/procedure.ts';
import { inWords } from '../../client.ts';
import { useApp } from '../../frame/app.ts';
import { useSay } from '../../i18n/useSay.ts';

type Wanted = InputOf<AppContract, 'exports.start'>['source'] | ExportSource;

/** Begins an export in the background and says so; its record stands in the exports view. `isRedacted` hides customers by pseudonyms. */
export function useExport(isRedacted = false): (source: Wanted) => void {
  const { connection } = useApp();
  const { t, locale, say } = useSay();
  return (source) => {
    connection.client.call('exports.start', { source, locale, isRedacted }).then(
      () => MessagePlugin.info(t('export.started'), 3000),
      (error: unknown) => MessagePlugin.error(inWords(error, say), 6000),
    ).catch(() => undefined);
  };
}
