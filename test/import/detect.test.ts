import { describe, expect, test } from 'vitest';
import { CATALOGUES } from '../../core/fields/index.ts';
import { expandAlias } from '../../core/fields/headers.ts';
import { RECORD_KINDS } from '../../core/fields/field.ts';
import { detect, type Recognition } from '../../core/import/detect.ts';
import type { Refusal } from '../../core/base/errors.ts';
import type { Cell } from '../../core/import/table.ts';
import { BILL_HEADER, DEDUCTION_HEADER, PACKAGE_HEADER, billLine, deduction, packageRow, rowsOf } from '../support/tables.ts';

function recognised(cells: readonly (readonly Cell[])[]): Recognition {
  const result = detect(rowsOf(cells));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function refused(cells: readonly (readonly Cell[])[]): Refusal {
  const result = detect(rowsOf(cells));
  if (result.ok) throw new Error(`recognised as ${result.value.kind}`);
  return result.error;
}

describe('kind and layout', () => {
  test.each([
    ['packages', 'paired', PACKAGE_HEADER],
    ['deductions', 'separate', DEDUCTION_HEADER],
    ['deductions', 'paired', ['资源包归属UIN', '资源包名称/资源包ID', '抵扣时间', '抵扣前包剩余量', '实际抵扣量', '抵扣后包剩余量']],
    ['deductions', 'separate', ['Package ID', 'Deduction Time', 'Actual Deduction']],
    ['bill', 'cn', BILL_HEADER],
    ['bill', 'intl', ['Payer Account ID', 'Owner Account ID', 'BillingMode', 'ProductName', 'TransactionType', 'Usage Start Time', 'Usage End Time', 'Component Name', 'Component Usage', 'OriginalCost',
      'Total Amount After Discount (Excluding Tax)', 'TaxRate', 'TaxAmount', 'tag_key:env']],
    ['bill', 'intl', ['支付者账号ID', '产品名称', '交易类型', '组件名称', '组件用量', '组件原价', '税前金额', '税率', '含税总价']],
    ['bill', 'reseller', ['Instance ID', 'Product Name', 'Reseller Account ID', 'Transaction Type', 'Transaction ID', 'Component Name', 'Component Usage', 'Original Cost', 'Customer Discount Rate', 'Total Cost']],
  ])('%s %s', (kind, layout, header) => {
    const found = recognised([header, header.map(() => 'x')]);
    expect([found.kind, found.layout, found.headerAt]).toEqual([kind, layout, 0]);
  });

  test.each(RECORD_KINDS)('every label and alias of %s, one per field, in both languages', (kind) => {
    for (const language of ['zh', 'en'] as const) {
      const fields = CATALOGUES[kind].fields.filter((field) => field.derived !== true);
      const found = recognised([fields.map((field) => field.text[language])]);
      expect(found.kind).toBe(kind);
      expect(found.headers.matched).toEqual(fields.map((field) => field.key));
      expect(found.headers.missing).toEqual([]);
      for (const field of fields) for (const alias of (field.aliases ?? []).flatMap(expandAlias)) expect(alias).not.toBe('');
    }
  });

  test('headers in other clothes', () => {
    const dressed = DEDUCTION_HEADER.map((header, index) => (index % 2 === 0 ? `\uFEFF ${header.replace('UIN', ' ＵＩＮ ')}\t` : `"${header}"`));
    expect(recognised([dressed]).headers.matched).toHaveLength(DEDUCTION_HEADER.length);
    expect(recognised([BILL_HEADER.map((header) => (header.endsWith('价') ? `${header}（元）` : header))]).headers.matched).toHaveLength(BILL_HEADER.length);
  });
});

describe('where the header row stands', () => {
  test('title and note rows above', () => {
    const found = recognised([['资源包抵扣明细'], ['导出时间：2025-08-01 10:00:00'], [], ['说明', '仅供参考'], DEDUCTION_HEADER, deduction()]);
    expect([found.headerAt, found.headerLine]).toEqual([4, 5]);
  });

  test('a row of groups above', () => {
    const groups = DEDUCTION_HEADER.map((_, at) => (at === 0 ? '资源包信息' : at === 11 ? '被抵扣资源信息' : ''));
    expect(recognised([groups, DEDUCTION_HEADER, deduction()]).headerAt).toBe(1);
    expect(recognised([PACKAGE_HEADER.map((_, at) => (at === 0 ? '产品名称' : '')), PACKAGE_HEADER, packageRow()]).headerAt).toBe(1);
  });

  test('the first of two equal header rows', () => {
    expect(recognised([DEDUCTION_HEADER, deduction(), DEDUCTION_HEADER]).headerAt).toBe(0);
  });
});

describe('what is said of the headers', () => {
  test('missing, unknown, tags, repeated', () => {
    const { headers } = recognised([['资源包ID', '抵扣时间', '实际抵扣量', '神秘列', '', '标签键:env', '产品名称', '产品名称', '抵扣前包剩余量(分钟)', 'tag_key:Team']]);
    expect(headers.matched).toEqual(['packageId', 'product', 'deductedAt', 'before', 'deducted']);
    expect(headers.missing).toEqual(['packageType', 'after', 'usageOwner', 'usageProduct', 'billingItem', 'rawUsage', 'coefficient', 'usageStart', 'usageEnd']);
    expect(headers.unknown).toEqual(['神秘列', '#5', '产品名称 (2)']);
    expect(headers.columns.map(({ use }) => (use.as === 'field' ? `${use.field.key}${use.unit}` : use.as === 'tag' ? `tag ${use.tag}` : use.as))).toEqual([
      'packageId', 'deductedAt', 'deducted', 'unknown', 'unknown', 'tag env', 'product', 'unknown', 'before分钟', 'tag Team',
    ]);
  });

  test('empty columns at the end are none', () => {
    expect(recognised([[...DEDUCTION_HEADER, '', '']]).headers.columns).toHaveLength(DEDUCTION_HEADER.length);
  });
});

describe('other documents', () => {
  test.each([
    ['wrong-document-focus', ['BilledCost', 'BillingAccountId', 'ChargePeriodStart', 'ChargePeriodEnd', 'EffectiveCost', 'ServiceName', 'RegionName']],
    ['wrong-document-other-cloud', ['identity/LineItemId', 'bill/PayerAccountId', 'lineItem/UsageStartDate', 'lineItem/UnblendedCost', 'product/region']],
    ['wrong-document-other-cloud', ['bill_payer_account_id', 'line_item_usage_start_date', 'line_item_unblended_cost']],
    ['wrong-document-other-cloud', ['SubscriptionId', 'ResourceGroup', 'MeterCategory', 'MeterId', 'Quantity', 'CostInBillingCurrency', 'Date']],
    ['wrong-document-other-cloud', ['账期', '财务核算单元', '产品Code', '产品', '商品Code', '订单号', '消费类型', '实例ID', '地域', '可用区', '使用量', '应付金额', '现金支付']],
    ['wrong-document-other-cloud', ['账期', '企业项目', '云服务类型', '资源类型', '云服务区', '使用量类型', '官网价', '应付金额', '消费时间']],
    ['wrong-document-other-cloud', ['Billing account name', 'Billing account ID', 'Project number', 'Service description', 'SKU description', 'Cost ($)', 'Credit type']],
    ['wrong-document-consumption', ['支付者UIN', '使用者UIN', '产品名称', '子产品名称', '计费模式', '消耗类型', '交易ID', '消耗月份', '组件类型', '组件名称', '组件原价', '优惠后总价']],
    ['wrong-document-consumption', ['Payer Account ID', 'Owner Account ID', 'Product Name', 'Consumption Type', 'Consumption Month', 'Component Name', 'Original Cost', 'Total Amount After Discount']],
    ['wrong-document-allocation', ['分账单元', '分账类型', '日期', '支付者UIN', '产品名称', '交易类型', '组件名称', '组件用量', '原价(元)', '优惠后总价(元)', '标签键:runid']],
    ['wrong-document-allocation', ['Cost Allocation Unit', 'Cost Allocation Type', 'Date', 'Payer Account ID', 'Product Name', 'Component Name', 'Original Cost']],
    ['wrong-document-l2', ['支付者UIN', '使用者UIN', '操作者UIN', '产品名称', '子产品名称', '计费模式', '项目名称', '地域', '资源ID', '实例名称', '交易类型', '交易ID', '扣费时间', '开始使用时间', '结束使用时间', '配置描述', '原价', '折扣率', '优惠后总价', '现金账户支出(元)']],
    ['wrong-document-l2', ['Payer Account ID', 'Owner Account ID', 'Product Name', 'Billing Mode', 'Instance ID', 'Instance Name', 'Transaction Type', 'Transaction ID', 'Configuration Description', 'Original Cost', 'Total Cost (Including Tax)']],
    ['wrong-document-l1', ['产品名称', '计费模式', '项目名称', '地域', '交易类型', '原价(元)', '优惠后总价(元)', '优惠券支付(元)', '赠送金支付(元)', '分成金支付(元)', '现金支付(元)']],
    ['wrong-document-usage', ['SDKAppID', '时间', '语音时长(分钟)', '高清视频时长(分钟)']],
    ['wrong-document-usage', ['资源ID', '用量开始时间', '标准用量', '抵扣用量', '抵扣余量']],
    ['wrong-document', ['姓名', '部门', '电话']],
    ['wrong-document', ['账户', '收支类型', '流水号', '余额']],
  ])('%s: %j', (code, header) => {
    const why = refused([['标题'], header, header.map(() => '1')]);
    expect(why.code).toBe(code);
    expect(why.values['columns']).toContain(header[0]);
  });

  test('names below the header say nothing about the document', () => {
    expect(recognised([BILL_HEADER, billLine({ product: '分账单元' }), billLine({ product: '消耗类型' })]).kind).toBe('bill');
  });

  test('a bill with allocation tags is a bill', () => {
    expect(recognised([[...BILL_HEADER, '标签键:runid', 'Cost Allocation Tag: env']]).kind).toBe('bill');
  });
});

describe('nothing to read', () => {
  test('no header at all', () => {
    expect(refused([deduction(), deduction()]).code).toBe('header-missing');
    expect(refused([['2025-05-08', '1', '2'], ['2025-05-09', '3', '4']]).code).toBe('header-missing');
    expect(refused([['only one cell']]).code).toBe('header-missing');
    expect(refused([]).code).toBe('header-missing');
  });

  test('a header that lacks what the kind needs', () => {
    const why = refused([DEDUCTION_HEADER.filter((header) => header !== '实际抵扣量' && header !== '资源包ID'), deduction()]);
    expect(why).toMatchObject({ code: 'missing-column', values: { kind: 'deductions', columns: '资源包ID, 实际抵扣量', fields: 'packageId, deducted' } });
    expect(refused([BILL_HEADER.filter((header) => header !== '产品名称'), billLine()])).toMatchObject({ code: 'missing-column', values: { kind: 'bill', columns: '产品名称' } });
    expect(refused([BILL_HEADER.filter((header) => !header.endsWith('价') || header === '组件刊例价'), billLine()])).toMatchObject({ code: 'missing-column', values: { columns: '组件原价' } });
    expect(refused([['Product Name', 'Status', 'Remaining Capacity', 'Total Capacity', 'Effective Time', 'Expiration Time']]))
      .toMatchObject({ code: 'missing-column', values: { kind: 'packages', columns: 'Package ID' } });
  });

  test('other columns may be missing', () => {
    expect(recognised([['资源包ID', '抵扣时间', '实际抵扣量'], ['a', '2025-05-08', '1']]).headers.missing).toContain('coefficient');
  });
});
