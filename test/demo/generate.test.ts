import { describe, expect, test } from 'vitest';
import { mergeByTime } from '../../core/demo/merge.ts';
import { nano, nanoText, niceCapacity, plainNano, roundedQuotient } from '../../core/demo/fixed.ts';
import { periodAt, periodsBetween } from '../../core/demo/plan.ts';
import { Random } from '../../core/demo/random.ts';
import { civil, DAY, HOUR } from '../../core/base/time.ts';
import { faultsFor, FAULT_IDS, generateDemo, renderCsv, type DemoFile, type DemoOptions } from '../../core/demo/index.ts';
import { readFile, readKind } from './tables.ts';

function textOf(options: DemoOptions): string[] {
  return generateDemo(options).files.map((file) => `${file.name}\n${[...renderCsv(file)].join('')}`);
}

describe('the same options', () => {
  test('give the same bytes', () => {
    const options: DemoOptions = { seed: 11, rows: 1500, faults: 'all' };
    expect(textOf(options)).toEqual(textOf(options));
    expect(generateDemo(options).expected).toEqual(generateDemo(options).expected);
  });

  test('give the same rows each time they are read', () => {
    const file = generateDemo({ seed: 11, rows: 1500 }).files.find(({ kind }) => kind === 'deductions')!;
    expect([...file.rows()]).toEqual([...file.rows()]);
  });

  test('with another seed give other bytes', () => {
    expect(textOf({ seed: 1, rows: 800 })).not.toEqual(textOf({ seed: 7, rows: 800 }));
  });
});

describe('looks', () => {
  test('headers are those of the vendor, paired and glued by default', () => {
    const [packages, deductions, bill] = generateDemo({ seed: 0, rows: 300 }).files;
    expect(packages!.header.join()).toBe('资源包名称/资源包ID,产品名称,子产品名称,地域/可用区,状态/资源类型,容量单位,单周期剩余量/总量,单周期开始/结束时间,周期剩余数量/总数,总剩余量/总量,组合包容量信息,动态抵扣属性,生效/到期时间,包失效时间,续费方式,自动续费周期');
    expect(deductions!.header.join()).toBe('资源包归属UIN,资源包名称/资源包ID,产品名称,子产品名称,资源包类型,抵扣时间,抵扣前包剩余量,实际抵扣量,抵扣后包剩余量,被抵扣资源归属UIN,被抵扣资源产品,被抵扣资源子产品,被抵扣资源计费项,被抵扣资源原始用量,抵扣系数,用量开始时间,用量结束时间');
    expect(bill!.header.join()).toBe('支付者UIN,使用者UIN,操作者UIN,产品名称,计费模式,项目名称,地域,可用区,国内国际,资源ID,实例名称,实例类型,子产品名称,交易类型,订单ID,交易ID,扣费时间,开始使用时间,结束使用时间,组件类型,组件名称,组件刊例价,组件单价,组件价格单位,组件用量,组件用量单位,原始用量/时长,抵扣用量/时长（含资源包）,使用时长,时长单位,组件原价,预留实例抵扣组件原价,折扣率,优惠后总价,代金券支出(元),赠送账户支出(元),现金账户支出(元)');
  });

  test('separate columns have units of their own', () => {
    const deductions = generateDemo({ seed: 0, rows: 300, paired: false }).files.find(({ kind }) => kind === 'deductions')!;
    expect(deductions.header).toContain('资源包单位');
    expect(deductions.header).toContain('资源包ID');
    expect(readFile(deductions)[0]!.get('before')).toMatch(/^\d+\.\d{9}$|^-$/);
  });

  test('the reseller bill is the one of its field table', () => {
    const bill = generateDemo({ seed: 0, rows: 300, layout: 'reseller' }).files.find(({ kind }) => kind === 'bill')!;
    expect(bill.header.join()).toBe('Instance ID,Instance Name,Product Name,Payer Account ID,Owner Account ID,Operator Account ID,Reseller Account ID,Billing Mode,Instance Type,Project Name,Region,Availability Zone,Subproduct Name,Transaction Type,Transaction ID,Transaction Time,Usage Start Time,Usage End Time,Component Type,Component Name,Component List Price,Component Price Measurement Unit,Component Usage,Component Usage Unit,Usage Duration,Duration Unit,Original Cost,RI Deduction (Duration),RI Deduction (Cost),Customer Discount Rate,Total Amount Before Voucher,Customer Voucher Deduction,Total Cost,Currency,Payment Status');
  });

  test('split deductions overlap and together are the whole', () => {
    const whole = readKind(generateDemo({ seed: 3, rows: 2500 }), 'deductions');
    for (const splitDeductions of [2, 3, 6]) {
      const demo = generateDemo({ seed: 3, rows: 2500, splitDeductions });
      const files = demo.files.filter(({ kind }) => kind === 'deductions');
      expect(files).toHaveLength(splitDeductions);
      const key = (row: ReadonlyMap<string, string>): string => JSON.stringify([...row]);
      expect(readKind(demo, 'deductions').map(key).sort()).toEqual(whole.map(key).sort());
      expect(files.flatMap(readFile).length).toBeGreaterThan(whole.length);
      expect(demo.counts.deductions).toBe(whole.length);
    }
  });
});

