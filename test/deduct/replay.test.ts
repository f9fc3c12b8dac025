import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { formatCivil, parseCivil, type CivilTime } from '../../core/base/time.ts';
import type { BalanceRow } from '../../core/deduct/link.ts';
import { replayPackage, type ComboItem, type PackageTerms, type Replay } from '../../core/deduct/replay.ts';
import { balanceRow, rowsOf } from './rows.ts';

const TERMS: PackageTerms = { packageId: 'pkg-1', type: 'total', capacity: Decimal.of('100'), unit: '分钟', effective: null, expiresAt: null, period: null, combo: [] };

function time(text: string): CivilTime {
  return parseCivil(text.length === 10 ? `${text} 00:00:00` : text)!;
}

function combo(name: string, unit: string | null, total: string): ComboItem {
  return { name, unit, remaining: null, total: Decimal.of(total) };
}

/** `item [start] opening > closing of capacity, n rows, m breaks`. */
function told(replay: Replay): string[] {
  return replay.histories.map((history) => {
    const { item, period } = history.key;
    const start = period.start === null ? '' : ` [${formatCivil(period.start).replace(':00:00', 'h').replace(' 00h', '')}]`;
    const breaks = history.steps.filter((step) => step.broken !== null).length;
    return `${item}${start} ${history.opening.toString()} > ${history.closing.toString()} of ${history.capacity?.toString() ?? '?'}, ${history.steps.length} rows${breaks === 0 ? '' : `, ${breaks} breaks`}`;
  });
}

/** Refilled at each of `starts`: so many rows a period, each taking 7 of 100. */
function refilled(starts: readonly string[], rows = 3, offset = 3600, item = 'I'): BalanceRow[] {
  return starts.flatMap((start) => Array.from({ length: rows }, (_, index) => balanceRow({
    time: time(start) + offset + index * 60, before: Decimal.ofInteger(100 - index * 7), deducted: Decimal.ofInteger(7), after: Decimal.ofInteger(93 - index * 7), item,
  })));
}

describe('one balance', () => {
  it('is the whole life of a total package', () => {
    expect(told(replayPackage(TERMS, rowsOf('2025-05-08 10:00 100 10', '2025-07-08 10:00 90 20')))).toEqual(['分钟 100 > 70 of 100, 2 rows']);
  });

  it('has no history without rows', () => {
    expect(replayPackage({ ...TERMS, type: 'period' }, [])).toMatchObject({ histories: [], unchained: [], anchor: 'none' });
  });

  it('leaves out what has no balances or no time', () => {
    const [first, second, third] = rowsOf('10:00 100 10', '11:00 90 5', '12:00 85 5');
    const replay = replayPackage(TERMS, [first!, { ...second!, before: null }, { ...third!, deductedAt: null }]);
    expect(told(replay)).toEqual(['分钟 100 > 90 of 100, 1 rows']);
    expect(replay.unchained).toHaveLength(2);
  });

  it('is not looked for in an unlimited package, even where it prints one', () => {
    const replay = replayPackage({ ...TERMS, type: 'unlimited' }, rowsOf('10:00 0 10 0', '11:00 0 5 0'));
    expect(replay.histories).toEqual([]);
    expect(replay.unchained).toHaveLength(2);
  });
});

describe('periods', () => {
  const months = ['2025-05-01', '2025-06-01', '2025-07-01'];

  it('are those that the overview shows', () => {
    const replay = replayPackage({ ...TERMS, type: 'period', period: { start: time('2025-07-01'), end: time('2025-07-31 23:59:59') } }, refilled(months));
    expect(replay.anchor).toBe('overview');
    expect(told(replay)).toEqual(['分钟 [2025-05-01] 100 > 79 of 100, 3 rows', '分钟 [2025-06-01] 100 > 79 of 100, 3 rows', '分钟 [2025-07-01] 100 > 79 of 100, 3 rows']);
  });

  it('belong to the moment of the deduction', () => {
    const rows = [
      balanceRow({ time: time('2025-05-31 23:59:59'), before: Decimal.of('50'), deducted: Decimal.of('5'), after: Decimal.of('45') }),
      balanceRow({ time: time('2025-06-01 00:00:00'), before: Decimal.of('100'), deducted: Decimal.of('5'), after: Decimal.of('95') }),
    ];
    const replay = replayPackage({ ...TERMS, type: 'period', period: { start: time('2025-07-01'), end: time('2025-08-01') } }, rows);
    expect(told(replay)).toEqual(['分钟 [2025-05-01] 50 > 45 of 100, 1 rows', '分钟 [2025-06-01] 100 > 95 of 100, 1 rows']);
  });

  it.each([
    ['calendar months', 'period', months, null, 3600],
    ['anniversaries on the 15th', 'period', ['2025-05-15', '2025-06-15', '2025-07-15'], '2025-05-15', 3600],
    ['anniversaries on the 15th without an overview', 'period', ['2025-05-15', '2025-06-15', '2025-07-15'], null, 3600],
    ['anniversaries on the 31st', 'period', ['2025-01-31', '2025-02-28', '2025-03-31', '2025-04-30'], '2025-01-31', 3600],
    ['days', 'period', ['2025-05-08', '2025-05-09', '2025-05-11'], null, 36_000],
    ['hours', 'slice', ['2025-05-08 10:00:00', '2025-05-08 11:00:00', '2025-05-08 14:00:00'], null, 60],
    ['days of a slice package', 'slice', ['2025-05-08', '2025-05-09', '2025-05-10'], null, 36_000],
  ] as const)('are fitted: %s', (_what, type, starts, effective, offset) => {
    const replay = replayPackage({ ...TERMS, type, effective: effective === null ? null : time(effective) }, refilled(starts, 3, offset));
    expect(replay.anchor).toBe('fitted');
    expect(told(replay)).toHaveLength(starts.length);
    expect(replay.histories.map((history) => history.opening.toString())).toEqual(starts.map(() => '100'));
    expect(told(replay).every((line) => !line.includes('breaks'))).toBe(true);
  });

  it('are fitted although one row is damaged', () => {
    const rows = refilled(months);
    const replay = replayPackage({ ...TERMS, type: 'period' }, rows.filter((_, index) => index !== 4));
    expect(told(replay)).toEqual(['分钟 [2025-05-01] 100 > 79 of 100, 3 rows', '分钟 [2025-06-01] 100 > 79 of 100, 2 rows, 1 breaks', '分钟 [2025-07-01] 100 > 79 of 100, 3 rows']);
  });
});

