import { describe, expect, test } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { civil, DAY, type CivilTime } from '../../core/base/time.ts';
import { orderChain } from '../../core/deduct/chain.ts';
import type { BalanceRow } from '../../core/deduct/link.ts';
import { keyText } from '../../core/deduct/history.ts';
import { periodAt } from '../../core/deduct/periods.ts';
import { replayPackage, type PackageTerms, type PackageType } from '../../core/deduct/replay.ts';
import { balanceRow } from '../deduct/rows.ts';
import { Random, seeds } from './random.ts';

const START = civil(2025, 5, 1);

/** A random package of which every row is known, in the order in which it happened. */
interface Life {
  readonly terms: PackageTerms;
  readonly rows: readonly BalanceRow[];
}

/** Above zero, with up to nine decimals, and so small that `count` of them fit in the capacity. */
function amountOf(random: Random, capacity: Decimal, count: number): Decimal {
  const most = capacity.dividedBy(Decimal.ofInteger(count), 9);
  return most.times(Decimal.ofUnits(BigInt(random.between(1, 999_999)), 6)).rounded(random.pick([9, 9, 6])).plus(Decimal.of('0.000001'));
}

/** Postings in bursts: often several in one second, sometimes days apart. */
function lifeOf(random: Random, type: PackageType, count = 120): Life {
  const capacity = Decimal.of(random.pick(['20000.000000000', '10000000000000', '987654321987.123456789']));
  const period = { start: START, end: civil(2025, 6, 1) - 1 };
  const rule = { kind: 'months', anchor: START, count: 1 } as const;
  const rows: BalanceRow[] = [];
  let time = START + random.between(0, 10 * DAY);
  let balance = capacity;
  let current: CivilTime | null = null;
  for (let index = 0; index < count; index += 1) {
    if (random.chance(0.5)) time += random.pick([1, 5, 3600, DAY]);
    const { start } = periodAt(rule, time);
    if (type === 'period' && start !== current) balance = capacity;
    current = start;
    const deducted = amountOf(random, capacity, count);
    rows.push(balanceRow({ time, before: balance, deducted, after: balance.minus(deducted), row: index }));
    balance = balance.minus(deducted);
  }
  return { rows, terms: { packageId: 'pkg-1', type, capacity, unit: '分钟', effective: START, expiresAt: null, period: type === 'period' ? period : null, combo: [] } };
}

/** The same rows, those of one second in any order, identical ones together as the store has them. */
function shuffledSeconds(random: Random, rows: readonly BalanceRow[]): BalanceRow[] {
  const seconds = new Map<CivilTime, BalanceRow[][]>();
  for (const row of rows) {
    const group = seconds.get(row.deductedAt!) ?? [];
    if (row.copy > 0) group.at(-1)!.push(row);
    else group.push([row]);
    seconds.set(row.deductedAt!, group);
  }
  return [...seconds.entries()].sort(([a], [b]) => a - b).flatMap(([, group]) => random.shuffle(group).flat());
}

const TYPES: readonly PackageType[] = ['total', 'period'];

