import { describe, expect, it } from 'vitest';
import { unknownValue } from '../../core/reconcile/checks/unknownValue.ts';
import { answer, counts } from '../support/scenario.ts';

describe('unknown-value', () => {
  it('passes a file with known words only', () => {
    const { result, findings } = answer({ packages: [{}] }, unknownValue);
    expect(counts(result)).toBe('1/1/0/0');
    expect(findings).toEqual([]);
  });

  it('tells each unknown word of each column once', () => {
    const unknownWords = [{ field: 'status', word: '已冻结', count: 3, firstLine: 7 }, { field: 'status', word: '处理中', count: 1, firstLine: 9 }, { field: 'renewalMode', word: '已冻结', count: 1, firstLine: 7 }];
    const { result, findings } = answer({ packages: [{}], files: [{ id: 1, unknownWords }] }, unknownValue);
    expect(counts(result)).toBe('3/0/3/0');
    expect(findings).toHaveLength(3);
    expect(findings.every(({ severity }) => severity === 'info')).toBe(true);
    expect(findings.find(({ why }) => why[1]!.values['word'] === '已冻结' && why[1]!.values['column'] === '@field.packages.status')).toMatchObject({
      rows: [{ kind: 'packages', file: 1, line: 7, row: null }],
      why: [{ id: 'unknown-value.rule' }, { id: 'unknown-value.word', values: { file: 'packages.csv', column: '@field.packages.status', word: '已冻结', count: 3, line: 7 } }],
    });
  });
});
