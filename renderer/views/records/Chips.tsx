import type { ReactElement } from 'react';
import { Tag } from 'tdesign-react';
import { visible } from '../../../core/base/visible.ts';
import type { Condition } from '../../../core/contract/shapes.ts';
import type { GridColumn } from '../../grid/columns.ts';
import { exactCell } from '../../grid/format.ts';
import { conditionsOf, type ColumnModel } from '../../grid/query.ts';
import { useSay } from '../../i18n/useSay.ts';

interface Props {
  readonly columns: readonly GridColumn[];
  readonly model: Readonly<Record<string, ColumnModel>>;
  readonly remove: (columnId: string) => void;
  readonly clear: () => void;
}

/** The filters of columns in words, each with a way to take it away. */
export function Chips({ columns, model, remove, clear }: Props): ReactElement | null {
  const names = useSay();
  const { t } = names;
  const entries = Object.entries(model);
  if (entries.length === 0) return null;
  const words = (condition: Condition): string => {
    const field = columns.flatMap((column) => column.fields).find((one) => one.key === condition.field);
    const shown = (value: string | null): string => (value === null ? t('filter.absent') : field === undefined ? value : exactCell(field, value, names));
    const operand = 'values' in condition ? condition.values.map(shown).join(names.locale === 'zh-CN' ? '、' : ', ')
      : condition.op === 'between' ? `${condition.from} – ${condition.to}` : 'value' in condition ? condition.value : '';
    return visible(`${field?.title ?? condition.field} ${t(`filter.op.${condition.op}`)} ${operand}`.trim());
  };
  return (
    <div className="chips">
      {entries.map(([id, { filter }]) => <Tag key={id} closable maxWidth={420} onClose={() => remove(id)}>{conditionsOf(filter).map(words).join(' / ')}</Tag>)}
      <button type="button" className="linkish" onClick={clear}>{t('state.clearFilters')}</button>
    </div>
  );
}
