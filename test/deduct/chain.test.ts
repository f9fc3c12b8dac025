import { describe, expect, it } from 'vitest';
import { Decimal } from '../../core/base/decimal.ts';
import { orderByTime, orderChain } from '../../core/deduct/chain.ts';
import { at, balanceRow, rowsOf, told } from './rows.ts';

function steps(...lines: readonly string[]): string[] {
  return orderChain(rowsOf(...lines)).steps.map(told);
}

function inversions(...lines: readonly string[]): string[] {
  return orderChain(rowsOf(...lines)).inversions.map(({ row, previous, seconds }) => `${previous.before.toString()} then ${row.before.toString()}: ${seconds} s`);
}

describe('a whole chain', () => {
  it('links row to row and breaks nowhere', () => {
    expect(steps('10:00 100 10', '11:00 90 20', '12:00 70 70')).toEqual(['10:00 100-10=90', '11:00 90-20=70', '12:00 70-70=0']);
  });

  it('goes on through a row that deducts nothing', () => {
    expect(steps('10:00 100 10', '11:00 90 0', '12:00 90 5')).toEqual(['10:00 100-10=90', '11:00 90-0=90', '12:00 90-5=85']);
  });

  it('goes on through a reversal, which raises the balance by a row of its own', () => {
    expect(steps('10:00 100 10', '11:00 90 -10', '12:00 100 5')).toEqual(['10:00 100-10=90', '11:00 90--10=100', '12:00 100-5=95']);
  });

  it.each([
    ['its balance after', ['10:00 100 10', '11:00 90 10 85', '12:00 80 5']],
    ['what it deducts', ['10:00 100 10', '11:00 90 12 80', '12:00 80 5']],
    ['its balance before', ['10:00 100 10', '11:00 95 10 80', '12:00 80 5']],
  ])('goes on through a row that misprints %s', (_what, lines) => {
    expect(orderChain(rowsOf(...lines)).steps.map((step) => step.broken)).toEqual([null, null, null]);
  });
});

describe('inside one second', () => {
  it('finds the order that links, whatever the order of the rows', () => {
    expect(steps('10:00 90 20', '10:00 100 10', '10:00 70 5')).toEqual(['10:00 100-10=90', '10:00 90-20=70', '10:00 70-5=65']);
  });

  it('begins with what goes on from the row before, and ends with what the next one goes on from', () => {
    expect(steps('09:00 100 10', '10:00 60 5', '10:00 90 20', '11:00 55 5')).toEqual(['09:00 100-10=90', '10:00 90-20=70', '10:00 60-5=55 gap 10', '11:00 55-5=50']);
  });

  it('puts a row that deducts nothing before the one that goes on from the same balance', () => {
    expect(steps('10:00 90 20', '10:00 90 0', '10:00 100 10')).toEqual(['10:00 100-10=90', '10:00 90-0=90', '10:00 90-20=70']);
  });

  it('walks through a reversal and back', () => {
    expect(steps('09:00 110 10', '10:00 100 5', '10:00 90 -10', '10:00 100 10', '11:00 95 1')).toEqual([
      '09:00 110-10=100', '10:00 100-10=90', '10:00 90--10=100', '10:00 100-5=95', '11:00 95-1=94',
    ]);
  });

  it.each([8, 9, 36, 64, 65, 200])('finds the one order of %i rows, from any order of them', (count) => {
    const lines = Array.from({ length: count }, (_, index) => `10:00 ${1000 - index} 1`);
    const mixed = [...lines.keys()].map((index) => lines[(index * 7 + 3) % count]!);
    const wanted = lines.map((_, index) => `10:00 ${1000 - index}-1=${999 - index}`);
    for (const rows of [lines, lines.toReversed(), count % 7 === 0 ? lines : mixed]) expect(steps('09:00 1001 1', ...rows, `11:00 ${1000 - count} 1`).slice(1, -1)).toEqual(wanted);
  });

  it('takes the highest balance first where nothing goes on', () => {
    expect(steps('10:00 50 5', '10:00 80 5')).toEqual(['10:00 80-5=75', '10:00 50-5=45 gap 25']);
  });
});

