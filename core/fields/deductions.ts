import type { Catalogue, Field, Provenance, ValuesOf } from './field.ts';

/** Deduction details: the fields of the vendor's field table, in its order (source: package management, deduction details). */
const fields = [
  { key: 'packageOwner', text: { zh: '资源包归属UIN', en: 'Package Owner UIN' }, kind: 'name', identifier: true, standing: 'default',
    aliases: ['[resource ]package owner [account ](uin|id)', '[resource ]package (uin|account id)', '资源包归属账号[ID]', '资源包归属者[UIN]', 'owner uin of [resource ]package'] },
  { key: 'packageName', text: { zh: '资源包名称', en: 'Package Name' }, kind: 'name', standing: 'locked', aliases: ['[resource ]package name', '包名称'] },
  { key: 'packageId', text: { zh: '资源包ID', en: 'Package ID' }, kind: 'name', identifier: true, standing: 'locked', essential: true, needed: true, aliases: ['[resource ]package id', '包ID', '资源包编号'] },
  { key: 'product', text: { zh: '产品名称', en: 'Product Name' }, kind: 'name', standing: 'default', needed: true, aliases: ['product[ name]', '产品', '资源包产品[名称]', '[resource ]package product[ name]'] },
  { key: 'subproduct', text: { zh: '子产品名称', en: 'Subproduct Name' }, kind: 'name', standing: 'default', aliases: ['(sub-product|sub product|subproduct)[ name]', '子产品', '资源包子产品[名称]', '[resource ]package subproduct[ name]'] },
  { key: 'packageType', text: { zh: '资源包类型', en: 'Package Type' }, kind: 'choice', choices: 'packageType', standing: 'default', needed: true,
    aliases: ['[resource ]package type', '资源类型', 'resource type', '包类型', 'payment mode'] },
  { key: 'deductedAt', text: { zh: '抵扣时间', en: 'Deduction Time' }, kind: 'time', standing: 'default', essential: true, needed: true, aliases: ['deducted (at|time)', 'time of deduction', 'deduction at'] },
  { key: 'before', text: { zh: '抵扣前包剩余量', en: 'Remaining Before Deduction' }, kind: 'quantity', unit: 'packageUnit', standing: 'default', needed: true,
    aliases: ['抵扣前[资源包](余量|剩余量|包余量)', '[package ](remaining|balance|capacity|remaining capacity|remaining amount|remaining quota|amount|quota)[ (amount|capacity|quota|quantity)] before [the ]deduction',
      '(before|pre)[-]deduction [package ](remaining|balance|remaining amount|remaining capacity|remaining quota|quota)', 'before[ deduction]', '[package ]balance before', 'remaining before', 'remaining package (amount|capacity|quota) before deduction', 'package remaining[ amount] before deduction'] },
  { key: 'packageUnit', text: { zh: '资源包单位', en: 'Package Unit' }, kind: 'unit', standing: 'default', aliases: ['[resource ]package unit', '包单位', '容量单位', 'capacity unit', 'unit of [resource ]package', '单位', 'unit'] },
  { key: 'deducted', text: { zh: '实际抵扣量', en: 'Actual Deduction' }, kind: 'quantity', unit: 'deductedUnit', standing: 'default', essential: true, needed: true,
    aliases: ['actual (deduction|deducted|deductions)[ (amount|capacity|quota|quantity|usage|volume)]', 'actually deducted[ amount]', 'deducted[ (amount|quantity|quota|capacity|usage|volume)]', 'deduction (amount|quantity|volume)', '抵扣量', 'actual amount deducted'] },
  { key: 'after', text: { zh: '抵扣后包剩余量', en: 'Remaining After Deduction' }, kind: 'quantity', unit: 'afterUnit', standing: 'default', needed: true,
    aliases: ['抵扣后[资源包](余量|剩余量|包余量)', '[package ](remaining|balance|capacity|remaining capacity|remaining amount|remaining quota|amount|quota)[ (amount|capacity|quota|quantity)] after [the ]deduction',
      '(after|post)[-]deduction [package ](remaining|balance|remaining amount|remaining capacity|remaining quota|quota)', 'after[ deduction]', '[package ]balance after', 'remaining after', 'remaining package (amount|capacity|quota) after deduction', 'package remaining[ amount] after deduction'] },
  { key: 'usageOwner', text: { zh: '被抵扣资源归属UIN', en: 'Usage Owner UIN' }, kind: 'name', identifier: true, standing: 'default', needed: true,
    aliases: ['(deducted resource|resource|deducted|usage|deducted usage) owner [account ](uin|id)', 'owner [account ](uin|id) of [the ]deducted resource', '被抵扣资源归属(账号[ID]|者[UIN])', 'deducted resource (uin|account id)'] },
  { key: 'usageProduct', text: { zh: '被抵扣资源产品', en: 'Usage Product' }, kind: 'name', standing: 'default', needed: true,
    aliases: ['被抵扣资源产品名称', '(deducted resource|deducted|usage|deducted usage) product[ name]', 'product of [the ]deducted resource'] },
  { key: 'usageSubproduct', text: { zh: '被抵扣资源子产品', en: 'Usage Subproduct' }, kind: 'name', standing: 'default',
    aliases: ['被抵扣资源子产品名称', '(deducted resource|deducted|usage|deducted usage) (subproduct|sub-product|sub product)[ name]', '(subproduct|sub-product) of [the ]deducted resource'] },
  { key: 'billingItem', text: { zh: '被抵扣资源计费项', en: 'Billing Item' }, kind: 'name', standing: 'default', needed: true,
    aliases: ['被抵扣资源计费项名称', '计费项[名称]', '(deducted resource|deducted|usage|deducted usage) billing item[ name]', 'billing item[ name]', 'billing item of [the ]deducted resource', 'billable item'] },
  { key: 'rawUsage', text: { zh: '被抵扣资源原始用量', en: 'Raw Usage' }, kind: 'quantity', unit: 'rawUnit', standing: 'default', needed: true,
    aliases: ['原始用量', '(deducted resource|deducted|resource) (raw|original) usage[ amount]', '(raw|original) usage[ (amount|quantity)]', '(raw|original) usage of [the ]deducted resource', 'usage (raw|original) usage'] },
  { key: 'rawUnit', text: { zh: '被抵扣资源原始用量单位', en: 'Raw Usage Unit' }, kind: 'unit', standing: 'default',
    aliases: ['原始用量单位', '(deducted resource|deducted|resource) (raw|original) usage unit', '(raw|original) usage unit', 'unit of (raw|original) usage', '(raw|original) usage unit of [the ]deducted resource', '(raw|original) unit'] },
  { key: 'coefficient', text: { zh: '抵扣系数', en: 'Deduction Factor' }, kind: 'rate', standing: 'default', needed: true,
    aliases: ['(deduction|deducting) (coefficient|factor|ratio|rate)', 'coefficient', 'deduction multiplier'] },
  { key: 'usageStart', text: { zh: '用量开始时间', en: 'Usage Start Time' }, kind: 'time', standing: 'locked', needed: true, aliases: ['usage (start|begin|from)[ time]', 'start time of usage', 'start of usage', '使用开始时间'] },
  { key: 'usageEnd', text: { zh: '用量结束时间', en: 'Usage End Time' }, kind: 'time', standing: 'default', needed: true, aliases: ['usage (end|to)[ time]', 'end time of usage', 'end of usage', '使用结束时间'] },
  { key: 'deductedUnit', text: { zh: '实际抵扣量单位', en: 'Deducted Unit' }, kind: 'unit', standing: 'hidden', aliases: ['抵扣量单位', 'deducted unit', 'deduction unit'] },
  { key: 'afterUnit', text: { zh: '抵扣后余量单位', en: 'Remaining After Unit' }, kind: 'unit', standing: 'hidden', derived: true },
] as const satisfies readonly Field[];

export const DEDUCTIONS = {
  kind: 'deductions',
  text: { zh: '资源包抵扣明细', en: 'Deduction details' },
  fields,
  pairs: [
    { text: { zh: '资源包名称/资源包ID', en: 'Package Name/Package ID' }, first: 'packageName', second: 'packageId',
      aliases: ['资源包名称/ID', '[resource ]package name/[(resource package|package) ]id', '包名称/包ID'] },
    { text: { zh: '用量开始/结束时间', en: 'Usage Start/End Time' }, first: 'usageStart', second: 'usageEnd', apart: true, aliases: ['用量开始时间/用量结束时间', 'usage start time/usage end time', 'usage (start/end)'] },
    { text: { zh: '产品名称/子产品名称', en: 'Product Name/Subproduct Name' }, first: 'product', second: 'subproduct', apart: true, aliases: ['产品/子产品', 'product/subproduct'] },
  ],
} as const satisfies Catalogue<typeof fields>;

/** One line of the deduction details. */
export type DeductionRow = ValuesOf<typeof DEDUCTIONS> & Provenance;
