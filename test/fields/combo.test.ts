import { describe, expect, it } from 'vitest';
import { parseCombo } from '../../core/fields/combo.ts';

describe('the capacities of a combo package', () => {
  function read(cell: string | null): string[] {
    return parseCombo(cell).map(({ name, unit, remaining, total }) => `${name} | ${unit ?? '?'} | ${remaining?.toString() ?? '?'} | ${total?.toString() ?? '?'}`);
  }

  it.each([
    ['通话时长:8,000.5分钟/10,000分钟;短信:300条/500条', ['通话时长 | 分钟 | 8000.5 | 10000', '短信 | 条 | 300 | 500']],
    ['通话时长：8,000.500000000/10,000.000000000分钟\n短信：300/500条', ['通话时长 | 分钟 | 8000.5 | 10000', '短信 | 条 | 300 | 500']],
    ['GBs 99,999.5万GBs / 100,000万GBs', ['GBs | 万GBs | 99999.5 | 100000']],
    ['短信：剩余 300条/总量 500条、语音:0分钟/10分钟', ['短信 | 条 | 300 | 500', '语音 | 分钟 | 0 | 10']],
    ['5G流量:3GB/10GB', ['5G流量 | GB | 3 | 10']],
    ['300条/500条', [' | 条 | 300 | 500']],
    ['见合同', ['见合同 | ? | ? | ?']],
    ['', []], [null, []],
  ])('%j', (cell, items) => {
    expect(read(cell)).toEqual(items);
  });
});
