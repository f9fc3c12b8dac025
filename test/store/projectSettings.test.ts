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

  test('units: the last word counts, whatever its case and width', () => {
    const empty = store.settings.mark();
    expect(store.settings.setUnit({ word: 'Ｍins', same: '分钟' }, BY)).toBe(true);
    const mark = store.settings.mark();
    expect(mark).not.toBe(empty);
    expect(store.settings.setUnit({ word: 'mins', same: '分钟' }, BY)).toBe(false);
    expect(store.settings.setUnit({ word: 'mins', same: '1000分钟' }, BY)).toBe(true);
    expect(store.settings.mark()).not.toBe(mark);
    expect(store.settings.units()).toEqual([{ word: 'mins', same: '1000分钟', at: BY.at, who: BY.who }]);
    expect(store.settings.setUnit({ word: 'Mins', same: null }, BY)).toBe(true);
    expect([store.settings.units(), store.settings.mark(), logged(store)]).toEqual([[], '', ['unit', 'unit', 'unit']]);
  });

  test('are taken back one by one and done again, and nothing leaves the log', () => {
    const set = (): unknown[] => [store.settings.policies().map(({ value }) => value), store.settings.names().length, store.settings.totals().length, store.settings.units().length];
    store.settings.setPolicy({ ...LAG, value: '6' }, BY);
    store.settings.setPolicy({ ...LAG, value: '8' }, BY);
    store.settings.setName({ kind: 'item', name: 'a', same: 'b' }, true, BY);
    store.settings.setTotal(TOTAL, { amount: Decimal.one, scale: 0 }, BY);
    store.settings.setUnit({ word: 'Mins', same: '分钟' }, BY);
    const full = store.settings.mark();
    const steps = [[['8'], 1, 1, 1], [['8'], 1, 1, 0], [['8'], 1, 0, 0], [['8'], 0, 0, 0], [['6'], 0, 0, 0], [[], 0, 0, 0]];
    const kinds = ['unit', 'total', 'name', 'policy', 'policy'];
    for (const [at, kind] of kinds.entries()) {
      expect(set()).toEqual(steps[at]);
      const { act, ...undo } = store.decisions.undoable().undo!;
      expect(undo).toEqual({ at: BY.at, kind, state: null, count: 0 });
      expect(store.decisions.undo(act, BY)).toMatchObject({ changed: 0, isSetting: true });
      expect(() => store.decisions.undo(act, BY)).toThrow('act-gone');
    }
    expect([set(), store.settings.mark(), store.decisions.undoable().undo]).toEqual([steps[5], '', null]);
    for (const step of steps.slice(0, 5).reverse()) {
      store.decisions.redo(store.decisions.undoable().redo!.act, BY);
      expect(set()).toEqual(step);
    }
    expect([store.settings.mark(), logged(store).length]).toEqual([full, 15]);
    // What is set anew where it was taken back is a change, and ends the way forward.
    store.decisions.undo(store.decisions.undoable().undo!.act, BY);
    expect(store.settings.setUnit({ word: 'Mins', same: '分钟' }, BY)).toBe(true);
    expect(store.decisions.undoable().redo).toBeNull();
  });
});
