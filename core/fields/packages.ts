import type { Catalogue, Field, Provenance, ValuesOf } from './field.ts';

/** Package overview: the fields of the vendor's field table, in its order (source: package management, package overview). */
const fields = [
  { key: 'packageName', text: { zh: '资源包名称', en: 'Package Name' }, kind: 'name', standing: 'locked', aliases: ['[resource ]package name', '包名称'] },
  { key: 'packageId', text: { zh: '资源包ID', en: 'Package ID' }, kind: 'id', identifier: true, standing: 'locked', essential: true, needed: true, aliases: ['[resource ]package id', '包ID', '资源包编号'] },
  { key: 'packageOwner', text: { zh: '资源包归属UIN', en: 'Package Owner UIN' }, kind: 'name', identifier: true, standing: 'hidden', aliases: ['[resource ]package owner [account ](uin|id)', '归属UIN', 'owner (uin|account id)', '资源包归属账号[ID]'] },
  { key: 'product', text: { zh: '产品名称', en: 'Product Name' }, kind: 'name', standing: 'default', needed: true, aliases: ['product[ name]', '产品'] },
  { key: 'subproduct', text: { zh: '子产品名称', en: 'Subproduct Name' }, kind: 'name', standing: 'default', aliases: ['(sub-product|sub product|subproduct)[ name]', '子产品'] },
  { key: 'region', text: { zh: '地域', en: 'Region' }, kind: 'name', standing: 'default', aliases: ['region', '地域名称'] },
  { key: 'zone', text: { zh: '可用区', en: 'Availability Zone' }, kind: 'name', standing: 'default', aliases: ['[availability ]zone', '可用区名称'] },
  { key: 'status', text: { zh: '状态', en: 'Status' }, kind: 'choice', choices: 'packageStatus', standing: 'default', needed: true, aliases: ['status', '资源包状态', '[resource ]package status'] },
  { key: 'packageType', text: { zh: '资源类型', en: 'Resource Type' }, kind: 'choice', choices: 'packageType', standing: 'default', needed: true,
    aliases: ['[resource ]package type', '资源包类型', 'resource type', 'payment mode', '包类型', 'type'] },
  { key: 'unit', text: { zh: '容量单位', en: 'Capacity Unit' }, kind: 'unit', standing: 'default', aliases: ['capacity unit', '资源包单位', '[resource ]package unit', 'unit', '单位'] },
  { key: 'periodRemaining', text: { zh: '单周期剩余量', en: 'Period Remaining' }, kind: 'quantity', unit: 'unit', standing: 'default',
    aliases: ['[remaining ]capacity of single period remaining', 'remaining capacity of [a ]single period', '[single[-] ]period remaining[ (amount|capacity|quota)]', 'remaining (capacity|amount|quota) of single period', 'remaining (capacity|amount|quota) in [a ]single period'] },
  { key: 'periodTotal', text: { zh: '单周期总量', en: 'Period Total' }, kind: 'quantity', unit: 'unit', standing: 'default',
    aliases: ['total capacity of [a ]single period', '[single[-] ]period total[ (amount|capacity|quota)]', 'total (amount|quota) of single period', 'total (capacity|amount|quota) in [a ]single period', '[single[-] ]period capacity'] },
  { key: 'periodStart', text: { zh: '单周期开始时间', en: 'Period Start' }, kind: 'time', standing: 'default',
    aliases: ['start time of [a ]single period', '[single[-] ]period start[ time]', '周期开始时间'] },
  { key: 'periodEnd', text: { zh: '单周期结束时间', en: 'Period End' }, kind: 'time', standing: 'default',
    aliases: ['end time of [a ]single period', '[single[-] ]period end[ time]', '周期结束时间'] },
  { key: 'periodsRemaining', text: { zh: '周期剩余数量', en: 'Periods Remaining' }, kind: 'count', standing: 'default', aliases: ['remaining periods', 'periods remaining', '剩余周期[数][量]', 'remaining number of periods'] },
  { key: 'periodsTotal', text: { zh: '周期总数', en: 'Periods Total' }, kind: 'count', standing: 'default', aliases: ['total periods', 'periods total', '总周期[数][量]', 'total number of periods', '周期总数量'] },
  { key: 'remaining', text: { zh: '总剩余量', en: 'Total Remaining' }, kind: 'quantity', unit: 'unit', standing: 'default', needed: true,
    aliases: ['total remaining[ (capacity|amount|quota)]', '剩余量', 'remaining[ (capacity|amount|quota)]', '剩余总量'] },
  { key: 'total', text: { zh: '总量', en: 'Total Capacity' }, kind: 'quantity', unit: 'unit', standing: 'default', needed: true, aliases: ['total[ (capacity|amount|quota)]', '总容量', '资源包总量', 'capacity'] },
  { key: 'combo', text: { zh: '组合包容量信息', en: 'Combo Package Capacity Info' }, kind: 'id', standing: 'default',
    aliases: ['combo [package ]capacity[ (info|information)]', '组合包容量', 'combined package capacity[ (info|information)]', 'bundle capacity[ (info|information)]'] },
  { key: 'scope', text: { zh: '动态抵扣属性', en: 'Dynamic Deduction Attribute' }, kind: 'name', standing: 'default',
    aliases: ['dynamic deduction attribute[s]', 'deduction scope[ attributes]', 'deduction attribute[s]'] },
  { key: 'effective', text: { zh: '生效时间', en: 'Effective Time' }, kind: 'time', standing: 'default', needed: true, aliases: ['effective[ (time|at|from|date)]', 'start time', '资源包生效时间'] },
  { key: 'expiry', text: { zh: '到期时间', en: 'Expiration Time' }, kind: 'time', standing: 'default', needed: true, aliases: ['(expiration|expiry|expire|expires|expired)[ (time|at|date)]', '资源包到期时间', '过期时间'] },
  { key: 'endedAt', text: { zh: '包失效时间', en: 'Ended At' }, kind: 'time', standing: 'default', aliases: ['(ended|end|invalid|invalidation|expiry of package)[ (at|time)]', '失效时间', '[resource ]package (invalidation|invalid|end|ended|termination) time', 'package ended at', 'invalid since', '资源包失效时间', 'deactivation time', 'failure time'] },
  { key: 'renewalMode', text: { zh: '续费方式', en: 'Renewal Mode' }, kind: 'choice', choices: 'renewalMode', standing: 'default', aliases: ['renewal (mode|method|type)', 'renew (mode|method|type)'] },
  { key: 'renewalTerm', text: { zh: '自动续费周期', en: 'Auto-Renewal Term' }, kind: 'name', standing: 'default', aliases: ['auto (renewal|renew) (term|period|cycle)'] },
  { key: 'actions', text: { zh: '操作', en: 'Operation' }, kind: 'name', standing: 'locked', aliases: ['operation[s]', 'action[s]'] },
] as const satisfies readonly Field[];

