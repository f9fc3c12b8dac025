import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Store } from '../../core/store/store.ts';
import { BY, IGNORE, logged, OPEN, PROGRESS, RESOLVE, run, standing, status } from '../support/decided.ts';

const A = { key: 'a', packageId: 'pkg-1', product: 'TRTC' };
const B = { key: 'b', packageId: 'pkg-1', product: 'TRTC', check: 'row-arithmetic' };
const C = { key: 'c', packageId: 'pkg-2', product: 'TRTC' };
const D = { key: 'd', packageId: null, product: null };

let store: Store;
beforeEach(() => {
  store = Store.temporary();
  run(store, [A, B, C, D]);
});
afterEach(() => {
  const { broken } = store.verifyLog();
  store.close();
  if (broken !== null) throw new Error(JSON.stringify(broken));
});

const last = (): number => store.decisions.undoable().undo!.act;

describe('a decision', () => {
  test('goes through its states, and each is in the log', () => {
    expect(status(store, A)).toBe('open');
    expect(store.decisions.decide(['a', 'a', 'nobody'], PROGRESS, BY)).toEqual({ changed: 1, act: 1 });
    expect(status(store, A)).toBe('progress');
    store.decisions.decide(['a', 'b'], { ...RESOLVE, reason: 'ticket 7', note: 'by mail' }, BY);
    expect(standing(store, B)).toMatchObject({ status: 'resolved', decision: { code: 'vendor', reason: 'ticket 7', note: 'by mail', who: 'wang', at: BY.at } });
    store.decisions.decide(['a'], OPEN, BY);
    expect([status(store, A), status(store, B), status(store, C)]).toEqual(['open', 'resolved', 'open']);
    expect(logged(store)).toEqual(['decision a', 'decision a', 'decision b', 'decision a']);
    expect(store.decisions.decide(['nobody'], PROGRESS, BY)).toEqual({ changed: 0, act: null });
  });

  test('holds after a new run, another engine and the same numbers; opens again when they change; holds again when they are back', () => {
    store.decisions.decide(['a'], IGNORE, BY);
    run(store, [A, B], '2025-08-03T00:00:00.000Z', { engine: '9.9.9', inputsHash: 'other' });
    expect(status(store, A)).toBe('ignored');
    const changed = { ...A, quantity: '41' };
    run(store, [changed], '2025-08-04T00:00:00.000Z');
    expect(standing(store, changed)).toMatchObject({ status: 'reopened', reopened: 'numbers', decision: { state: 'ignored', reason: 'known' } });
    run(store, [], '2025-08-05T00:00:00.000Z');
    run(store, [A], '2025-08-06T00:00:00.000Z');
    expect(status(store, A)).toBe('ignored');
    expect(store.decisions.history('a').map(({ kind, at, body }) => [kind, at.slice(8, 10), (JSON.parse(body) as { to?: string }).to])).toEqual([
      ['decision', '02', undefined], ['life', '04', 'changed'], ['life', '05', 'gone'], ['life', '06', 'there'],
    ]);
  });

  test('is not made about numbers that were not seen', () => {
    const seen = store.runs.latest()!.at;
    run(store, [{ ...A, quantity: '41' }], '2025-08-03T00:00:00.000Z');
    for (const decide of [(): unknown => store.decisions.decide(['a'], { ...IGNORE, run: seen }, BY), (): unknown => store.decisions.ignoreWidely('a', 'package', { ...IGNORE, run: seen }, BY)]) expect(decide).toThrow('run-changed');
    expect(store.decisions.decide(['a'], { ...IGNORE, run: '2025-08-03T00:00:00.000Z' }, BY).changed).toBe(1);
  });

  test('a note is a word in the history, of a finding that is there', () => {
    store.decisions.note('a', 'asked the vendor\n@li looks', BY);
    expect(() => store.decisions.note('nobody', 'x', BY)).toThrow('finding-unknown');
    expect(store.decisions.history('a')).toMatchObject([{ kind: 'note', who: 'wang', body: '{"text":"asked the vendor\\n@li looks"}', isUndone: false }]);
    expect(status(store, A)).toBe('open');
  });

  test('ends when its day has passed, and not on that day', () => {
    store.decisions.decide(['a'], { ...IGNORE, until: '2025-08-31' }, BY);
    store.decisions.decide(['b'], { ...IGNORE, until: '2025-09-30' }, BY);
    expect(store.decisions.expire('2025-08-31', BY)).toBe(0);
    expect(store.decisions.expire('2025-09-01', BY)).toBe(1);
    expect(store.decisions.expire('2025-09-01', BY)).toBe(0);
    expect(standing(store, A)).toMatchObject({ status: 'reopened', reopened: 'until' });
    expect(status(store, B)).toBe('ignored');
    expect(store.decisions.history('a').at(-1)).toMatchObject({ kind: 'expired', who: null });
    store.decisions.decide(['a'], { ...IGNORE, until: '2025-12-31' }, BY);
    expect(status(store, A)).toBe('ignored');
  });
});