describe('breaks', () => {
  it('names what is missing', () => {
    expect(steps('10:00 100 10', '11:00 70 20')).toEqual(['10:00 100-10=90', '11:00 70-20=50 gap 20']);
  });

  it('names what was added', () => {
    expect(steps('10:00 100 10', '11:00 90 20', '12:00 75.000000001 5')).toEqual(['10:00 100-10=90', '11:00 90-20=70', '12:00 75.000000001-5=70.000000001 rise 5.000000001']);
  });

  it('is one break where a row strays and the chain goes on as if it were not there', () => {
    expect(steps('10:00 100 10', '11:00 50 10', '12:00 90 20')).toEqual(['10:00 100-10=90', '11:00 50-10=40 gap 40', '12:00 90-20=70']);
  });

  it('is one break where a row shows other balances but took its amount', () => {
    expect(steps('10:00 100 10', '11:00 95 10', '12:00 80 20')).toEqual(['10:00 100-10=90', '11:00 95-10=85 rise 5', '12:00 80-20=60']);
  });

  it('is two breaks where the chain goes on from neither', () => {
    expect(steps('10:00 100 10', '11:00 95 10', '12:00 70 20')).toEqual(['10:00 100-10=90', '11:00 95-10=85 rise 5', '12:00 70-20=50 gap 15']);
  });
});

describe('forks', () => {
  it('are the row that the chain leaves behind, after the original', () => {
    expect(steps('10:00 100 10', '10:10 100 15', '11:00 90 20')).toEqual(['10:00 100-10=90', '10:10 100-15=85 fork of 100-10', '11:00 90-20=70']);
  });

  it('are the row that the chain leaves behind, before the original', () => {
    expect(steps('10:00 100 15', '10:10 100 10', '11:00 90 20')).toEqual(['10:00 100-15=85 fork of 100-10', '10:10 100-10=90', '11:00 90-20=70']);
  });

  it('are found in the same second', () => {
    expect(steps('09:00 110 10', '10:00 100 15', '10:00 100 10', '11:00 90 20')).toEqual(['09:00 110-10=100', '10:00 100-10=90', '10:00 100-15=85 fork of 100-10', '11:00 90-20=70']);
  });

  it('are found many rows later, and turn no other row out of its order', () => {
    const lines = ['10:00 100 10', '11:00 90 20', '12:00 70 5', '12:30 100 15', '13:00 65 5', '14:00 60 1'];
    expect(steps(...lines)).toEqual(['10:00 100-10=90', '11:00 90-20=70', '12:00 70-5=65', '12:30 100-15=85 fork of 100-10', '13:00 65-5=60', '14:00 60-1=59']);
    expect(inversions(...lines)).toEqual([]);
  });

  it('are the last row of a chain', () => {
    expect(steps('10:00 100 10', '11:00 90 20', '12:00 90 15')).toEqual(['10:00 100-10=90', '11:00 90-20=70', '12:00 90-15=75 fork of 90-20']);
  });

  it('keep their own rows apart from the chain', () => {
    expect(steps('10:00 100 10', '11:00 90 20', '11:10 90 15', '11:20 75 5', '12:00 70 1')).toEqual([
      '10:00 100-10=90', '11:00 90-20=70 fork of 90-15', '11:10 90-15=75', '11:20 75-5=70', '12:00 70-1=69',
    ]);
  });

  it('are not found where the balance was filled up and goes on from there', () => {
    expect(steps('10:00 100 10', '11:00 90 20', '12:00 100 15', '13:00 85 5')).toEqual(['10:00 100-10=90', '11:00 90-20=70', '12:00 100-15=85 rise 30', '13:00 85-5=80']);
  });

  it('are not rows that deduct nothing', () => {
    expect(steps('10:00 100 0', '11:00 100 10', '12:00 90 0', '13:00 90 5').every((step) => !step.includes('fork'))).toBe(true);
  });

  it('are told from a refill with which the rows end', () => {
    expect(steps('10:00 100 10', '11:00 90 20', '12:00 70 5', '13:00 100 15')[3]).toBe('13:00 100-15=85 rise 35');
    expect(steps('10:00 100 10', '11:00 90 20', '12:00 70 5', '13:00 100 15', '14:00 80 5').slice(3)).toEqual(['13:00 100-15=85 rise 35', '14:00 80-5=75 gap 5']);
    expect(steps('10:00 100 10', '11:00 90 20', '12:00 70 5', '13:00 100 15', '14:00 60 5').slice(3)).toEqual(['13:00 100-15=85 fork of 100-10', '14:00 60-5=55 gap 5']);
  });

  it('name the latest row with their balance', () => {
    expect(steps('10:00 100 10', '11:00 90 90', '12:00 100 20', '13:00 80 5', '14:00 80 1')).toEqual([
      '10:00 100-10=90', '11:00 90-90=0', '12:00 100-20=80 rise 100', '13:00 80-5=75', '14:00 80-1=79 fork of 80-5',
    ]);
  });
});

