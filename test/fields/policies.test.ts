import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../core/base/time.ts';
import { DEFAULT_VALUES, EVERY_PRODUCT, isPolicyValue, POLICY_CHOICES, POLICY_NAMES, PolicyBook, policyText, readPolicyFamilies, type Policy, type PolicyName } from '../../core/fields/policies.ts';
import { documentedPolicies, jsonIn } from '../../core/host/builtIn.ts';
import { speaker } from '../../core/host/speak.ts';

const documented = new PolicyBook(documentedPolicies());

/** The policies that are not defaults, with where they come from. */
function told(policy: Policy): Record<string, string> {
  return Object.fromEntries(POLICY_NAMES.flatMap((name) => (policy.origins[name].kind === 'default' ? [] : [[name, `${policyText(name, policy)} ${policy.origins[name].kind}`]])));
}

describe('policies', () => {
  it('are those of the vendor\'s documents where there are some', () => {
    expect(told(documented.of('实时音视频'))).toEqual({ order: 'expiry documented', retroactive: 'purchase-day documented', minuteCeiling: 'yes documented' });
    expect(told(documented.of('Tencent Real-Time Communication'))).toEqual(told(documented.of('实时音视频')));
    expect(told(documented.of('内容分发网络 CDN'))).toMatchObject({ retroactive: 'purchase-month documented', byteBase: '1000 documented' });
    expect(documented.of('对象存储 COS')).toMatchObject({ retroactive: 'none', byteBase: 1024, lag: 2 * DAY });
    expect(documented.of('CI')).toMatchObject({ byteBase: 1024 });
    expect(documented.of('云原生数据库 TDSQL-C MySQL 版')).toMatchObject({ order: 'other' });
  });

  it('are a marked default elsewhere', () => {
    for (const product of ['云呼叫中心', 'circus', '', null]) expect(told(documented.of(product))).toEqual({});
    expect(documented.of(null)).toMatchObject(DEFAULT_VALUES);
  });

  it('are what a project sets, value by value, before documents and defaults', () => {
    const book = new PolicyBook(documentedPolicies(), [
      { product: EVERY_PRODUCT, name: 'lag', value: '6' }, { product: EVERY_PRODUCT, name: 'order', value: 'purchase' },
      { product: '实时音视频', name: 'retroactive', value: 'none' }, { product: '云呼叫中心', name: 'lag', value: '0' },
    ]);
    expect(told(book.of('实 时音视频'))).toEqual({ order: 'expiry documented', retroactive: 'none set', minuteCeiling: 'yes documented', lag: '6 set' });
    expect(told(book.of('云呼叫中心'))).toEqual({ lag: '0 set', order: 'purchase set' });
    expect(book.of('云呼叫中心').lag).toBe(0);
    expect(book.of(null).lag).toBe(6 * HOUR);
  });

  it('have words in both languages, and values that read back as themselves', () => {
    for (const name of POLICY_NAMES) {
      const words = name === 'lag' ? ['0', '24', '744'] : POLICY_CHOICES[name];
      for (const value of words) {
        expect(isPolicyValue(name, value)).toBe(true);
        const policy = new PolicyBook([], [{ product: 'P', name, value }]).of('P');
        expect(policyText(name, policy)).toBe(value);
        const ids = [`policy.${name}`, ...(name === 'lag' ? [] : [`policy.${name}.${value}`])];
        for (const id of ids) for (const locale of ['zh-CN', 'en'] as const) expect(speaker(locale)(id)).not.toBe(id);
      }
    }
    const bad: readonly (readonly [PolicyName, string])[] = [['lag', '745'], ['lag', '-1'], ['lag', '1.5'], ['order', 'none'], ['byteBase', '1023'], ['minuteCeiling', 'true']];
    expect(bad.filter(([name, value]) => isPolicyValue(name, value))).toEqual([]);
  });
});

describe('the file of policies', () => {
  const source = { title: 'A guide', url: 'https://example.com/guide' };
  const family = { title: { zh: '甲', en: 'A' }, starts: ['A b'], values: { lag: { value: '3', source } } };

  it('is read whole', () => {
    expect(readPolicyFamilies('f', { products: [family] })).toEqual([{ title: { zh: '甲', en: 'A' }, contains: [], starts: ['ab'], equals: [], values: { lag: { value: '3', source } } }]);
  });

  it.each([
    ['JSON', [], '{ … }'],
    ['products', { products: 1 }, '[ … ]'],
    ['products[0].values.lga', { products: [{ ...family, values: { lga: { value: '3', source } } }] }, POLICY_NAMES.join(', ')],
    ['products[0].values.lag.value', { products: [{ ...family, values: { lag: { value: 3, source } } }] }, '0 … 744'],
    ['products[0].values.lag.source', { products: [{ ...family, values: { lag: { value: '3' } } }] }, '{ … }'],
    ['products[0].values.lag.source.url', { products: [{ ...family, values: { lag: { value: '3', source: { title: 'A', url: 'guide.md' } } } }] }, '"https://…"'],
    ['products[0].title.zh', { products: [{ ...family, title: { zh: ' ', en: 'A' } }] }, '"…"'],
    ['products[0]', { products: [{ ...family, starts: [] }] }, 'contains, starts, equals'],
  ])('is refused with one sentence: %s', (at, content, expected) => {
    expect(() => readPolicyFamilies('f', content)).toThrow(expect.objectContaining({ code: 'resource-damaged', values: expect.objectContaining({ file: 'f', at, expected }) }));
  });

  it('that is no JSON is named', () => {
    const folder = mkdtempSync(join(tmpdir(), 'policies-'));
    try {
      writeFileSync(join(folder, 'products.json'), '{ "products": [');
      expect(() => jsonIn(join(folder, 'products.json'), 'products.json')).toThrow(expect.objectContaining({ code: 'resource-damaged', values: expect.objectContaining({ file: 'products.json', at: 'JSON' }) }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