describe('findings that come and go', () => {
  test('are closed with what they said last, and no longer when they are back', () => {
    store.decisions.decide(['c'], RESOLVE, BY);
    run(store, [A, B, D], '2025-08-03T00:00:00.000Z');
    expect(store.closedFindings(10)).toMatchObject({ total: 1, findings: [{ key: 'c', check: 'chain-gap', firstSeen: '2025-08-01T00:00:00.000Z', gone: '2025-08-03T00:00:00.000Z' }] });
    expect(JSON.parse(store.closedFindings(10).findings[0]!.last!)).toMatchObject({ packageId: 'pkg-2', quantity: '1' });
    expect(JSON.parse(store.closedFindings(10).findings[0]!.last!)).not.toHaveProperty('why');
    expect(store.closedFindings(0)).toEqual({ total: 1, findings: [] });
    run(store, [A, B, C, D], '2025-08-04T00:00:00.000Z');
    expect([store.closedFindings(10).total, status(store, C)]).toEqual([0, 'resolved']);
    expect([store.firstSeen()('c'), store.firstSeen()('nobody')]).toEqual(['2025-08-01T00:00:00.000Z', null]);
  });

  test('only what was decided about fills the log', () => {
    run(store, []);
    run(store, [A, B, C, D]);
    expect(logged(store)).toEqual([]);
  });
});

describe('a wider scope', () => {
  test('of a package ignores its findings, those that come later too, and nothing else', () => {
    store.decisions.decide(['b'], RESOLVE, BY);
    expect(store.decisions.coveredCount('a', 'package')).toBe(1);
    expect(store.decisions.ignoreWidely('a', 'package', IGNORE, BY)).toEqual({ changed: 1, act: 2 });
    const later = { key: 'e', packageId: 'pkg-1', product: 'CDN' };
    run(store, [A, B, C, D, later]);
    expect([A, B, C, D, later].map((one) => status(store, one))).toEqual(['ignored', 'resolved', 'open', 'open', 'ignored']);
    expect(standing(store, later)).toMatchObject({ decision: null, rule: { id: 2, reason: 'known' } });
  });

  test('of a check and product', () => {
    store.decisions.ignoreWidely('a', 'check-product', IGNORE, BY);
    expect([A, B, C, D].map((one) => status(store, one))).toEqual(['ignored', 'open', 'ignored', 'open']);
  });

  test('needs such a subject', () => {
    for (const scope of ['package', 'check-product'] as const) expect(() => store.decisions.ignoreWidely('d', scope, IGNORE, BY)).toThrow('scope-none');
    expect(() => store.decisions.ignoreWidely('nobody', 'package', IGNORE, BY)).toThrow('finding-unknown');
    expect(logged(store)).toEqual([]);
  });

  test('a finding whose numbers change opens again all the same, and a later word about it counts more', () => {
    store.decisions.ignoreWidely('a', 'package', IGNORE, BY);
    const changed = { ...A, quantity: '41' };
    run(store, [changed, B]);
    expect(status(store, changed)).toBe('reopened');
    store.decisions.decide(['b'], OPEN, BY);
    expect(status(store, B)).toBe('open');
    store.decisions.ignoreWidely('b', 'package', IGNORE, BY);
    expect([status(store, changed), status(store, B)]).toEqual(['ignored', 'ignored']);
  });

  test('is revoked, and what it ignored is open again unless it was decided anew', () => {
    store.decisions.ignoreWidely('a', 'check-product', IGNORE, BY);
    store.decisions.decide(['c'], RESOLVE, BY);
    const { id } = store.decisions.rules()[0]!;
    expect(store.decisions.revoke(id, BY)).toMatchObject({ changed: 1 });
    expect([store.decisions.rules(), status(store, A), status(store, C)]).toEqual([[], 'open', 'resolved']);
    expect(() => store.decisions.revoke(id, BY)).toThrow('rule-unknown');
    store.decisions.undo(last(), BY);
    expect([store.decisions.rules().map((rule) => rule.id), status(store, A)]).toEqual([[id], 'ignored']);
  });

  test('ends with its day', () => {
    store.decisions.ignoreWidely('a', 'package', { ...IGNORE, until: '2025-08-31' }, BY);
    const later = { key: 'e', packageId: 'pkg-1' };
    run(store, [A, B, later]);
    expect(status(store, later)).toBe('ignored');
    store.decisions.expire('2025-09-01', BY);
    expect([store.decisions.rules(), status(store, A), status(store, later)]).toEqual([[], 'reopened', 'open']);
  });
});

