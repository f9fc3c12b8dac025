import { describe, expect, it } from 'vitest';
import { CHOICES, choiceCode, choiceText, isKnownChoice, transactionClass } from '../../core/fields/choices.ts';
import { normaliseHeader } from '../../core/fields/headers.ts';

describe('choices', () => {
  it.each([
    ['packageType', '总量递减', 'total'], ['packageType', 'Total amount decremental', 'total'], ['packageType', 'Period decrement', 'period'], ['packageType', 'Sharding Decrement', 'slice'], ['packageType', 'Unlimited capacity', 'unlimited'],
    ['packageStatus', '有效', 'valid'], ['packageStatus', 'Exhausted', 'exhausted'], ['packageStatus', '已退款', 'refunded'], ['packageStatus', 'Not activated', 'inactive'],
    ['renewalMode', 'NOTIFY_AND_AUTO_RENEW', 'auto'], ['renewalMode', '到期不续', 'none'], ['billingMode', 'Pay-as-you-go', 'postpaid'], ['billingMode', 'Yearly/Monthly Subscription', 'prepaid'],
    ['transactionType', '按量计费小时结', 'postpay_deduct_h'], ['transactionType', 'Monthly subscription refund', 'prepay_return'], ['transactionType', 'adjust-DR', 'recon_deduct'], ['transactionType', 'Adjustment - refund', 'recon_increase'],
    ['transactionType', '月度计费精度差异', 'precision'], ['transactionType', 'prePurchase', 'prepay_purchase'], ['transactionType', '包年包月转按量', 'pre_to_post'],
  ] as const)('%s: %s is %s', (name, word, code) => {
    expect(choiceCode(name, word)).toBe(code);
    expect(isKnownChoice(name, code)).toBe(true);
  });

  it('have no word with two meanings', () => {
    for (const [name, choices] of Object.entries(CHOICES)) {
      const meanings = new Map<string, Set<string>>();
      for (const choice of choices) {
        for (const word of [choice.code, choice.text.zh, choice.text.en, ...choice.aliases]) {
          meanings.set(normaliseHeader(word), (meanings.get(normaliseHeader(word)) ?? new Set()).add(choice.code));
        }
      }
      expect([...meanings].filter(([, codes]) => codes.size > 1).map(([word, codes]) => `${name} ${word}: ${[...codes].join(', ')}`)).toEqual([]);
    }
  });

  it('keep an unknown word as it stands', () => {
    expect(choiceCode('packageStatus', '冻结')).toBeNull();
    expect(isKnownChoice('packageStatus', '冻结')).toBe(false);
    expect(choiceText('packageStatus', '冻结')).toEqual({ zh: '冻结', en: '冻结' });
    expect([transactionClass('冻结'), transactionClass(null), transactionClass('prepay_renew'), transactionClass('postpay_deduct_d')]).toEqual([null, null, 'renewal', 'usage']);
  });
});
