import { describe, expect, it } from 'vitest';
import { comparableName } from '../../core/fields/names.ts';
import { areOtherRegions } from '../../core/reconcile/names.ts';

describe('a comparable name', () => {
  it.each([['ＡＩ　时长（标准）', 'ai时长(标准)'], [' Real-Time  Communication ', 'real-timecommunication'], ['', ''], [null, '']])('of %j is %j', (name, expected) => {
    expect(comparableName(name)).toBe(expected);
    expect(comparableName(name)).toBe(expected);
  });
});

describe('two regions', () => {
  it.each([
    ['华南地区(广州)', '华东地区(上海)', true], ['广州', '上海', true], ['South China (Guangzhou)', 'East China (Shanghai)', true], ['ap-guangzhou', 'ap-shanghai', true], ['亚太东南(新加坡)', '美国西部(硅谷)', true],
    ['广州', '华南地区(广州)', false], ['华南地区（广州）', '华南地区(广州)', false], ['GUANGZHOU', 'South China (Guangzhou)', false], ['广州', 'South China (Guangzhou)', false],
    ['全球', '广州', false], ['中国大陆', '华南地区(广州)', false], ['Global', 'Guangzhou', false], ['不限', '广州', false], ['境外', '亚太东南(新加坡)', false],
  ])('%s and %s are others: %s', (a, b, expected) => {
    expect(areOtherRegions(a, b)).toBe(expected);
    expect(areOtherRegions(b, a)).toBe(expected);
  });
});
