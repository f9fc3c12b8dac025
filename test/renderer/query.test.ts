import { describe, expect, it } from 'vitest';
import type { GridColumn } from '../../renderer/grid/columns.ts';
import { arranged, onAny, rangeOn, sortOf } from '../../renderer/grid/query.ts';

const column = (id: string, part: Partial<GridColumn> = {}): GridColumn => ({
  id, title: id, fields: [{ key: id, title: id, kind: 'name' }], locked: false, byDefault: true, numeric: false, isHalf: false, isAbsent: false, ...part,
});
const pair = column('a+b', { locked: true, fields: [{ key: 'a', title: 'a', kind: 'name' }, { key: 'b', title: 'b', kind: 'id' }] });
const columns = [pair, column('c'), column('d', { byDefault: false })];

describe('queries of a grid', () => {
  it('a pair sorts by its first field, then by its second', () => {
    expect(sortOf([{ colId: 'c', sort: 'asc' }, { colId: 'a+b', sort: 'desc' }], columns)).toEqual([
      { field: 'c', descending: false }, { field: 'a', descending: true }, { field: 'b', descending: true },
    ]);
  });

  it('words may stand in any of several fields', () => {
    expect(onAny(['a', 'b'], (field) => ({ op: 'contains', field, value: 'x' }))).toEqual({ any: [{ op: 'contains', field: 'a', value: 'x' }, { op: 'contains', field: 'b', value: 'x' }] });
    expect(onAny(['a'], (field) => ({ op: 'blank', field }))).toEqual({ op: 'blank', field: 'a' });
  });

  it('a range may be open at either end', () => {
    expect([rangeOn('t', '1', '2'), rangeOn('t', '1', ''), rangeOn('t', '', '2'), rangeOn('t', '', '')]).toEqual([
      { op: 'between', field: 't', from: '1', to: '2' }, { op: 'atLeast', field: 't', value: '1' }, { op: 'atMost', field: 't', value: '2' }, null,
    ]);
  });
});

describe('how the user left a grid', () => {
  const shape = (state: Parameters<typeof arranged>[1]): unknown => arranged(columns, state).map(({ column: { id }, hidden, width, pinned }) => [id, hidden, width, pinned]);

  it('without a state it is as the source shows it, the key column pinned', () => {
    expect(shape(undefined)).toEqual([['a+b', false, undefined, 'left'], ['c', false, undefined, null], ['d', true, undefined, null]]);
  });

  it('order, width, pin and choice come back; a locked column cannot be hidden; columns of later versions keep their place', () => {
    expect(shape({ columns: [{ key: 'd', hidden: false, width: 80 }, { key: 'gone' }, { key: 'a+b', hidden: true, pinned: 'right' }], sort: [] })).toEqual([
      ['d', false, 80, null], ['c', false, undefined, null], ['a+b', false, undefined, 'right'],
    ]);
  });
});
