import { describe, expect, test } from 'vitest';
import { figuresOf, peakOf, type Outcome, type Result, type Sample } from '../bench/bench.ts';
import { BENCHES } from '../bench/benches/index.ts';
import { cellsOf } from '../bench/exportedCells.ts';
import { GOALS, type Goal } from '../bench/goals.ts';
import { divided } from '../bench/lateRows.ts';
import { OptionError, parseBenchOptions } from '../bench/options.ts';
import { outcomeText, resultJson, verdictsText } from '../bench/report.ts';
import { runBench } from '../bench/runner.ts';
import { median, quantile, spread } from '../bench/statistics.ts';
import { bytesText, ratioText, secondsText, tableText } from '../bench/table.ts';
import { verdictsOf } from '../bench/verdicts.ts';

/** What `npm run bench` counts, judges and prints; nothing is measured here. */

const MEBIBYTE = 1024 * 1024;

describe('numbers', () => {
  test('the median is the middle, or half way between the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow('broken promise');
  });

  test('a quantile lies on the line between its neighbours', () => {
    const hundred = Array.from({ length: 101 }, (_, at) => 100 - at);
    expect(quantile(hundred, 0.95)).toBe(95);
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(spread([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3, runs: 3 });
  });

  test('seconds, bytes and ratios in three digits', () => {
    expect([0.0004, 0.016, 0.5, 1.534, 15.34, 153.4].map(secondsText)).toEqual(['0.40 ms', '16.0 ms', '500 ms', '1.53 s', '15.3 s', '153 s']);
    expect([600 * MEBIBYTE, 1200 * MEBIBYTE].map(bytesText)).toEqual(['600 MiB', '1,200 MiB']);
    expect([0.604, 12.34].map(ratioText)).toEqual(['0.60', '12.3']);
  });
});

test('columns of a table stand below each other, Chinese ones too', () => {
  expect(tableText(['who', 'time'], [['程序', '1 s'], [], ['peer', '12 s']], 1)).toBe('who   time\n----  ----\n程序   1 s\n----  ----\npeer  12 s');
});

describe('options', () => {
  const known = ['import-csv', 'grid'];
  test('without any all benches run, each with its own rows', () => {
    expect(parseBenchOptions([], known)).toEqual({ action: 'run', names: known, rows: null, runs: 3 });
  });

  test('names, rows, runs and actions', () => {
    expect(parseBenchOptions(['grid', '--rows', '100000', '--runs=5'], known)).toEqual({ action: 'run', names: ['grid'], rows: 100_000, runs: 5 });
    expect(parseBenchOptions(['grid', 'import-csv', 'grid'], known).names).toEqual(known);
    expect(['--list', '--help', '-h', '--install-peers'].map((arg) => parseBenchOptions([arg], known).action)).toEqual(['list', 'help', 'help', 'install-peers']);
  });

  test.each([
    [['nothing'], 'There is no bench "nothing": the benches are import-csv, grid.'],
    [['--row', '5'], 'There is no option --row: the options are --rows, --runs, --list, --install-peers and --help.'],
    [['--rows', '1e6'], '--rows takes a whole number from 2,000 to 5,000,000, not "1e6".'],
    [['--rows'], '--rows takes a whole number from 2,000 to 5,000,000, not "".'],
    [['--runs', '0'], '--runs takes a whole number from 1 to 99, not "0".'],
  ])('%j is one clear sentence', (args, message) => {
    expect(() => parseBenchOptions(args, known)).toThrow(new OptionError(message));
  });
});

const sample = (time: number, peakMebibytes: number | null = 100, more: Readonly<Record<string, number>> = {}): Sample => ({ figures: { time, ...more }, cpuSeconds: time / 2, peakBytes: peakMebibytes === null ? null : peakMebibytes * MEBIBYTE });
const result = (id: string, samples: readonly Sample[], rest: Partial<Result> = {}): Result => ({ id, name: id, absent: null, failure: null, samples, ...rest });
const outcome = (...results: readonly Result[]): Outcome => ({ bench: 'import-csv', what: 'a job', rows: 1000, data: 'some rows', results });

