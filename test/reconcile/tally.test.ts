import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import type { Check, Failure } from '../../core/reconcile/check.ts';
import { ROWS_NAMED, type Finding } from '../../core/reconcile/finding.ts';
import { digest, Tally } from '../../core/reconcile/tally.ts';
import { Verdicts } from '../../core/reconcile/world.ts';

const TEXT = { zh: '', en: '' };
const CHECK: Check = { id: 'some-check', family: 'rows', needs: [], texts: { title: TEXT, rule: TEXT, act: TEXT }, start: () => ({}) };

function failure(parts: Partial<Failure> = {}): Failure {
  return { severity: 'error', subject: ['s'], rows: [], why: [], ...parts };
}

function findings(...failures: readonly Failure[]): Finding[] {
  const tally = new Tally(CHECK, new Verdicts());
  for (const one of failures) tally.fail(one);
  return tally.findings();
}

function row(line: number): Failure['rows'][number] {
  return { kind: 'deductions', file: 1, line, row: line };
}

/** So many failures about one package, each with a subject of its own. */
function many(count: number, parts: Partial<Failure> = {}): Failure[] {
  return Array.from({ length: count }, (_, index) => failure({ packageId: 'p', subject: ['p', index], rows: [row(index)], ...parts }));
}

describe('counting', () => {
  it('adds up answers and reasons, most frequent first', () => {
    const tally = new Tally(CHECK, new Verdicts());
    tally.pass();
    tally.pass(3);
    tally.fail(failure());
    tally.notCheckable({ id: 'common.absent', values: { fields: 'a' } });
    tally.notCheckable({ id: 'common.edge', values: {} }, 2);
    tally.notCheckable({ id: 'common.absent', values: { fields: 'b' } });
    tally.notCheckable({ id: 'common.absent', values: { fields: 'a' } }, 4);
    expect(tally.result()).toEqual({
      id: 'some-check', checked: 13, passed: 4, failed: 1, notCheckable: 8,
      reasons: [{ reason: { id: 'common.absent', values: { fields: 'a' } }, count: 5 }, { reason: { id: 'common.edge', values: {} }, count: 2 }, { reason: { id: 'common.absent', values: { fields: 'b' } }, count: 1 }],
    });
  });

  it('is not checkable as a whole where a kind of record is missing', () => {
    const tally = new Tally(CHECK, new Verdicts());
    tally.notRun({ id: 'common.needs', values: { kinds: 'bill' } });
    expect(tally.result()).toEqual({ id: 'some-check', checked: 0, passed: 0, failed: 0, notCheckable: 1, reasons: [{ reason: { id: 'common.needs', values: { kinds: 'bill' } }, count: 1 }] });
  });
});

describe('a finding', () => {
  it('carries what the failure said, after the rule', () => {
    const why = [{ id: 'some-check.sum', values: { a: 1 } }];
    expect(findings(failure({ packageId: 'p', transactionId: 't', product: 'q', rows: [row(7)], quantity: Decimal.of('-1.5'), unit: 'u', money: Decimal.of('-2'), currency: 'CNY', why }))).toEqual([{
      check: 'some-check', severity: 'error', key: expect.stringMatching(/^some-check\.[0-9a-f]{12}$/) as string, packageId: 'p', transactionId: 't', product: 'q', rows: [row(7)], rowCount: 1,
      quantity: Decimal.of('1.5'), unit: 'u', money: Decimal.of('2'), currency: 'CNY', why: [{ id: 'some-check.rule', values: {} }, ...why],
    }]);
  });

  it('has a key of its subject and not of its numbers', () => {
    const keyOf = (parts: Partial<Failure>): string => findings(failure(parts))[0]!.key;
    expect(keyOf({ quantity: Decimal.one, rows: [row(3)], severity: 'warning' })).toBe(keyOf({ quantity: Decimal.of('2'), rows: [row(4)], severity: 'error' }));
    expect(keyOf({ subject: ['a', 1] })).not.toBe(keyOf({ subject: ['a', 2] }));
    expect(keyOf({ subject: ['a', null] })).not.toBe(keyOf({ subject: ['a', 0] }));
  });

  it('names rows once, and no more of them than a person reads', () => {
    const rows = Array.from({ length: ROWS_NAMED + 5 }, (_, line) => row(line));
    expect(findings(failure({ rows: [...rows, row(3)] }))[0]).toMatchObject({ rows: rows.slice(0, ROWS_NAMED), rowCount: ROWS_NAMED + 5 });
  });
});

