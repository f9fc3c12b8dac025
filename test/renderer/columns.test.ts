import { describe, expect, it } from 'vitest';
import { speakerOf } from '../../core/fields/speech.ts';
import { CATALOGUES } from '../../core/fields/index.ts';
import { RECORD_KINDS } from '../../core/fields/field.ts';
import { gridColumns, type Names } from '../../renderer/grid/columns.ts';
import { pageTexts } from '../../renderer/i18n/texts.ts';

const zh: Names = { locale: 'zh-CN', say: speakerOf(pageTexts(), 'zh-CN') };
const en: Names = { locale: 'en', say: speakerOf(pageTexts(), 'en') };

describe('columns of the record grids', () => {
  it('packages show the seventeen columns of the vendor\'s page, in its order and with its pairs', () => {
    expect(gridColumns('packages', zh).filter((column) => column.byDefault).map((column) => column.title)).toEqual([
      '资源包名称/资源包ID', '产品名称', '子产品名称', '地域/可用区', '状态/资源类型', '容量单位', '单周期剩余量/总量', '单周期开始/结束时间', '周期剩余数量/总数',
      '总剩余量/总量', '组合包容量信息', '动态抵扣属性', '生效/到期时间', '包失效时间', '续费方式', '自动续费周期', '操作',
    ]);
  });

  it('deductions show the nineteen fields of the field table, name and id in one cell', () => {
    const shown = gridColumns('deductions', zh).filter((column) => column.byDefault);
    expect(shown).toHaveLength(19);
    expect(shown.slice(0, 3).map((column) => column.id)).toEqual(['packageOwner', 'packageName+packageId', 'product']);
    expect(shown.slice(-2).map((column) => column.id)).toEqual(['usageStart', 'usageEnd']);
  });

  it('key columns are locked as on the page', () => {
    expect(RECORD_KINDS.map((kind) => gridColumns(kind, en).filter((column) => column.locked).map((column) => column.id))).toEqual([
      ['packageName+packageId', 'actions'], ['packageName+packageId', 'usageStart'], ['instanceId', 'transactionId'],
    ]);
  });

  it('every field of the catalogue has a column of its own, besides its pair', () => {
    for (const kind of RECORD_KINDS) {
      const single = new Set(gridColumns(kind, zh).filter((column) => column.fields.length === 1).map((column) => column.id));
      expect(CATALOGUES[kind].fields.map((field) => field.key).filter((key) => !single.has(key))).toEqual([]);
    }
  });

  it('no two columns share an id', () => {
    for (const kind of RECORD_KINDS) {
      const ids = gridColumns(kind, zh).map((column) => column.id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('verbatim columns of the files come last, with their own headers; columns that no file has say so', () => {
    const columns = gridColumns('bill', en, [
      { key: 'extra:标签键:team', kind: 'name', header: '标签键:team', isPresent: true }, { key: 'zone', kind: 'name', header: null, isPresent: false },
    ]);
    expect(columns.at(-1)).toMatchObject({ id: 'extra:标签键:team', title: '标签键:team', byDefault: false, isAbsent: false });
    expect(columns.find((column) => column.id === 'zone')!.isAbsent).toBe(true);
  });
});
