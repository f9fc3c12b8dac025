import { expect, test } from 'vitest';
import { Store } from '../../core/store/store.ts';
import type { RunRecord } from '../../core/store/runs.ts';

function run(number: number): RunRecord {
  return {
    at: `2025-08-0${number}T00:00:00Z`, engine: '0.1.0', snapshot: number === 1 ? null : '2025-08-01 00:00:00', inputsHash: `h${number}`,
    checks: [{ id: 'row-arithmetic', body: '{"checked":1}' }, { id: 'chain-gap', body: '{}' }],
    findings: [{ key: 'b', check: 'chain-gap', severity: 'error', body: `{"n":${number}}` }, { key: 'a', check: 'row-arithmetic', severity: 'warning', body: '{}' }],
    memory: `m${number}`,
  };
}

test('runs are kept, found and forgotten', () => {
  const store = Store.temporary();
  expect([store.runs.latest(), store.runs.findingByKey('b')]).toEqual([null, null]);
  for (let number = 1; number <= 7; number += 1) store.runs.save(run(number));
  expect(store.runs.latest()).toEqual(run(7));
  expect([store.runs.findingByKey('b'), store.runs.findingByKey('none')]).toEqual(['{"n":7}', null]);
  store.runs.clear();
  expect([store.runs.latest(), store.runs.findingByKey('b')]).toEqual([null, null]);
  store.close();
});
