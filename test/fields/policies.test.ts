import { describe, expect, it } from 'vitest';
import { DAY } from '../../core/base/time.ts';
import { DEFAULT_POLICY, policyOf } from '../../core/fields/policies.ts';

describe('policies', () => {
  it('are those of the vendor\'s documents where there are some', () => {
    expect(policyOf('实时音视频')).toEqual({ ...DEFAULT_POLICY, retroactive: 'purchase-day', minuteCeiling: true, assumed: false });
    expect(policyOf('Tencent Real-Time Communication')).toMatchObject({ retroactive: 'purchase-day', assumed: false });
    expect(policyOf('内容分发网络 CDN')).toMatchObject({ retroactive: 'purchase-month', byteBase: 1000, assumed: false });
    expect(policyOf('对象存储 COS')).toMatchObject({ retroactive: 'none', byteBase: 1024 });
  });

  it('are a marked default elsewhere', () => {
    expect(policyOf('云呼叫中心')).toEqual({ lag: DAY, retroactive: 'none', byteBase: null, minuteCeiling: false, order: 'expiry', assumed: true });
    expect(policyOf(null)).toBe(DEFAULT_POLICY);
  });
});
