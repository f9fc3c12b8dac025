import type { Text } from '../base/text.ts';
import type { ChoiceName } from './field.ts';
import { normaliseHeader } from './headers.ts';

/** One meaning of a closed list: its code in our data, its name in both languages and the words that files use for it. */
export interface Choice {
  readonly code: string;
  readonly text: Text;
  readonly aliases: readonly string[];
}

/** What a transaction does, which decides its sign, its month and which checks concern it. */
export type TransactionClass =
  | 'purchase' | 'renewal' | 'modify' | 'refund' | 'usage' | 'adjust-debit' | 'adjust-credit' | 'offline'
  | 'reserved' | 'savings-plan' | 'guarantee' | 'reversal' | 'migration' | 'discount' | 'precision';

export interface TransactionChoice extends Choice {
  readonly class: TransactionClass;
}

const PACKAGE_TYPES: readonly Choice[] = [
  { code: 'total', text: { zh: '总量递减', en: 'Total (decreasing)' }, aliases: ['total amount decremental', 'total amount decrement', 'total decrement', 'total decreasing', 'total decremental', 'decreasing by total amount', 'total'] },
  { code: 'period', text: { zh: '周期递减', en: 'Per period' }, aliases: ['period decrement', 'period decremental', 'periodic decrement', 'periodic decremental', 'cycle decrement', 'period decreasing', 'periodic', 'period'] },
  { code: 'slice', text: { zh: '分片递减', en: 'Per slice' }, aliases: ['sharding decrement', 'sharding decremental', 'slice decrement', 'slice decremental', 'slice decreasing', 'shard decrement', 'slice'] },
  { code: 'unlimited', text: { zh: '无限容量', en: 'Unlimited' }, aliases: ['unlimited capacity', 'unlimited', 'infinite capacity'] },
];

const PACKAGE_STATUSES: readonly Choice[] = [
  { code: 'valid', text: { zh: '有效', en: 'Valid' }, aliases: ['active', 'in use', 'effective', 'normal', '使用中', '生效中'] },
  { code: 'expired', text: { zh: '已到期', en: 'Expired' }, aliases: ['expire', '已过期', '到期'] },
  { code: 'exhausted', text: { zh: '已用尽', en: 'Exhausted' }, aliases: ['used up', '已用完', '用尽', '已耗尽', 'depleted'] },
  { code: 'refunded', text: { zh: '已退款', en: 'Refunded' }, aliases: ['已退费', 'returned', '已退货', '退款'] },
  { code: 'inactive', text: { zh: '未激活', en: 'Inactive' }, aliases: ['not activated', 'not active', '未生效', '待激活', 'unactivated'] },
];

const RENEWAL_MODES: readonly Choice[] = [
  { code: 'manual', text: { zh: '手动续费', en: 'Manual renewal' }, aliases: ['manual', 'manual-renewal', 'manually renew', 'notify_and_manual_renew'] },
  { code: 'auto', text: { zh: '自动续费', en: 'Auto-renewal' }, aliases: ['auto', 'auto renew', 'automatic renewal', 'notify_and_auto_renew'] },
  { code: 'none', text: { zh: '到期不续', en: 'Do not renew' }, aliases: ['不续费', 'no renewal', 'not renew', 'non-renewal', 'disable_notify_and_manual_renew'] },
];

const BILLING_MODES: readonly Choice[] = [
  { code: 'prepaid', text: { zh: '包年包月', en: 'Monthly subscription' }, aliases: ['monthly subscription', 'yearly/monthly subscription', 'monthly/yearly subscription', 'prepaid', 'prepay', 'subscription', '预付费'] },
  { code: 'postpaid', text: { zh: '按量计费', en: 'Pay-as-you-go' }, aliases: ['pay-as-you-go resources', 'pay as you go', 'pay-as-you-go', 'postpaid', 'postpay', '后付费', '按量付费', 'paygo', 'payg'] },
  { code: 'spot', text: { zh: '竞价付费', en: 'Spot' }, aliases: ['竞价实例', 'spot instances', 'spot'] },
];