describe('several capacities under one id', () => {
  /** Two balances that fall in turn: 100, 99, … of one, 500, 495, … of the other. */
  function interleaved(items: readonly [string, string], units: readonly [string, string] = ['分钟', '分钟'], count = 6): BalanceRow[] {
    return Array.from({ length: count * 2 }, (_, index) => {
      const turn = Math.floor(index / 2);
      const [step, opening] = index % 2 === 0 ? [1, 100] : [5, 500];
      return balanceRow({
        time: time('2025-05-08') + index * 60, before: Decimal.ofInteger(opening - turn * step), deducted: Decimal.ofInteger(step), after: Decimal.ofInteger(opening - (turn + 1) * step),
        item: items[index % 2]!, unit: units[index % 2]!,
      });
    });
  }

  it('are parted by unit', () => {
    const replay = replayPackage({ ...TERMS, unit: null, capacity: null, combo: [combo('通话时长', '分钟', '100'), combo('短信', '条', '500')] }, interleaved(['通话', '短信'], ['分钟', '条']));
    expect(told(replay)).toEqual(['分钟 100 > 94 of 100, 6 rows', '条 500 > 470 of 500, 6 rows']);
  });

  it('are parted by the names that the overview lists', () => {
    const replay = replayPackage({ ...TERMS, combo: [combo('语音', '分钟', '100'), combo('视频', '分钟', '500')] }, interleaved(['语音通话时长', '视频通话时长']));
    expect(told(replay)).toEqual(['分钟·视频 500 > 470 of 500, 6 rows', '分钟·语音 100 > 94 of 100, 6 rows']);
  });

  it('know the only listed item that is used by its name', () => {
    const rows = rowsOf('10:00 500 5 = 视频', '11:00 495 5 = 视频');
    expect(told(replayPackage({ ...TERMS, combo: [combo('语音', '分钟', '100'), combo('视频', '分钟', '500')] }, rows))).toEqual(['分钟·视频 500 > 490 of 500, 2 rows']);
  });

  it('take the longest name that fits', () => {
    const replay = replayPackage({ ...TERMS, combo: [combo('短信', '分钟', '100'), combo('国际短信', '分钟', '500')] }, interleaved(['短信通知', '国际短信通知']));
    expect(told(replay)).toEqual(['分钟·国际短信 500 > 470 of 500, 6 rows', '分钟·短信 100 > 94 of 100, 6 rows']);
  });

  it('give what no name fits to the only item that is left', () => {
    const replay = replayPackage({ ...TERMS, combo: [combo('语音', '分钟', '100'), combo('其他', '分钟', '500')] }, interleaved(['语音', 'X']));
    expect(told(replay)).toEqual(['分钟·其他 500 > 470 of 500, 6 rows', '分钟·语音 100 > 94 of 100, 6 rows']);
  });

  it('are found by their chains where no overview lists them', () => {
    const replay = replayPackage({ ...TERMS, capacity: null }, interleaved(['A', 'B']));
    expect(told(replay)).toEqual(['分钟·A 100 > 94 of ?, 6 rows', '分钟·B 500 > 470 of ?, 6 rows']);
  });

  it('stay one where two items draw on one balance', () => {
    const rows = rowsOf('10:00 100 10 = A', '11:00 90 5 = B', '12:00 85 5 = A', '13:00 80 1 = B');
    expect(told(replayPackage(TERMS, rows))).toEqual(['分钟 100 > 79 of 100, 4 rows']);
  });

  it('stay one where two items draw on one balance and a row is missing', () => {
    const rows = rowsOf('10:00 100 10 = A', '11:00 90 5 = B', '12:00 80 5 = A', '13:00 75 1 = B', '14:00 74 1 = A');
    expect(told(replayPackage(TERMS, rows))).toEqual(['分钟 100 > 73 of 100, 5 rows, 1 breaks']);
  });
});

describe('order and files', () => {
  it('change nothing inside an equal second', () => {
    const rows = rowsOf('10:00 100 10', '10:00 90 20', '10:00 70 5', '11:00 65 5');
    const shuffled = [rows[2]!, rows[0]!, rows[1]!, rows[3]!];
    expect(told(replayPackage(TERMS, shuffled))).toEqual(told(replayPackage(TERMS, rows)));
    expect(replayPackage(TERMS, shuffled).histories[0]!.steps).toEqual(replayPackage(TERMS, rows).histories[0]!.steps);
  });
});