describe('failures of one cause', () => {
  it('become one finding, with sums and the gravest severity', () => {
    const [one, ...rest] = findings(
      failure({ packageId: 'p', subject: ['b'], cause: 'c', severity: 'warning', quantity: Decimal.of('-1'), unit: 'u', rows: [row(2)], transactionId: 't1', why: [{ id: 'w2', values: {} }] }),
      failure({ packageId: 'p', subject: ['a'], cause: 'c', severity: 'error', quantity: Decimal.of('2'), unit: 'u', rows: [row(1)], transactionId: 't2', why: [{ id: 'w1', values: {} }] }),
    );
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ severity: 'error', quantity: Decimal.of('3'), unit: 'u', transactionId: null, rows: [row(1), row(2)], rowCount: 2 });
    expect(one!.why.map(({ id }) => id)).toEqual(['some-check.rule', 'w1', 'common.folded']);
    expect(one!.why[2]!.values).toEqual({ count: 2 });
  });

  it('keep the key of their cause, however many there are', () => {
    const of = (...subjects: readonly string[]): string => findings(...subjects.map((subject) => failure({ packageId: 'p', cause: 'c', subject: [subject] })))[0]!.key;
    expect(of('a')).toBe(of('a', 'b'));
    expect(of('b')).toBe(of('a', 'b', 'c'));
  });

  it('have no sum over different units, currencies or unknown amounts', () => {
    const sum = (a: Partial<Failure>, b: Partial<Failure>): Finding => findings(failure({ cause: 'c', ...a }), failure({ cause: 'c', ...b }))[0]!;
    expect(sum({ quantity: Decimal.one, unit: 'u' }, { quantity: Decimal.one, unit: 'v' })).toMatchObject({ quantity: null, unit: null });
    expect(sum({ money: Decimal.one, currency: 'CNY' }, { money: Decimal.one, currency: 'USD' })).toMatchObject({ money: null, currency: null });
    expect(sum({ quantity: Decimal.one, unit: 'u' }, { unit: 'u' })).toMatchObject({ quantity: null, unit: 'u' });
  });

  it('are those with equal subjects too', () => {
    expect(findings(failure(), failure())).toHaveLength(1);
    expect(findings(failure(), failure({ subject: ['t'] }))).toHaveLength(2);
  });
});

describe('many failures of one package', () => {
  it('have one root from twenty on', () => {
    expect(findings(...many(19))).toHaveLength(19);
    const folded = findings(...many(20, { quantity: Decimal.one, unit: 'u' }));
    expect(folded).toMatchObject([{ packageId: 'p', quantity: Decimal.of('20'), rowCount: 20 }]);
    expect(folded[0]!.why.at(-1)).toEqual({ id: 'common.folded', values: { count: 20 } });
  });

  it('keep their key as they become more', () => {
    expect(findings(...many(20))[0]!.key).toBe(findings(...many(30))[0]!.key);
  });

  it('are folded by severity, and never over packages or without one', () => {
    expect(findings(...many(20), ...many(3, { severity: 'info' }).map((one, index) => ({ ...one, subject: ['i', index] })))).toHaveLength(4);
    expect(findings(...many(10), ...many(10, { packageId: 'q' }).map((one, index) => ({ ...one, subject: ['q', index] })))).toHaveLength(20);
    expect(findings(...many(25, { packageId: null }))).toHaveLength(25);
  });
});

describe('order', () => {
  it('is by severity, package and key, whatever the order of the failures', () => {
    const all = [failure({ packageId: 'b', subject: ['1'] }), failure({ packageId: 'a', subject: ['2'] }), failure({ severity: 'info', packageId: 'a', subject: ['3'] }), failure({ severity: 'warning', subject: ['4'] })];
    const keys = findings(...all).map(({ key }) => key);
    expect(findings(...all.toReversed()).map(({ key }) => key)).toEqual(keys);
    expect(findings(...all).map(({ severity, packageId }) => `${severity} ${packageId}`)).toEqual(['error a', 'error b', 'warning null', 'info a']);
  });
});

describe('verdicts', () => {
  it('block deductions, packages and further subjects of what failed', () => {
    const verdicts = new Verdicts();
    new Tally(CHECK, verdicts).fail(failure({ packageId: 'p', blocks: ['key:k'], rows: [row(1), { kind: 'bill', file: 2, line: 5, row: 9 }, { kind: 'packages', file: 3, line: 2, row: 4 }, { kind: 'bill', file: 2, line: 6, row: null }] }));
    expect(['package:p', 'key:k', 'package:q'].map((subject) => verdicts.has('some-check', subject))).toEqual([true, true, false]);
    // A bill line and an overview are rows of other tables: their numbers say nothing about deductions.
    expect([1, 9, 4, 2].map((number) => verdicts.hasRow('some-check', number))).toEqual([true, false, false, false]);
    expect(verdicts.hasRow('other-check', 1)).toBe(false);
    expect(verdicts.firstOfRow(['other-check', 'some-check'], 1)).toBe('some-check');
    expect([verdicts.firstOfRow(['other-check'], 1), verdicts.firstOfRow(['some-check'], 9)]).toEqual([null, null]);
    expect([verdicts.first(['other-check', 'some-check'], 'package:p'), verdicts.first(['other-check'], 'package:p')]).toEqual(['some-check', null]);
  });

  it('are not made of what is merely told', () => {
    const verdicts = new Verdicts();
    new Tally(CHECK, verdicts).fail(failure({ severity: 'info', packageId: 'p', rows: [row(1)] }));
    expect(verdicts.hasRow('some-check', 1) || verdicts.has('some-check', 'package:p')).toBe(false);
  });
});

describe('a digest', () => {
  it('is twelve hexadecimal digits that differ', () => {
    const seen = new Set(Array.from({ length: 20_000 }, (_, index) => digest(`subject ${index}`)));
    expect(seen.size).toBe(20_000);
    expect([...seen].every((text) => /^[0-9a-f]{12}$/.test(text))).toBe(true);
  });
});
