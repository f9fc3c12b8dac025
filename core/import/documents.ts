import type { ErrorCode } from '../base/errors.ts';
import { normaliseHeader } from '../fields/headers.ts';

/**
 * Documents that look like a table of costs or usage and are none of ours. A document is recognised when at least
 * `atLeast` of the patterns match one of its headers (in the normal form of headers: lower case, no spaces, dots,
 * hyphens or underscores).
 */
interface Signature {
  readonly code: ErrorCode;
  /** What it is, shown as it stands. */
  readonly document: string;
  readonly patterns: readonly RegExp[];
  readonly atLeast: number;
}

/** Marks that settle the matter, whatever else the headers say. */
const FOREIGN: readonly Signature[] = [
  { code: 'wrong-document-focus', document: 'FOCUS', atLeast: 3,
    patterns: [/^billedcost$/, /^effectivecost$/, /^listcost$/, /^contractedcost$/, /^chargeperiodstart$/, /^chargeperiodend$/, /^billingperiodstart$/,
      /^chargecategory$/, /^billingaccountid$/, /^servicecategory$/, /^pricingquantity$/, /^consumedquantity$/] },
  { code: 'wrong-document-other-cloud', document: 'AWS', atLeast: 2,
    patterns: [/^lineitem\/?/, /^bill\/(payeraccount|billtype|invoice|billingperiod)/, /^billpayeraccountid$/, /^identity\/?lineitemid$/, /^product\/(product|region|sku)/, /^pricing\/(term|unit|rate)/, /^usageaccountid$/] },
  { code: 'wrong-document-other-cloud', document: 'Azure', atLeast: 2,
    patterns: [/^metercategory$/, /^metersubcategory$/, /^meterid$/, /^subscription(guid|id|name)$/, /^costinbillingcurrency$/, /^resourcegroup(name)?$/, /^invoicesectionname$/, /^pretaxcost$/] },
  { code: 'wrong-document-other-cloud', document: 'Google Cloud', atLeast: 2,
    patterns: [/^skudescription$/, /^servicedescription$/, /^skuid$/, /^costtype$/, /^credittype$/, /^projectnumber$/, /^unroundedcost/, /^usageamountinpricingunits$/, /^billingaccountname$/] },
  { code: 'wrong-document-other-cloud', document: '阿里云 Alibaba Cloud', atLeast: 3,
    patterns: [/^(财务|成本)(核算)?单元$/, /^商品(code|名称)$/, /^产品code$/, /^计费项code$/, /^消费类型$/, /^账单类型$/, /^应付金额$/, /^欠费金额$/, /^实例昵称$/, /^目录总价$/, /^资源购买账号/, /^服务时长单位$/,
      /^pretax(gross)?amount$/, /^commoditycode$/, /^pipcode$/, /^subscriptiontype$/, /^outstandingamount$/, /^nickname$/] },
  { code: 'wrong-document-other-cloud', document: '华为云 Huawei Cloud', atLeast: 3,
    patterns: [/^企业项目(id|名称)?$/, /^云服务类型(编码|名称)?$/, /^云服务区(编码)?$/, /^资源类型编码$/, /^使用量类型$/, /^官网价$/, /^应付金额$/, /^欠费金额$/, /^产品实例?规格/, /^储值卡支付/, /^线性大小$/,
      /^enterpriseproject(id|name)?$/, /^cloudservicetype(code|name)?$/, /^resourcetypecode$/, /^officialamount$/, /^usagetype$/] },
  { code: 'wrong-document-allocation', document: '分账账单 Cost allocation bill', atLeast: 1,
    patterns: [/^分账(单元|类型|比例|规则|来源|归属|状态|方式|产品|金额|日期|标签值)/, /^(费用)?归集类型$/, /^分摊比例$/, /^拆分项/, /^costallocation(unit|type|ratio|rule|status)/, /^allocation(unit|type|ratio|rule)/, /^splitratio$/, /^splititem/] },
  { code: 'wrong-document-consumption', document: '消耗账单 Consumption bill', atLeast: 1,
    patterns: [/^(消耗|摊销)(时间|日期|月份?|账单|金额|总价|类型|开始|结束|费用|原价)/, /^(折后|优惠后)?(消耗|摊销)(总价|金额)$/, /^consumption(type|month|date|time|amount|bill|cost)/, /^amortized?(cost|amount|date)/] },
];

/** Documents that merely lack what ours have; asked only where no kind is clear. */
const USAGE: Signature = {
  code: 'wrong-document-usage', document: '用量明细 Usage details', atLeast: 2,
  patterns: [/用量/, /时长/, /^(标准|抵扣)用量$/, /^抵扣余量$/, /^dosage/, /usage/, /duration/, /带宽|流量|bandwidth|traffic/, /(时间|日期)$/, /^(date|time|timestamp)$|(time|date)$/, /^sdkappid$/],
};

export interface WrongDocument {
  readonly code: ErrorCode;
  readonly document: string;
}

/** The foreign document that these headers give away, or `null`. */
export function foreignDocument(headers: readonly string[]): WrongDocument | null {
  const normal = headers.map(normaliseHeader).filter((header) => header !== '');
  return FOREIGN.find((signature) => matches(signature, normal)) ?? null;
}

/** Whether the headers are those of usage details: amounts and times, and nothing that costs. */
export function usageDocument(headers: readonly string[]): WrongDocument | null {
  const normal = headers.map(normaliseHeader).filter((header) => header !== '');
  const amount = normal.some((header) => /用量|时长|dosage|usage|duration|带宽|流量|bandwidth|traffic/.test(header));
  const costs = normal.some((header) => /价|支付|支出|费|金额|cost|price|amount|fee/.test(header));
  return amount && !costs && matches(USAGE, normal) ? USAGE : null;
}

function matches(signature: Signature, headers: readonly string[]): boolean {
  const found = signature.patterns.filter((pattern) => headers.some((header) => pattern.test(header)));
  return found.length >= signature.atLeast;
}

/** A bill without component columns: by resource (L2) where it names instances, else the summary (L1). */
export function shallowBill(matched: ReadonlySet<string>): WrongDocument | null {
  const costs = ['originalCost', 'afterDiscount', 'totalCost', 'beforeVoucher', 'amountBeforeTax', 'totalIncludingTax', 'cashPaid', 'voucher'];
  const components = ['componentType', 'componentName', 'listPrice', 'contractedPrice', 'priceUnit', 'usage', 'usageUnit'];
  if (!costs.some((key) => matched.has(key)) || components.some((key) => matched.has(key))) return null;
  return matched.has('instanceId')
    ? { code: 'wrong-document-l2', document: '资源账单 Bill by resource (L2)' }
    : { code: 'wrong-document-l1', document: '汇总账单 Bill summary (L1)' };
}
