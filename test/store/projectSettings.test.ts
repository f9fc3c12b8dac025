import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { parseCivil, monthOf } from '../../core/base/time.ts';
import { Store } from '../../core/store/store.ts';
import { BY, logged } from '../support/decided.ts';

let store: Store;
beforeEach(() => {
  store = Store.temporary();
});
afterEach(() => {
  const { broken } = store.verifyLog();
  store.close();
  if (broken !== null) throw new Error(JSON.stringify(broken));
});

const MAY = monthOf(parseCivil('2025-05-01 00:00:00')!);
const LAG = { product: '云呼叫中心', name: 'lag' } as const;
const TOTAL = { month: MAY, payer: null, product: null, currency: 'CNY' } as const;

describe('settings of a project', () => {
  test('policies: the last word counts, and one that changes nothing is not said', () => {
    expect(store.settings.policies()).toEqual([]);
    expect(store.settings.setPolicy({ ...LAG, value: null }, BY)).toBe(false);
    expect(store.settings.setPolicy({ ...LAG, value: '6' }, BY)).toBe(true);
    expect(store.settings.setPolicy({ ...LAG, product: '云呼叫 中心', value: '6' }, BY)).toBe(false);
    expect(store.settings.setPolicy({ ...LAG, value: '8' }, BY)).toBe(true);
    expect(store.settings.setPolicy({ product: '*', name: 'order', value: 'purchase' }, BY)).toBe(true);
    expect(store.settings.policies()).toEqual([{ product: '*', name: 'order', value: 'purchase', at: BY.at, who: BY.who }, { ...LAG, value: '8', at: BY.at, who: BY.who }]);
    expect(store.settings.setPolicy({ ...LAG, value: null }, BY)).toBe(true);
    expect(store.settings.policies()).toMatchObject([{ product: '*' }]);
    expect(logged(store)).toEqual(['policy', 'policy', 'policy', 'policy']);
  });

  test('names: which of two comes first does not matter', () => {
    const same = { kind: 'item', name: '通话时长', same: '语音时长' } as const;
    expect(store.settings.setName(same, true, BY)).toBe(true);
    expect(store.settings.setName({ kind: 'item', name: '语音时长', same: '通话 时长' }, true, BY)).toBe(false);
    expect(store.settings.names()).toMatchObject([same]);
    expect(store.settings.setName({ kind: 'item', name: '语音时长', same: '通话时长' }, false, BY)).toBe(true);
    expect(store.settings.names()).toEqual([]);
  });

  test('totals: exact, one for each month, payer, product and currency', () => {
    expect(store.settings.setTotal(TOTAL, { amount: Decimal.of('12345678901234567890.1234567'), scale: 8 }, BY)).toBe(true);
    expect(store.settings.setTotal({ ...TOTAL, product: 'P' }, { amount: Decimal.zero, scale: 2 }, BY)).toBe(true);
    expect(store.settings.totals().map(({ product, amount, scale }) => [product, amount.toString(), scale])).toEqual([['P', '0', 2], [null, '12345678901234567890.1234567', 8]]);
    expect(store.settings.setTotal(TOTAL, null, BY)).toBe(true);
    expect(store.settings.totals()).toMatchObject([{ ...TOTAL, product: 'P' }]);
  });

  test('the mark stands for what is set, however it came to be', () => {
    expect(store.settings.mark()).toBe('');
    store.settings.setPolicy({ ...LAG, value: '6' }, BY);
    const six = store.settings.mark();
    store.settings.setPolicy({ ...LAG, value: '8' }, BY);
    expect(store.settings.mark()).not.toBe(six);
    store.settings.setPolicy({ ...LAG, value: '6' }, BY);
    expect(store.settings.mark()).toBe(six);
    store.settings.setTotal(TOTAL, { amount: Decimal.one, scale: 0 }, BY);
    expect(store.settings.mark()).not.toBe(six);
    store.settings.setTotal(TOTAL, null, BY);
    store.settings.setPolicy({ ...LAG, value: null }, BY);
    expect(store.settings.mark()).toBe('');
  });

  test('are no act that undo takes back', () => {
    store.settings.setPolicy({ ...LAG, value: '6' }, BY);
    expect(store.decisions.undoable()).toEqual({ undo: null, redo: null });
  });
});