const TRANSACTIONS: readonly TransactionChoice[] = [
  { code: 'prepay_purchase', class: 'purchase', text: { zh: '包年包月新购', en: 'Purchase' }, aliases: ['prePurchase', 'pre_purchase', 'new monthly subscription', 'new yearly/monthly subscription', 'new monthly/yearly subscription', 'monthly subscription purchase', '新购'] },
  { code: 'prepay_renew', class: 'renewal', text: { zh: '包年包月续费', en: 'Renewal' }, aliases: ['preRenew', 'pre_renew', 'monthly subscription renewal', 'yearly/monthly subscription renewal', 'renew', '续费'] },
  { code: 'prepay_modify', class: 'modify', text: { zh: '包年包月配置变更', en: 'Modify' }, aliases: ['preUpgrade', 'preDowngrade', 'pre_modify', 'monthly subscription specification adjustment', 'yearly/monthly subscription specification adjustment', 'upgrade', 'downgrade', 'upgrade/downgrade', 'modification', '配置变更'] },
  { code: 'prepay_return', class: 'refund', text: { zh: '包年包月退款', en: 'Refund' }, aliases: ['preReturn', 'pre_return', 'monthly subscription refund', 'yearly/monthly subscription refund', '退款', '退费', '包年包月退费'] },
  { code: 'postpay_deduct', class: 'usage', text: { zh: '按量计费扣费', en: 'Deduction' }, aliases: ['pay-as-you-go', 'pay-as-you-go deduction', 'postpay deduct'] },
  { code: 'postpay_deduct_h', class: 'usage', text: { zh: '按量计费小时结', en: 'Hourly settlement' }, aliases: ['hourly', 'pay-as-you-go hourly settlement'] },
  { code: 'postpay_deduct_d', class: 'usage', text: { zh: '按量计费日结', en: 'Daily settlement' }, aliases: ['daily', 'pay-as-you-go daily settlement'] },
  { code: 'postpay_deduct_m', class: 'usage', text: { zh: '按量计费月结', en: 'Monthly settlement' }, aliases: ['monthly', 'pay-as-you-go monthly settlement'] },
  { code: 'postpay_deduct_s', class: 'usage', text: { zh: '竞价实例小时结', en: 'Spot' }, aliases: ['spot instance hourly settlement', 'spot instances', 'hourly settlement (spot)'] },
  { code: 'offline_deduct', class: 'offline', text: { zh: '线下项目扣费', en: 'Offline project deduction' }, aliases: [] },
  { code: 'online_deduct', class: 'offline', text: { zh: '线下产品扣费', en: 'Offline deduction' }, aliases: ['offline product deduction'] },
  { code: 'recon_deduct', class: 'adjust-debit', text: { zh: '调账扣费', en: 'adjust-DR' }, aliases: ['adjustment - deduction', 'adjustment deduction', 'adjust dr'] },
  { code: 'recon_increase', class: 'adjust-credit', text: { zh: '调账补偿', en: 'adjust-CR' }, aliases: ['adjustment - refund', 'adjustment refund', 'adjustment - compensation', 'adjustment compensation', 'adjust cr'] },
  { code: 'ripay_purchase', class: 'reserved', text: { zh: '预付费用', en: 'One-off RI Fee' }, aliases: ['one-off ri fee', 'ri upfront fee'] },
  { code: 'ri_hour_pay', class: 'reserved', text: { zh: '小时费用', en: 'Hourly RI fee' }, aliases: ['spot hourly ri fee', 'hourly ri fee'] },
  { code: 'ri_return', class: 'refund', text: { zh: '预留实例退款', en: 'RI refund' }, aliases: ['reserved instance refund'] },
  { code: 'svp_hour_pay', class: 'savings-plan', text: { zh: '节省计划小时费用', en: 'Hourly Savings Plan fee' }, aliases: ['savings plan hourly fee'] },
  { code: 'recon_guarantee', class: 'guarantee', text: { zh: '保底扣款', en: 'Guarantee deduction' }, aliases: ['minimum spend deduction', 'guaranteed deduction'] },
  { code: 'postpay_reversal', class: 'reversal', text: { zh: '按量计费冲正', en: 'Pay-as-you-go reversal' }, aliases: ['reversal'] },
  { code: 'pre_to_post', class: 'modify', text: { zh: '包年包月转按量', en: 'Subscription to pay-as-you-go' }, aliases: ['monthly subscription to pay-as-you-go', 'prepaid to postpaid'] },
  { code: 'discount_deduct', class: 'discount', text: { zh: '优惠扣费', en: 'Discount deduction' }, aliases: [] },
  { code: 'discount_compensate', class: 'adjust-credit', text: { zh: '优惠补偿', en: 'Discount compensation' }, aliases: [] },
  { code: 'offline_project_credit', class: 'adjust-credit', text: { zh: '线下项目调账补偿', en: 'Offline project adjustment - compensation' }, aliases: [] },
  { code: 'offline_product_credit', class: 'adjust-credit', text: { zh: '线下产品调账补偿', en: 'Offline product adjustment - compensation' }, aliases: [] },
  { code: 'postpay_move_in', class: 'migration', text: { zh: '按量计费迁入资源', en: 'Pay-as-you-go resources moved in' }, aliases: ['按量迁入资源'] },
  { code: 'postpay_move_out', class: 'migration', text: { zh: '按量计费迁出资源', en: 'Pay-as-you-go resources moved out' }, aliases: ['按量迁出资源'] },
  { code: 'prepay_move_in', class: 'migration', text: { zh: '包年包月迁入资源', en: 'Subscription resources moved in' }, aliases: [] },
  { code: 'prepay_move_out', class: 'migration', text: { zh: '包年包月迁出资源', en: 'Subscription resources moved out' }, aliases: [] },
  { code: 'precision', class: 'precision', text: { zh: '月度计费精度差异', en: 'Monthly billing precision difference' }, aliases: ['billVirtualId', 'precision difference'] },
];

