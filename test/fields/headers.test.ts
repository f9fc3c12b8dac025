import { describe, expect, it } from 'vitest';
import type { Catalogue, Field, Pair } from '../../core/fields/field.ts';
import { expandAlias, headerIndex, normaliseHeader, type HeaderTarget } from '../../core/fields/headers.ts';
import { CATALOGUES } from '../../core/fields/index.ts';

const KINDS = ['packages', 'deductions', 'bill'] as const;

function nameOf(target: HeaderTarget | undefined): string | null {
  if (target === undefined) return null;
  return 'field' in target ? target.field.key : `${target.pair.first}+${target.pair.second}`;
}

function wordsOf(entry: Field | Pair): string[] {
  return [entry.text.zh, entry.text.en, ...(entry.aliases ?? []).flatMap(expandAlias)];
}

function find(kind: (typeof KINDS)[number], header: string): string | null {
  return nameOf(headerIndex(CATALOGUES[kind]).get(normaliseHeader(header)));
}

describe('a header in the form in which headers are compared', () => {
  it.each([
    ['\uFEFF支付者UIN', '支付者uin'], ['支付者 UIN', '支付者uin'], ['"Payer Account ID"', 'payeraccountid'], ['代金券支出（元）', '代金券支出'], ['代金券支出(元)', '代金券支出'], ['Total Cost (USD)', 'totalcost'],
    ['RI Deduction (Cost)', 'rideduction(cost)'], ['抵扣用量／时长【含资源包】', '抵扣用量/时长(含资源包)'], ['Ｐａｃｋａｇｅ　ＩＤ', 'packageid'], ['Pay-as-you-go', 'payasyougo'], ['tag_key:Team', 'tagkeyteam'],
    ['优惠后总价（不含税）', '优惠后总价(不含税)'], ['\u200BRegion\u00A0', 'region'], ['', ''],
  ])('%j is %s', (header, normal) => {
    expect(normaliseHeader(header)).toBe(normal);
  });

  it('is its own form', () => {
    for (const kind of KINDS) for (const key of headerIndex(CATALOGUES[kind]).keys()) expect(normaliseHeader(key)).toBe(key);
  });
});

describe('an alias', () => {
  it.each([
    ['plain', ['plain']], ['a[ b]', ['a', 'a b']], ['(a|b) c', ['a c', 'b c']], ['[x ](a|b)', ['a', 'b', 'x a', 'x b']], ['(a|b)[ (c|d)]', ['a', 'b', 'a c', 'b c', 'a d', 'b d']],
    ['ri deduction (cost)', ['ri deduction (cost)']], ['[a][b]', ['', 'b', 'a', 'ab']],
  ])('%s stands for %j', (pattern, texts) => {
    expect(expandAlias(pattern).sort()).toEqual([...texts].sort());
  });
});

describe.each(KINDS)('the headers of %s', (kind) => {
  const catalogue: Catalogue = CATALOGUES[kind];
  const fields = catalogue.fields.filter((field) => field.derived !== true);

  it('belong to one field or pair each', () => {
    const claims = new Map<string, Set<string>>();
    for (const [entry, name] of [...fields.map((field) => [field, field.key] as const), ...catalogue.pairs.map((pair) => [pair, `${pair.first}+${pair.second}`] as const)]) {
      for (const word of wordsOf(entry)) claims.set(normaliseHeader(word), (claims.get(normaliseHeader(word)) ?? new Set()).add(name));
    }
    expect([...claims].filter(([, names]) => names.size > 1).map(([header, names]) => `${header}: ${[...names].join(', ')}`)).toEqual([]);
    expect([...claims.keys()].filter((header) => header === '' || /[[\]|]/.test(header))).toEqual([]);
  });

  it('find every field by its labels and aliases', () => {
    for (const field of fields) for (const word of wordsOf(field)) expect(find(kind, word), word).toBe(field.key);
    for (const pair of catalogue.pairs) for (const word of wordsOf(pair)) expect(find(kind, word), word).toBe(`${pair.first}+${pair.second}`);
  });

  it('name every field once, and pairs and units of fields that exist', () => {
    const keys = catalogue.fields.map((field) => field.key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const pair of catalogue.pairs) expect([pair.first, pair.second].filter((key) => !keys.includes(key))).toEqual([]);
    const units = catalogue.fields.map((field) => field.unit).filter((unit) => unit !== undefined);
    expect(units.filter((unit) => catalogue.fields.find(({ key }) => key === unit)?.kind !== 'unit')).toEqual([]);
    for (const field of catalogue.fields) {
      expect(field.choices !== undefined, field.key).toBe(field.kind === 'choice');
    }
  });
});

describe('real headers', () => {
  it.each([
    ['deductions', '资源包名称/资源包 ID', 'packageName+packageId'], ['deductions', '抵扣后包剩余量', 'after'], ['deductions', '被抵扣资源原始用量单位', 'rawUnit'],
    ['packages', 'Remaining Capacity/Total Capacity of Single Period', 'periodRemaining+periodTotal'], ['packages', 'Payment mode', 'packageType'], ['packages', '包失效时间', 'endedAt'], ['packages', '周期剩余数量/总数', 'periodsRemaining+periodsTotal'],
    ['bill', '代金券支出(元)', 'voucher'], ['bill', 'ProductName', 'product'], ['bill', 'SP Deduction(Cost)', 'spCost'], ['bill', 'TaxAmount', 'taxAmount'], ['bill', '组件用量', 'usage'],
    ['bill', '抵扣用量/时长（含资源包）', 'deductedUsage'], ['bill', '卷前总价', 'beforeVoucher'], ['bill', '节省计划抵扣金额', 'spDeduction'], ['bill', '配置描述', 'configuration'], ['bill', 'tag_key:Team', null], ['bill', '标签键:runid', null],
  ] as const)('%s: %s is %s', (kind, header, key) => {
    expect(find(kind, header)).toBe(key);
  });
});