describe('verdicts', () => {
  const against: Goal = { bench: 'import-csv', text: 'against a peer', figure: 'time', peer: 'pandas', most: 0.6, rows: 1000 };
  const judged = (goal: Goal, ...outcomes: readonly Outcome[]) => {
    const { word, value, note } = verdictsOf([goal], outcomes)[0]!;
    return [word, value, note];
  };

  test('a ratio of medians is met up to its limit and missed above', () => {
    const peer = result('pandas', [sample(10), sample(9), sample(99)]);
    expect(judged(against, outcome(result('ours', [sample(6), sample(1), sample(50)]), peer))).toEqual(['met', 0.6, '']);
    expect(judged(against, outcome(result('ours', [sample(6.1)]), peer))).toEqual(['missed', 0.61, '']);
  });

  test('other rows than those of the goal are said', () => {
    expect(judged({ ...against, rows: 1_000_000 }, outcome(result('ours', [sample(1)]), result('pandas', [sample(10)])))).toEqual(['met', 0.1, 'with 1,000 rows']);
  });

  test('what did not run is never met', () => {
    const ours = result('ours', [sample(6)]);
    expect(judged(against)).toEqual(['not measured', null, 'bench not run']);
    expect(judged(against, outcome(ours))).toEqual(['not measured', null, 'pandas not run']);
    expect(judged(against, outcome(ours, result('pandas', [], { absent: 'no python3' })))).toEqual(['not measured', null, 'no python3']);
    expect(judged(against, outcome(ours, result('pandas', [], { failure: 'out of memory' })))).toEqual(['not measured', null, 'out of memory']);
    expect(judged(against, outcome(result('ours', [], { failure: 'a defect' }), result('pandas', [sample(1)])))).toEqual(['not measured', null, 'a defect']);
  });

  test('a figure against a limit, and against another figure', () => {
    const ours = outcome(result('ours', [sample(1, 1, { full: 10, again: 2 })]));
    expect(judged({ bench: 'import-csv', text: '', figure: 'again', against: 'full', most: 0.1, rows: 1000 }, ours)).toEqual(['missed', 0.2, '']);
    expect(judged({ bench: 'import-csv', text: '', figure: 'again', most: 2, rows: 1000 }, ours)).toEqual(['met', 2, '']);
    expect(judged({ bench: 'import-csv', text: '', figure: 'never', most: 2, rows: 1000 }, ours)).toEqual(['not measured', null, 'no such figure']);
  });

  test('the highest memory of ours decides, never that of a peer', () => {
    const goal: Goal = { bench: '*', text: '', figure: 'peak', most: 600 * MEBIBYTE, rows: 1000 };
    const small = outcome(result('ours', [sample(1, 200), sample(1, 300)]), result('pandas', [sample(1, 5000)]));
    const large = { ...outcome(result('ours', [sample(1, 700)])), bench: 'checks' };
    expect(judged(goal, small)).toEqual(['met', 300 * MEBIBYTE, 'import-csv']);
    expect(judged(goal, small, large)).toEqual(['missed', 700 * MEBIBYTE, 'checks']);
    const larger = { ...outcome(result('ours', [sample(1, 800)])), bench: 'grid' };
    expect(judged(goal, small, large, larger)).toEqual(['missed', 800 * MEBIBYTE, 'grid, checks']);
    expect(judged(goal, outcome(result('ours', [sample(1, null)])))).toEqual(['not measured', null, 'no memory seen']);
  });
});