describe('undo', () => {
  test('takes back act by act, the last one first, and does them again', () => {
    store.decisions.decide(['a', 'b'], PROGRESS, BY);
    store.decisions.decide(['a'], IGNORE, BY);
    store.decisions.ignoreWidely('b', 'package', IGNORE, BY);
    const states = (): string[] => [A, B].map((one) => status(store, one));
    const seen = [states()];
    for (let left = 3; left > 0; left -= 1) {
      store.decisions.undo(last(), BY);
      seen.push(states());
    }
    expect(seen).toEqual([['ignored', 'ignored'], ['ignored', 'progress'], ['progress', 'progress'], ['open', 'open']]);
    expect(store.decisions.undoable().undo).toBeNull();
    for (let left = 3; left > 0; left -= 1) {
      store.decisions.redo(store.decisions.undoable().redo!.act, BY);
      expect(states()).toEqual(seen[left - 1]);
    }
    expect(store.decisions.undoable().redo).toBeNull();
    expect(store.decisions.history('a').map(({ kind, isUndone }) => [kind, isUndone])).toEqual([['decision', false], ['decision', false]]);
  });

  test('takes back only what the user saw, and a new word ends the way forward', () => {
    store.decisions.decide(['a'], PROGRESS, BY);
    const first = last();
    store.decisions.decide(['b'], PROGRESS, BY);
    expect(() => store.decisions.undo(first, BY)).toThrow('act-gone');
    store.decisions.undo(last(), BY);
    store.decisions.decide(['c'], PROGRESS, BY);
    expect(store.decisions.undoable().redo).toBeNull();
    expect(() => store.decisions.redo(2, BY)).toThrow('act-gone');
    expect(store.decisions.undoable().undo).toEqual({ act: 4, at: BY.at, kind: 'decision', state: 'progress', count: 1 });
  });

  test('what the program notes by itself is not in the way', () => {
    store.decisions.decide(['a'], { ...IGNORE, until: '2025-08-31' }, BY);
    run(store, [B]);
    store.decisions.expire('2025-09-01', BY);
    expect(store.decisions.undoable().undo).toMatchObject({ act: 1, count: 1 });
    store.decisions.undo(1, BY);
    expect(store.decisions.of('a')).toBeNull();
    store.decisions.redo(1, BY);
    expect(standing(store, A)).toMatchObject({ status: 'reopened', reopened: 'until' });
  });
});

test('decisions about many thousand findings are made in one go', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => ({ key: `k${index}` }));
  run(store, many);
  const begun = performance.now();
  expect(store.decisions.decide(many.map(({ key }) => key), PROGRESS, BY).changed).toBe(many.length);
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect(store.decisions.undoable().undo!.count).toBe(many.length);
});
