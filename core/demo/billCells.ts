import { formatMonth, monthOf } from '../base/time.ts';
import { BILL } from '../fields/bill.ts';
import { REGION, ZONE } from './cells.ts';
import { ABSENT, choiceWord, columnsOf, timeText, type Column, type Wording } from './columns.ts';
import { FINE, fineText, plainFine, plainRate, RATE, roundedQuotient, type Fine } from './fixed.ts';
import { TAX_RATE } from './lines.ts';
import type { BillLine, LineKind } from './records.ts';
import type { BillLayout, Settings } from './types.ts';

/** How the three layouts of the bill word a line. */

const KEYS: Readonly<Record<BillLayout, readonly string[]>> = {
  cn: [
    'payer', 'owner', 'operator', 'product', 'billingMode', 'project', 'region', 'zone', 'siteRegion', 'instanceId', 'instanceName', 'instanceType',
    'subproduct', 'transactionType', 'orderId', 'transactionId', 'transactionTime', 'usageStart', 'usageEnd', 'componentType', 'componentName',
    'listPrice', 'contractedPrice', 'priceUnit', 'usage', 'usageUnit', 'rawUsage', 'deductedUsage', 'duration', 'durationUnit', 'originalCost',
    'riCost', 'discountRate', 'afterDiscount', 'voucher', 'grantedPaid', 'cashPaid',
  ],
  intl: [
    'payer', 'owner', 'operator', 'product', 'subproduct', 'billingMode', 'transactionType', 'orderId', 'transactionId', 'transactionTime', 'usageStart',
    'usageEnd', 'instanceId', 'instanceName', 'instanceType', 'project', 'region', 'zone', 'componentType', 'componentName', 'listPrice',
    'contractedPrice', 'priceUnit', 'usage', 'usageUnit', 'duration', 'durationUnit', 'originalCost', 'riDuration', 'riCost', 'spDeduction', 'spRate',
    'spCost', 'discountRate', 'blendedDiscountRate', 'currency', 'afterDiscount', 'voucher', 'amountBeforeTax', 'taxRate', 'taxAmount',
    'totalIncludingTax', 'billMonth',
  ],
  reseller: [
    'instanceId', 'instanceName', 'product', 'payer', 'owner', 'operator', 'reseller', 'billingMode', 'instanceType', 'project', 'region', 'zone',
    'subproduct', 'transactionType', 'transactionId', 'transactionTime', 'usageStart', 'usageEnd', 'componentType', 'componentName', 'listPrice',
    'priceUnit', 'usage', 'usageUnit', 'duration', 'durationUnit', 'originalCost', 'riDuration', 'riCost', 'customerDiscountRate', 'beforeVoucher',
    'customerVoucher', 'totalCost', 'currency', 'paymentStatus',
  ],
};

/** The columns to which the China layout adds its currency. */
const IN_YUAN: ReadonlySet<string> = new Set(['voucher', 'grantedPaid', 'cashPaid']);

const TRANSACTIONS: Readonly<Record<LineKind, string>> = {
  usage: 'postpay_deduct_h', daily: 'postpay_deduct_d', purchase: 'prepay_purchase', renewal: 'prepay_renew', refund: 'prepay_return',
  adjust: 'recon_increase', precision: 'precision',
};

const DURATION_UNITS: Readonly<Record<string, string>> = { 次: 'Times', 个: 'Unit', 小时: 'Hour', 秒: 'Second' };

export const PAYER = '100012345678';
const RESELLER = '200020002000';

function isPrepaid({ kind }: BillLine): boolean {
  return kind === 'purchase' || kind === 'renewal' || kind === 'refund';
}

export function billColumns(settings: Settings): Column<BillLine>[] {
  const { layout } = settings;
  const china = layout === 'cn';
  const locale = china ? 'zh-CN' : 'en';
  const columns = columnsOf<BillLine>(BILL, KEYS[layout], { ...namesOf(china), ...amountsOf(china) }, { locale, separator: '/' });
  if (!china) return columns;
  return columns.map((column, index) => (IN_YUAN.has(KEYS.cn[index]!) ? { ...column, header: `${column.header}(元)` } : column));
}

