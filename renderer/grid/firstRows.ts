import type { Settings } from '../../core/contract/appProcedures.ts';
import type { RecordKind } from '../../core/fields/field.ts';
import type { Ahead } from '../frame/ahead.ts';
import { gridColumns } from './columns.ts';
import { firstSorts, sortOf } from './query.ts';

/** Rows of a block of every grid. */
export const BLOCK_ROWS = 200;

/** Asks for what a grid of records will show first when it is opened as the user left it: its columns, its order and the first block. */
export async function readFirstRows(ahead: Ahead, kind: RecordKind, settings: Settings): Promise<void> {
  const { columns: offered } = await ahead.send('records.columns', { view: kind });
  const columns = gridColumns(kind, { locale: 'zh-CN', say: (id) => id }, offered);
  const sort = sortOf(firstSorts(settings.views[kind]?.sort ?? [], columns), columns);
  const { order } = await ahead.send('records.order', { view: kind, filters: [], quick: '', scope: settings.scope, sort });
  await ahead.send('records.block', { order, start: 0, end: BLOCK_ROWS });
}