export const PACKAGES = {
  kind: 'packages',
  text: { zh: '资源包总览', en: 'Package overview' },
  fields,
  pairs: [
    { text: { zh: '资源包名称/资源包ID', en: 'Resource Package Name/Resource Package ID' }, first: 'packageName', second: 'packageId', aliases: ['资源包名称/ID', '[resource ]package name/[(resource package|package) ]id', '包名称/包ID'] },
    { text: { zh: '地域/可用区', en: 'Region/Availability Zone' }, first: 'region', second: 'zone', aliases: ['region/[availability ]zone', 'region, availability zone'] },
    { text: { zh: '状态/资源类型', en: 'Status/Resource Type' }, first: 'status', second: 'packageType', aliases: ['状态/资源包类型', 'status/(resource type|payment mode|type|package type|resource package type)', '状态/类型'] },
    { text: { zh: '单周期剩余量/总量', en: 'Remaining Capacity/Total Capacity of Single Period' }, first: 'periodRemaining', second: 'periodTotal',
      aliases: ['[single[-] ]period remaining/total[ (amount|capacity|quota)]', 'remaining/total (capacity|amount|quota) of [a ]single period', '单周期剩余量/单周期总量', 'remaining/total [capacity ]of single period', 'single period remaining/single period total', 'period remaining/period total'] },
    { text: { zh: '单周期开始/结束时间', en: 'Start/End Time of Single Period' }, first: 'periodStart', second: 'periodEnd',
      aliases: ['[single[-] ]period start/end[ time]', '单周期开始时间/结束时间', '单周期开始时间/单周期结束时间', 'start time/end time of single period', 'period start/period end'] },
    { text: { zh: '周期剩余数量/总数', en: 'Remaining/Total Periods' }, first: 'periodsRemaining', second: 'periodsTotal', aliases: ['periods remaining/total', 'remaining periods/total periods', '周期剩余数量/周期总数', '剩余周期/总周期', 'periods remaining/periods total'] },
    { text: { zh: '总剩余量/总量', en: 'Total Remaining Capacity/Total Capacity' }, first: 'remaining', second: 'total',
      aliases: ['total remaining/total[ (capacity|amount|quota)]', 'remaining/total[ (capacity|amount|quota)]', 'total remaining (capacity|amount|quota)/total[ (capacity|amount|quota)]', 'total remaining/total'] },
    { text: { zh: '生效/到期时间', en: 'Effective/Expiration Time' }, first: 'effective', second: 'expiry', aliases: ['effective[ time]/(expiration|expiry)[ time]', '生效时间/到期时间', 'effective time/expiration time'] },
    { text: { zh: '产品名称/子产品名称', en: 'Product Name/Subproduct Name' }, first: 'product', second: 'subproduct', apart: true, aliases: ['产品/子产品', 'product/subproduct'] },
  ],
} as const satisfies Catalogue<typeof fields>;

/** One package as one overview shows it. */
export type PackageRow = ValuesOf<typeof PACKAGES> & Provenance;