function namesOf(china: boolean): Wording<BillLine> {
  const locale = china ? 'zh-CN' : 'en';
  const packageWord = china ? '资源包' : 'Resource package';
  return {
    payer: () => PAYER,
    owner: ({ owner }) => owner,
    operator: ({ owner }) => owner,
    reseller: () => RESELLER,
    product: ({ product }) => product.product,
    subproduct: ({ product }) => product.subproduct,
    billingMode: (line) => choiceWord('billingMode', isPrepaid(line) ? 'prepaid' : 'postpaid', locale),
    project: () => (china ? '默认项目' : 'Default Project'),
    region: () => (china ? REGION : 'South China (Guangzhou)'),
    zone: () => (china ? ZONE : 'Guangzhou Zone 3'),
    siteRegion: () => '国内',
    instanceId: ({ instanceId }) => instanceId,
    instanceName: ({ instanceId, kind }) => (kind === 'precision' ? '扣费精度补偿' : instanceId),
    instanceType: (line) => (isPrepaid(line) ? packageWord : ABSENT),
    transactionType: ({ kind }) => choiceWord('transactionType', TRANSACTIONS[kind], locale),
    orderId: () => ABSENT,
    transactionId: (line) => line.transactionId,
    transactionTime: ({ at }) => timeText(at),
    usageStart: ({ start }) => timeText(start),
    usageEnd: ({ end }) => timeText(end),
    componentType: (line) => (isPrepaid(line) ? packageWord : line.component),
    componentName: ({ component }) => component,
    currency: () => 'USD',
    paymentStatus: () => 'Paid',
    billMonth: (line) => formatMonth(monthOf(isPrepaid(line) ? line.at : line.start)),
  };
}

function amountsOf(china: boolean): Wording<BillLine> {
  const optional = (value: Fine | null): string => (value === null ? ABSENT : fineText(value));
  return {
    listPrice: ({ listPrice }) => plainFine(listPrice),
    contractedPrice: ({ listPrice, discount }) => plainFine(roundedQuotient(listPrice * discount, RATE)),
    priceUnit: ({ per }) => (china ? '元' : 'USD') + per,
    usage: ({ usage }) => fineText(usage),
    usageUnit: ({ usageUnit }) => usageUnit,
    rawUsage: ({ raw }) => optional(raw),
    deductedUsage: ({ deducted }) => optional(deducted),
    duration: ({ duration }) => String(duration),
    durationUnit: ({ durationUnit }) => (china ? durationUnit : DURATION_UNITS[durationUnit]!),
    originalCost: ({ original }) => fineText(original),
    riDuration: ({ riDuration }) => String(riDuration),
    riCost: ({ ri }) => fineText(ri),
    spDeduction: () => '0',
    spRate: () => ABSENT,
    spCost: () => '0.00000000',
    discountRate: ({ discount }) => plainRate(discount),
    customerDiscountRate: ({ discount }) => plainRate(discount),
    blendedDiscountRate: ({ discount, discounted, original, ri }) => (ri === 0n ? plainRate(discount) : plainFine(roundedQuotient(discounted * FINE, original))),
    afterDiscount: ({ discounted }) => fineText(discounted),
    beforeVoucher: ({ discounted }) => fineText(discounted),
    voucher: ({ voucher }) => fineText(voucher),
    customerVoucher: ({ voucher }) => fineText(voucher),
    grantedPaid: ({ granted }) => fineText(granted),
    cashPaid: ({ cash }) => fineText(cash),
    totalCost: ({ net }) => fineText(net),
    amountBeforeTax: ({ net }) => fineText(net),
    taxRate: () => plainRate(TAX_RATE),
    taxAmount: ({ tax }) => fineText(tax),
    totalIncludingTax: ({ gross }) => fineText(gross),
  };
}