describe.each(TYPES)('a %s package', (type) => {
  test.each(seeds(24))('conserves, links and is whole, seed %i', (seed) => {
    const { terms, rows } = lifeOf(new Random(seed), type);
    const { histories, unchained } = replayPackage(terms, rows);
    expect(unchained).toEqual([]);
    expect(histories.flatMap((history) => history.steps.map((step) => step.row))).toEqual(rows);
    for (const history of histories) {
      expect(history.steps.every((step) => step.broken === null) && history.inversions.length === 0 && history.segments.length === 1).toBe(true);
      const sum = history.steps.reduce((total, step) => total.plus(step.row.deducted), Decimal.zero);
      expect(sum.plus(history.last.row.after)).toEqual(history.first.row.before);
      expect(history.opening.minus(sum)).toEqual(history.closing);
    }
  });

  test.each(seeds(24))('is the same whatever the order inside equal seconds, seed %i', (seed) => {
    const random = new Random(seed);
    const { terms, rows } = lifeOf(random, type);
    const whole = replayPackage(terms, rows);
    for (let round = 0; round < 5; round += 1) expect(replayPackage(terms, shuffledSeconds(random, rows)).histories).toEqual(whole.histories);
  });

  test.each(seeds(24))('is the sum of its windows, seed %i', (seed) => {
    const random = new Random(seed);
    const { terms, rows } = lifeOf(random, type);
    const cut = random.pick(rows).deductedAt!;
    const [early, late] = [rows.filter((row) => row.deductedAt! < cut), rows.filter((row) => row.deductedAt! >= cut)];
    const whole = replayPackage(terms, rows).histories;
    const parts = [early, late].map((part) => new Map(replayPackage(terms, shuffledSeconds(random, part)).histories.map((history) => [keyText(history.key), history])));
    for (const history of whole) {
      const [first, second] = parts.map((part) => part.get(keyText(history.key)));
      const [begin, end] = [first ?? second!, second ?? first!];
      expect([begin.opening, end.closing]).toEqual([history.opening, history.closing]);
      expect((first?.deducted ?? Decimal.zero).plus(second?.deducted ?? Decimal.zero)).toEqual(history.deducted);
      expect(end.opening).toEqual(first === undefined || second === undefined ? begin.opening : first.closing);
    }
  });

  test.each(seeds(24))('knows its balance after any prefix, seed %i', (seed) => {
    const random = new Random(seed);
    const { terms, rows } = lifeOf(random, type);
    const { histories } = replayPackage(terms, shuffledSeconds(random, rows));
    for (let round = 0; round < 20; round += 1) {
      const history = random.pick(histories);
      const moment = random.pick(history.steps).row.deductedAt! + random.pick([-1, 0, 0, 1]);
      const known = history.steps.filter((step) => step.row.deductedAt! <= moment);
      expect(history.balanceAt(moment)).toEqual(known.at(-1)?.row.after ?? history.opening);
      expect(history.stepAt(moment)).toBe(known.at(-1) ?? null);
    }
  });
});