describe('what is printed and kept', () => {
  const given = outcome(result('ours', [sample(6, 200, { inner: 4 })]), result('pandas', [sample(10)]), result('duckdb', [], { absent: 'no npm package' }), result('sqlite3', [], { failure: 'it broke' }));

  test('ratios stand beside the peers, and who is absent is named', () => {
    const lines = outcomeText(given).split('\n').map((line) => line.split(/\s{2,}/));
    expect(lines).toContainEqual(['ours', 'time', '6.00 s', '6.00 s', '6.00 s', '1', '3.00 s', '200 MiB']);
    expect(lines).toContainEqual(['', 'inner', '4.00 s', '4.00 s', '4.00 s', '1']);
    expect(lines).toContainEqual(['pandas', 'time', '10.0 s', '10.0 s', '10.0 s', '1', '5.00 s', '100 MiB', '0.60', '0.60']);
    expect(lines).toContainEqual(['duckdb', 'absent']);
    expect(lines).toContainEqual(['duckdb is absent: no npm package']);
    expect(lines).toContainEqual(['sqlite3 failed: it broke']);
  });

  test('every goal has a line', () => {
    const text = verdictsText(verdictsOf(GOALS, [given]));
    expect(GOALS.filter(({ text: goal }) => !text.includes(goal))).toEqual([]);
    expect(text.split('\n')).toHaveLength(GOALS.length + 2);
  });

  test('the file holds every sample and every verdict', () => {
    const kept = JSON.parse(resultJson([given], verdictsOf(GOALS, [given]), '2025-08-01T00:00:00.000Z')) as { benches: { results: { id: string; samples: unknown[]; figures: object }[] }[]; goals: { word: string }[] };
    expect(kept.goals).toHaveLength(GOALS.length);
    expect(kept.benches[0]!.results[0]).toMatchObject({ id: 'ours', samples: [sample(6, 200, { inner: 4 })], figures: { time: { median: 6, runs: 1 }, inner: { median: 4 } } });
  });

  test('figures and memory are those of all runs', () => {
    const twice = result('ours', [sample(1, 10), sample(3, 30)]);
    expect(figuresOf(twice).get('time')).toEqual({ median: 2, min: 1, max: 3, runs: 2 });
    expect(peakOf(twice)).toBe(30 * MEBIBYTE);
  });
});

test('every goal is of a bench that exists', () => {
  const names = new Set(BENCHES.map(({ name }) => name));
  expect(GOALS.filter(({ bench }) => bench !== '*' && !names.has(bench))).toEqual([]);
});

test('contenders take turns, who fails is out, who is absent never runs', async () => {
  const turns: string[] = [];
  const told: string[] = [];
  const contender = (id: string, rest: { absent?: string; fails?: boolean } = {}) => ({
    id, name: id, absent: rest.absent ?? null,
    run: () => {
      turns.push(id);
      return rest.fails === true ? Promise.reject(new Error('it broke')) : Promise.resolve(sample(1));
    },
  });
  const contenders = [contender('ours'), contender('pandas', { fails: true }), contender('duckdb', { absent: 'no npm package' }), contender('sqlite3')];
  const { results } = await runBench({ name: 'a', what: 'b', rows: 10, prepare: () => Promise.resolve({ data: '', contenders }) }, 10, 2, (line) => told.push(line));
  expect(told).toEqual(['a 1/2 ours …', 'a 1/2 pandas …', 'a 1/2 sqlite3 …', 'a 2/2 ours …', 'a 2/2 sqlite3 …']);
  expect(turns).toEqual(['ours', 'pandas', 'sqlite3', 'ours', 'sqlite3']);
  expect(results.map(({ id, samples, failure, absent }) => [id, samples.length, failure, absent])).toEqual([['ours', 2, null, null], ['pandas', 0, 'it broke', null], ['duckdb', 0, null, 'no npm package'], ['sqlite3', 2, null, null]]);
});

test('a bench that cannot be prepared has failed, with one line', async () => {
  const { results } = await runBench({ name: 'a', what: 'b', rows: 10, prepare: () => Promise.reject(new Error('no room\n    at somewhere')) }, 10, 2, () => {});
  expect(results.map(({ id, failure }) => [id, failure])).toEqual([['ours', 'no room']]);
});

describe('data for peers and for later', () => {
  test('cells of a line of our CSV, quoted ones too', () => {
    expect(cellsOf('a,,"b,""c""",1')).toEqual(['a', '', 'b,"c"', '1']);
    expect(cellsOf('"x",')).toEqual(['x', '']);
    expect(cellsOf(',"x"')).toEqual(['', 'x']);
    expect(cellsOf('a,b,')).toEqual(['a', 'b', '']);
  });

  test('the last rows come later, and as many before them of the packages that have most', () => {
    // Eight packages in turn, the first of which has every other row besides.
    const ids = Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? 'p0' : `p${at % 8}`));
    const part = divided({ header: ['time', '资源包名称/资源包ID'], rows: () => ids.map((id) => ['', id]) }, 20);
    const parts = ids.map((_, at) => part(at));
    expect(parts.slice(-20)).toEqual(Array.from({ length: 20 }, () => 1));
    expect(parts.slice(0, -20).filter((one) => one === 1)).toEqual([]);
    const few = ids.filter((_, at) => parts[at] === 2);
    expect(few).toHaveLength(20);
    expect(few.filter((id) => id === 'p0')).toHaveLength(4);
    expect(part(178)).toBe(2);
  });
});