describe('identical rows', () => {
  it('were listed twice where the next row goes on from after one of them', () => {
    expect(steps('10:00 100 10 *2', '11:00 90 5')).toEqual(['10:00 100-10=90 x2 counted 1', '11:00 90-5=85']);
  });

  it('were deducted twice where it goes on from after both', () => {
    expect(steps('10:00 100 10 *2', '11:00 80 5')).toEqual(['10:00 100-10=90 x2 counted 2', '11:00 80-5=75']);
  });

  it('were deducted twice although listed three times', () => {
    expect(steps('10:00 100 10 *3', '11:00 80 5')).toEqual(['10:00 100-10=90 x3 counted 2', '11:00 80-5=75']);
  });

  it.each([['nothing comes after them', []], ['the next row goes on from neither', ['11:00 60 5']]])('stay open where %s', (_why, rest) => {
    expect(steps('10:00 100 10 *2', ...rest)[0]).toBe('10:00 100-10=90 x2?');
  });

  it('are decided by a row of the same second', () => {
    expect(steps('10:00 80 5', '10:00 100 10 *2')).toEqual(['10:00 100-10=90 x2 counted 2', '10:00 80-5=75']);
  });
});

describe('times against links', () => {
  const whole = ['10:00 100 10', '11:00 90 20', '12:00 70 5', '13:00 65 1'];

  it('says nothing of a chain in order', () => {
    expect(inversions(...whole)).toEqual([]);
  });

  it.each([
    ['in the middle', ['10:00 100 10', '11:00 70 5', '12:00 90 20', '13:00 65 1'], ['90 then 70: 3600 s']],
    ['at the beginning', ['10:00 90 20', '11:00 100 10', '12:00 70 5', '13:00 65 1'], ['100 then 90: 3600 s']],
    ['at the end', ['10:00 100 10', '11:00 90 20', '12:00 65 1', '13:00 70 5'], ['70 then 65: 3600 s']],
    ['of two rows that are all', ['10:00 90 20', '11:00 100 10'], ['100 then 90: 3600 s']],
  ])('puts two exchanged times right, %s', (_where, lines, expected) => {
    expect(orderChain(rowsOf(...lines)).steps.map((step) => step.broken)).toEqual(lines.map(() => null));
    expect(inversions(...lines)).toEqual(expected);
  });

  it('blames the one row that is late for all that come after it', () => {
    expect(inversions('10:00 100 10', '11:00 70 5', '12:00 65 1', '12:30 90 20', '13:00 64 2')).toEqual(['90 then 70: 5400 s', '90 then 65: 1800 s']);
  });

  it('puts right the first row of a chain that is late', () => {
    expect(inversions('10:00 90 20', '11:00 70 5', '12:00 100 10')).toEqual(['100 then 90: 7200 s', '100 then 70: 3600 s']);
  });

  it('rather believes in a refill than in two long pieces the wrong way round', () => {
    expect(steps('10:00 50 10', '11:00 40 5', '12:00 80 20', '13:00 60 10')).toEqual(['10:00 50-10=40', '11:00 40-5=35', '12:00 80-20=60 rise 45', '13:00 60-10=50']);
  });

  it('finds a fork and exchanged times side by side', () => {
    const lines = ['10:00 100 10', '10:10 100 12', '11:00 70 5', '12:00 90 20', '13:00 65 1'];
    expect(steps(...lines)).toEqual(['10:00 100-10=90', '10:10 100-12=88 fork of 100-10', '12:00 90-20=70', '11:00 70-5=65', '13:00 65-1=64']);
    expect(inversions(...lines)).toEqual(['90 then 70: 3600 s']);
  });

  it('is not asked for by the order by time', () => {
    expect(orderByTime(rowsOf('10:00 90 20', '11:00 100 10')).map(told)).toEqual(['10:00 90-20=70', '11:00 100-10=90 rise 30']);
  });
});

describe('a hundred thousand rows of one second', () => {
  const COUNT = 150_000;
  const time = at('10:00');

  it.each([
    ['that link', (index: number) => ({ before: 1_000_000 - index, deducted: 1 })],
    ['that do not link', (index: number) => ({ before: 1_000_000 - index * 2, deducted: 1 })],
    ['that deduct nothing', () => ({ before: 1_000_000, deducted: 0 })],
    ['that all begin with one balance', (index: number) => ({ before: 1_000_000, deducted: index + 1 })],
  ])('%s are in order in a moment', (_what, of) => {
    const rows = Array.from({ length: COUNT }, (_, row) => {
      const [before, deducted] = [Decimal.ofInteger(of(row).before), Decimal.ofInteger(of(row).deducted)];
      return balanceRow({ time, before, deducted, after: before.minus(deducted), row });
    });
    const started = performance.now();
    const chain = orderChain(rows.toReversed());
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(chain.steps).toHaveLength(COUNT);
  });
});