describe('damage to one place', () => {
  /** A life whose seconds are all different, so that the damage stands alone. */
  function apart(random: Random): Life {
    const life = lifeOf(random, 'total', 60);
    return { ...life, rows: life.rows.map((row, index) => ({ ...row, deductedAt: START + index * 600 })) };
  }

  test.each(seeds(24))('is a gap of what was taken out, seed %i', (seed) => {
    const random = new Random(seed);
    const { terms, rows } = apart(random);
    const [from, count] = [random.between(1, rows.length - 6), random.between(1, 4)];
    const missing = rows.slice(from, from + count).reduce((sum, row) => sum.plus(row.deducted), Decimal.zero);
    const { steps } = replayPackage(terms, [...rows.slice(0, from), ...rows.slice(from + count)]).histories[0]!;
    expect(steps.flatMap((step) => (step.broken === null ? [] : [step.broken]))).toEqual([{ kind: 'gap', amount: missing }]);
  });

  test.each(seeds(24))('is an increase of what was added, seed %i', (seed) => {
    const random = new Random(seed);
    const { terms, rows } = apart(random);
    const [from, by] = [random.between(1, rows.length - 1), amountOf(random, terms.capacity!, 9)];
    const raised = rows.map((row, index) => (index < from ? row : { ...row, before: row.before.plus(by), after: row.after.plus(by) }));
    const history = replayPackage(terms, raised).histories[0]!;
    expect(history.steps.flatMap((step) => (step.broken === null ? [] : [step.broken]))).toEqual([{ kind: 'increase', amount: by }]);
    expect(history.unexplained).toEqual({ risen: by, missing: Decimal.zero });
  });

  test.each(seeds(24))('is a fork, before or after its original and however late, seed %i', (seed) => {
    const random = new Random(seed);
    const { terms, rows } = apart(random);
    const at = random.between(0, rows.length - 4);
    const original = rows[at]!;
    const deducted = original.deducted.plus(Decimal.of('0.000000007'));
    const late = random.pick([-5, 5, 605, 1805]);
    const extra = { ...original, deductedAt: original.deductedAt! + late, deducted, after: original.before.minus(deducted), row: 9999 };
    const { steps, inversions } = orderChain([...rows, extra].sort((a, b) => a.deductedAt! - b.deductedAt!));
    const broken = steps.filter((step) => step.broken !== null);
    expect(broken.map((step) => step.row)).toEqual([extra]);
    expect(broken[0]!.broken).toMatchObject({ kind: 'fork', twin: { row: original } });
    expect(inversions).toEqual([]);
    expect(replayPackage(terms, [...rows, extra].sort((a, b) => a.deductedAt! - b.deductedAt!)).histories[0]!.closing).toEqual(rows.at(-1)!.after);
  });

  test.each(seeds(24))('is a pair of times exchanged, seed %i', (seed) => {
    const random = new Random(seed);
    const { rows } = apart(random);
    const at = random.between(0, rows.length - 2);
    const [a, b] = [rows[at]!, rows[at + 1]!];
    const swapped = rows.map((row, index) => (index === at ? { ...row, deductedAt: b.deductedAt } : index === at + 1 ? { ...row, deductedAt: a.deductedAt } : row));
    const { steps, inversions } = orderChain([...swapped].sort((x, y) => x.deductedAt! - y.deductedAt!));
    expect(steps.map((step) => step.row)).toEqual(swapped);
    expect(inversions).toEqual([{ row: swapped[at + 1], previous: swapped[at], seconds: 600 }]);
  });

  test.each(seeds(24))('is a row listed or deducted so many times, seed %i', (seed) => {
    const random = new Random(seed);
    const { rows } = apart(random);
    const [at, copies] = [random.between(0, rows.length - 2), random.between(1, 3)];
    const counted = random.between(1, copies + 1);
    const original = rows[at]!;
    const lower = original.deducted.times(Decimal.ofInteger(counted - 1));
    const chain = [
      ...rows.slice(0, at + 1), ...Array.from({ length: copies }, (_, copy) => ({ ...original, copy: copy + 1 })),
      ...rows.slice(at + 1).map((row) => ({ ...row, before: row.before.minus(lower), after: row.after.minus(lower) })),
    ];
    const { steps } = orderChain(chain);
    expect(steps.every((step) => step.broken === null)).toBe(true);
    expect(steps[at]).toMatchObject({ counted, undecided: false });
    expect(steps[at]!.copies).toHaveLength(copies);
  });
});

describe('rows that make no sense at all', () => {
  test.each(seeds(40))('never throw, get lost or double, seed %i', (seed) => {
    const random = new Random(seed);
    const small = (): Decimal => Decimal.ofInteger(random.between(-2, 9));
    const rows = Array.from({ length: random.between(1, 60) }, (_, row) => {
      const [before, deducted] = [small(), random.chance(0.3) ? Decimal.zero : small()];
      return balanceRow({
        time: START + random.between(0, 8) * random.pick([1, 3600, DAY * 9]), before, deducted, after: random.chance(0.7) ? before.minus(deducted) : small(),
        item: random.pick(['A', 'B']), unit: random.pick(['分钟', '分钟', '条']), copy: 0, row,
      });
    }).sort((a, b) => a.deductedAt! - b.deductedAt!);
    for (const type of ['total', 'period', 'slice', 'unlimited', null] as const) {
      const terms: PackageTerms = { packageId: 'p', type, capacity: Decimal.ofInteger(9), unit: random.pick(['分钟', null]), effective: random.pick([START, null]), expiresAt: null, period: null, combo: [] };
      const { histories, unchained } = replayPackage(terms, rows);
      const seen = [...unchained, ...histories.flatMap((history) => history.steps.flatMap((step) => [step.row, ...step.copies]))].map(({ row }) => row);
      expect([...seen].sort((a, b) => a - b)).toEqual(rows.map(({ row }) => row).sort((a, b) => a - b));
    }
  });
});
