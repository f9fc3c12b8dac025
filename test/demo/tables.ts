import type { Demo, DemoFile } from '../../core/demo/index.ts';

/** Reads the files of a demo the slow and simple way, knowing nothing of how they were made. */

export type Row = ReadonlyMap<string, string>;

/** Headers of the three kinds in both languages, by our own short names; a pair has two names. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '资源包名称/资源包ID': ['name', 'package'], 'Package Name/Package ID': ['name', 'package'], 'Resource Package Name/Resource Package ID': ['name', 'package'],
  资源包名称: ['name'], 'Package Name': ['name'], 资源包ID: ['package'], 'Package ID': ['package'],
  产品名称: ['product'], 'Product Name': ['product'], 子产品名称: ['subproduct'], 'Subproduct Name': ['subproduct'],
  '状态/资源类型': ['status', 'type'], 'Status/Resource Type': ['status', 'type'], 状态: ['status'], Status: ['status'], 资源类型: ['type'], 'Resource Type': ['type'],
  容量单位: ['unit'], 'Capacity Unit': ['unit'],
  '单周期剩余量/总量': ['periodRemaining', 'periodTotal'], 'Remaining Capacity/Total Capacity of Single Period': ['periodRemaining', 'periodTotal'], 'Period Remaining': ['periodRemaining'], 'Period Total': ['periodTotal'],
  '单周期开始/结束时间': ['periodStart', 'periodEnd'], 'Start/End Time of Single Period': ['periodStart', 'periodEnd'], 'Period Start': ['periodStart'], 'Period End': ['periodEnd'],
  '总剩余量/总量': ['remaining', 'total'], 'Total Remaining Capacity/Total Capacity': ['remaining', 'total'], 'Total Remaining': ['remaining'], 'Total Capacity': ['total'],
  组合包容量信息: ['combo'], 'Combo Package Capacity Info': ['combo'],
  '生效/到期时间': ['effective', 'expiry'], 'Effective/Expiration Time': ['effective', 'expiry'], 'Effective Time': ['effective'], 'Expiration Time': ['expiry'],
  包失效时间: ['ended'], 'Ended At': ['ended'],
  资源包归属UIN: ['packageOwner'], 'Package Owner UIN': ['packageOwner'], 资源包类型: ['type'], 'Package Type': ['type'],
  抵扣时间: ['at'], 'Deduction Time': ['at'], 抵扣前包剩余量: ['before'], 'Remaining Before Deduction': ['before'],
  实际抵扣量: ['deducted'], 'Actual Deduction': ['deducted'], 抵扣后包剩余量: ['after'], 'Remaining After Deduction': ['after'],
  资源包单位: ['packageUnit'], 'Package Unit': ['packageUnit'], 被抵扣资源原始用量单位: ['rawUnit'], 'Raw Usage Unit': ['rawUnit'],
  被抵扣资源归属UIN: ['owner'], 'Usage Owner UIN': ['owner'], 被抵扣资源计费项: ['item'], 'Billing Item': ['item'],
  被抵扣资源原始用量: ['raw'], 'Raw Usage': ['raw'], 抵扣系数: ['coefficient'], 'Deduction Factor': ['coefficient'],
  用量开始时间: ['start'], 用量结束时间: ['end'], 开始使用时间: ['start'], 结束使用时间: ['end'], 'Usage Start Time': ['start'], 'Usage End Time': ['end'],
  使用者UIN: ['owner'], 'Owner Account ID': ['owner'], 资源ID: ['instance'], 'Instance ID': ['instance'], 计费模式: ['mode'], 'Billing Mode': ['mode'],
  交易类型: ['transaction'], 'Transaction Type': ['transaction'], 交易ID: ['id'], 'Transaction ID': ['id'], 扣费时间: ['at'], 'Transaction Time': ['at'],
  组件名称: ['item'], 'Component Name': ['item'], 组件刊例价: ['price'], 'Component List Price': ['price'], 组件价格单位: ['priceUnit'], 'Component Price Measurement Unit': ['priceUnit'],
  组件用量: ['usage'], 'Component Usage': ['usage'], '原始用量/时长': ['raw'], '抵扣用量/时长（含资源包）': ['deducted'], 使用时长: ['duration'], 'Usage Duration': ['duration'],
  组件原价: ['original'], 'Original Cost': ['original'], 预留实例抵扣组件原价: ['ri'], 'RI Deduction (Cost)': ['ri'], 'RI Deduction (Duration)': ['riDuration'],
  折扣率: ['rate'], 'Discount Multiplier': ['rate'], 'Customer Discount Rate': ['rate'], 优惠后总价: ['discounted'], 'Total Amount Before Voucher': ['discounted'],
  'Total Amount After Discount (Excluding Tax)': ['discounted'], '代金券支出(元)': ['voucher'], 'Voucher Deduction': ['voucher'], 'Customer Voucher Deduction': ['voucher'],
  '赠送账户支出(元)': ['granted'], '现金账户支出(元)': ['cash'], 'Total Cost': ['net'], 'Amount Before Tax': ['net'], 'Tax Rate': ['taxRate'], 'Tax Amount': ['tax'], 'Total Cost (Including Tax)': ['gross'],
  '周期剩余数量/总数': ['periodsRemaining', 'periodsTotal'], 'Remaining/Total Periods': ['periodsRemaining', 'periodsTotal'], 'Periods Remaining': ['periodsRemaining'], 'Periods Total': ['periodsTotal'], 周期总数: ['periodsTotal'], 动态抵扣属性: ['scope'], 'Dynamic Deduction Attribute': ['scope'],
  续费方式: ['renewalMode'], 'Renewal Mode': ['renewalMode'], 自动续费周期: ['renewalTerm'], 'Auto-Renewal Term': ['renewalTerm'],
  周期剩余数量: ['periodsRemaining'], 单周期剩余量: ['periodRemaining'], 单周期总量: ['periodTotal'], 单周期开始时间: ['periodStart'], 单周期结束时间: ['periodEnd'],
  总剩余量: ['remaining'], 总量: ['total'], 生效时间: ['effective'], 到期时间: ['expiry'],
};

export function readFile(file: DemoFile): Row[] {
  const names = file.header.map((header) => NAMES[header] ?? [header]);
  const rows: Row[] = [];
  for (const cells of file.rows()) {
    const row = new Map<string, string>();
    cells.forEach((cell, index) => {
      const [first, second] = names[index]!;
      if (second === undefined) row.set(first!, cell);
      else {
        const cut = cell.includes('\n') ? cell.indexOf('\n') : cell.lastIndexOf('/');
        row.set(first!, cut < 0 ? cell : cell.slice(0, cut));
        row.set(second, cut < 0 ? cell : cell.slice(cut + 1));
      }
    });
    rows.push(row);
  }
  return rows;
}

/** All records of a kind. Files of deductions overlap: a row counts as often as the file that has it most often. */
export function readKind(demo: Demo, kind: DemoFile['kind']): Row[] {
  const files = demo.files.filter((file) => file.kind === kind && file.taken === undefined).map(readFile);
  if (kind !== 'deductions' || files.length === 1) return files.flat();
  const known = new Map<string, number>();
  return files.flatMap((rows) => {
    const here = new Map<string, number>();
    return rows.filter((row) => {
      const key = JSON.stringify([...row]);
      const count = (here.get(key) ?? 0) + 1;
      here.set(key, count);
      if (count <= (known.get(key) ?? 0)) return false;
      known.set(key, count);
      return true;
    });
  });
}

const NUMBER = /^(-?)([\d,]+)(?:\.(\d+))?(.*)$/;

/** A printed number in units of 10^-18, and the unit glued to it. */
export function amount(text: string): { readonly value: bigint; readonly unit: string } {
  const match = NUMBER.exec(text);
  if (match === null) throw new Error(`not a number: ${text}`);
  const [, sign, whole = '', fraction = '', unit = ''] = match;
  const digits = BigInt(whole.replaceAll(',', '') + fraction.padEnd(18, '0'));
  return { value: sign === '-' ? -digits : digits, unit };
}

export function value(row: Row, name: string): bigint {
  return amount(row.get(name)!).value;
}

export const UNIT = 10n ** 18n;

/** A printed time as seconds of its own clock. */
export function seconds(text: string): number {
  const time = Date.parse(`${text.replace(' ', 'T')}Z`) / 1000;
  if (Number.isNaN(time)) throw new Error(`not a time: ${text}`);
  return time;
}