export const CHOICES: Readonly<Record<ChoiceName, readonly Choice[]>> = {
  packageType: PACKAGE_TYPES,
  packageStatus: PACKAGE_STATUSES,
  renewalMode: RENEWAL_MODES,
  billingMode: BILLING_MODES,
  transactionType: TRANSACTIONS,
};

const byWord = new Map<ChoiceName, ReadonlyMap<string, string>>();
const byCode = new Map<ChoiceName, ReadonlyMap<string, Choice>>();
for (const [name, choices] of Object.entries(CHOICES) as [ChoiceName, readonly Choice[]][]) {
  const words = new Map<string, string>();
  for (const choice of choices) {
    for (const word of [choice.code, choice.text.zh, choice.text.en, ...choice.aliases]) {
      const normal = normaliseHeader(word);
      if (!words.has(normal)) words.set(normal, choice.code);
    }
  }
  byWord.set(name, words);
  byCode.set(name, new Map(choices.map((choice) => [choice.code, choice])));
}

/** The code for a word of a file, or `null` where the word is unknown. */
export function choiceCode(name: ChoiceName, word: string): string | null {
  return byWord.get(name)!.get(normaliseHeader(word)) ?? null;
}

/** Whether a stored value is one of the known meanings (an unknown word is stored as it stands). */
export function isKnownChoice(name: ChoiceName, code: string): boolean {
  return byCode.get(name)!.has(code);
}

/** The name of a stored value; an unknown word is its own name. */
export function choiceText(name: ChoiceName, code: string): Text {
  return byCode.get(name)!.get(code)?.text ?? { zh: code, en: code };
}

const classes = new Map(TRANSACTIONS.map((choice) => [choice.code, choice.class]));

/** What a stored transaction type does; `null` for an unknown or absent one. */
export function transactionClass(code: string | null): TransactionClass | null {
  return code === null ? null : (classes.get(code) ?? null);
}

/** Whether a line is about use, not about a purchase; one of an unknown type is where its billing mode says so. */
export function isUsage(transactionType: string | null, billingMode: string | null): boolean {
  const kind = transactionClass(transactionType);
  return kind === 'usage' || (kind === null && billingMode === 'postpaid');
}
