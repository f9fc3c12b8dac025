/** Documents of the billing centre, and of others, that look like an export we know and are none. */

export interface WrongDocument {
  readonly name: string;
  readonly note: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const OWNER = '100012345678';

/** One of each, for `month` as `2025-05`. */
export function wrongDocuments(month: string): WrongDocument[] {
  const day = `${month}-14`;
  return [
    {
      name: `${OWNER}-${month.replace('-', '')}-消耗账单-明细.csv`, note: 'consumption bill, which spreads prepaid amounts over days',
      header: ['支付者UIN', '使用者UIN', '产品名称', '子产品名称', '计费模式', '项目名称', '地域', '资源ID', '消耗类型', '消耗时间', '开始使用时间', '结束使用时间', '组件类型', '组件名称', '组件刊例价', '组件用量', '使用时长', '分摊前总价', '分摊金额', '消耗金额'],
      rows: [[OWNER, OWNER, '云呼叫中心', '通信套餐包', '包年包月', '默认项目', '华南地区(广州)', 'cccpkg-77aa', '包年包月分摊', `${day} 00:00:00`, `${day} 00:00:00`, `${day} 23:59:59`, '资源包', '通信套餐包', '2400', '1', '1', '2400.00000000', '6.57534247', '6.57534247']],
    },
    {
      name: `${OWNER}-${month.replace('-', '')}-按扣费周期-账单汇总.csv`, note: 'L1: one line per product',
      header: ['产品名称', '原价(元)', '优惠后总价(元)', '优惠券支付(元)', '赠送金支付(元)', '分成金支付(元)', '现金支付(元)'],
      rows: [['实时音视频', '1532.41', '1532.41', '0.00', '0.00', '0.00', '1532.41'], ['云呼叫中心', '88.20', '88.20', '8.82', '0.00', '0.00', '79.38']],
    },
    {
      name: `L2-bill_by_Instance-${OWNER}-${month.replace('-', '')}.csv`, note: 'L2: one line per resource',
      header: ['支付者UIN', '使用者UIN', '操作者UIN', '产品名称', '子产品名称', '计费模式', '项目名称', '地域', '可用区', '资源ID', '实例名称', '交易类型', '订单ID', '扣费时间', '开始使用时间', '结束使用时间', '配置描述', '扩展字段1', '扩展字段2', '原价(元)', '折扣率', '优惠后总价(元)', '现金支付(元)'],
      rows: [[OWNER, OWNER, OWNER, '实时音视频', 'TRTC AI 智能识别', '按量计费', '默认项目', '华南地区(广州)', '广州三区', 'ins-trtc-678-0', 'ins-trtc-678-0', '按量计费小时结', '-', `${day} 01:10:00`, `${day} 00:00:00`, `${day} 23:59:59`, '-', '-', '-', '15.20', '1', '15.20', '15.20']],
    },
    {
      name: `${OWNER}-${month.replace('-', '')}-分账报表-明细账单.csv`, note: 'cost allocation report',
      header: ['支付者UIN', '使用者UIN', '分账单元名称', '归集类型', '分摊比例', '产品名称', '子产品名称', '资源ID', '交易类型', '费用归集金额', '费用分摊金额', '优惠后总价(元)', '标签键:runid'],
      rows: [[OWNER, OWNER, '研发部', '归集', '1', '云呼叫中心', '通信套餐包', 'ins-ccc-890-0', '按量计费小时结', '14.52', '0.00', '14.52', 'r-1']],
    },
    {
      name: `用量明细-实时音视频-${month}.csv`, note: 'usage details, before any price or package',
      header: ['UIN', 'SDKAppID', '房间号', '用户ID', '开始时间', '结束时间', '时长（秒）', '分辨率', '用量类型'],
      rows: [[OWNER, '1400000001', '8001', 'u-17', `${day} 09:00:01`, `${day} 09:04:58`, '297', '1280x720', '高清']],
    },
    {
      name: `FOCUS-bill_details-${OWNER}-${month.replace('-', '')}.csv`, note: 'the bill in the form of FOCUS',
      header: ['BilledCost', 'BillingAccountId', 'BillingCurrency', 'BillingPeriodStart', 'BillingPeriodEnd', 'ChargeCategory', 'ChargePeriodStart', 'ChargePeriodEnd', 'EffectiveCost', 'ListCost', 'ProviderName', 'ServiceName', 'SkuId', 'SubAccountId'],
      rows: [['1.23', OWNER, 'USD', `${month}-01T00:00:00Z`, `${month}-28T00:00:00Z`, 'Usage', `${day}T00:00:00Z`, `${day}T01:00:00Z`, '1.23', '1.23', 'Tencent Cloud', 'TRTC', 'sku-1', OWNER]],
    },
    {
      name: `aws-cur-${month}.csv`, note: 'a cost and usage report of AWS',
      header: ['identity/LineItemId', 'identity/TimeInterval', 'bill/PayerAccountId', 'lineItem/UsageAccountId', 'lineItem/LineItemType', 'lineItem/UsageStartDate', 'lineItem/UsageEndDate', 'lineItem/ProductCode', 'lineItem/UsageAmount', 'lineItem/UnblendedCost', 'pricing/unit'],
      rows: [['abc123', `${day}T00:00:00Z/${day}T01:00:00Z`, '123456789012', '123456789012', 'Usage', `${day}T00:00:00Z`, `${day}T01:00:00Z`, 'AmazonEC2', '1', '0.0416', 'Hrs']],
    },
    {
      name: `aliyun-bill-${month}.csv`, note: 'a bill of Alibaba Cloud',
      header: ['账期', '财务核算单元', '账号ID', '账号', '商品Code', '商品名称', '消耗类型', '消耗时间', '账单开始时间', '账单结束时间', '实例ID', '用量', '用量单位', '资源包抵扣', '目录总价', '优惠金额', '应付金额', '现金支付'],
      rows: [[month.replace('-', ''), '未分配', '1234567890123456', 'someone@example.com', 'ecs', '云服务器ECS', '云资源按量费用', `${day} 00:00:00`, `${day} 00:00:00`, `${day} 01:00:00`, 'i-bp1abc', '1', '小时', '0', '0.35', '0', '0.35', '0.35']],
    },
  ];
}