test('a CSV quotes what needs it and ends lines with CRLF', () => {
  const file: DemoFile = { name: 'x.csv', kind: 'other', header: ['a', 'b'], rows: () => [['1,5', 'say "no"'], ['one\ntwo', '']] };
  expect([...renderCsv(file)].join('')).toBe('a,b\r\n"1,5","say ""no"""\r\n"one\ntwo",\r\n');
});

test('faults that a layout cannot have are left out', () => {
  const of = (layout: DemoOptions['layout']): Set<string> => new Set(faultsFor({ seed: 0, layout: layout! }));
  expect(FAULT_IDS.filter((id) => !of('cn').has(id))).toEqual(['total-cost', 'tax']);
  expect(FAULT_IDS.filter((id) => !of('intl').has(id))).toEqual(['deducted-usage', 'net-usage', 'over-deduction', 'deduction-without-bill', 'payment-split', 'split-usage']);
  expect(FAULT_IDS.filter((id) => !of('reseller').has(id))).toEqual(['deducted-usage', 'net-usage', 'over-deduction', 'deduction-without-bill', 'tax', 'payment-split', 'split-usage']);
});

test('a big demo streams', () => {
  const before = process.memoryUsage().heapUsed;
  const demo = generateDemo({ seed: 5, rows: 200_000 });
  let most = before;
  for (const file of demo.files.filter(({ kind }) => kind !== 'packages')) {
    let chunks = 0;
    let length = 0;
    for (const chunk of renderCsv(file)) {
      length += chunk.length;
      chunks += 1;
      if (chunks % 50 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
    }
    expect(length).toBeGreaterThan(30_000_000);
  }
  expect(most - before).toBeLessThan(250_000_000);
}, 120_000);

describe('parts', () => {
  test('fixed decimals round halves away from zero and print their places', () => {
    expect(roundedQuotient(5n, 2n)).toBe(3n);
    expect(roundedQuotient(-5n, 2n)).toBe(-3n);
    expect(nanoText(nano('1234567.5'), true)).toBe('1,234,567.500000000');
    expect(nanoText(-nano('0.000000001'), false)).toBe('-0.000000001');
    expect(plainNano(nano('0.400'))).toBe('0.4');
    expect(niceCapacity(nano('12345.6'))).toBe(nano('13000'));
  });

  test('periods follow the calendar, the anniversary and the clock', () => {
    const plan = { effective: civil(2025, 1, 15), expiry: civil(2026, 1, 15) };
    expect(periodAt({ months: civil(2025, 1, 15) }, plan, civil(2025, 3, 14, 23))).toEqual({ start: civil(2025, 2, 15), end: civil(2025, 3, 15) });
    expect(periodAt({ seconds: HOUR }, plan, civil(2025, 3, 14, 23, 59))).toEqual({ start: civil(2025, 3, 14, 23), end: civil(2025, 3, 15) });
    expect(periodsBetween({ months: civil(2025, 1, 15) }, plan.effective, plan.expiry)).toBe(12);
    expect(periodsBetween({ seconds: DAY }, plan.effective, plan.expiry)).toBe(365);
  });

  test('merging keeps time and every element', () => {
    const random = new Random(1);
    const streams = Array.from({ length: 9 }, () => Array.from({ length: 50 }, () => ({ at: random.below(200) })).sort((a, b) => a.at - b.at));
    const merged = [...mergeByTime(streams, 3)];
    expect(merged.map(({ at }) => at)).toEqual(streams.flat().map(({ at }) => at).sort((a, b) => a - b));
  });

  test('lots are even enough', () => {
    const random = new Random(42);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 10_000; draw += 1) counts[random.below(10)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });
});
