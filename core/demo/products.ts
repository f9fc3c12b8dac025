import { DAY, HOUR } from '../base/time.ts';
import { fine, nano, rate, type Fine, type Nano, type Rate } from './fixed.ts';

/** How the balance of a package goes: as the vendor's types, with the length of a period. */
export type Shape = 'total' | 'month' | 'anniversary' | 'day' | 'slice' | 'unlimited' | 'combo';

/** One billing item and what it takes from a package. */
export interface ItemSpec {
  readonly name: string;
  readonly rawUnit: string;
  /** Package units in one raw unit, as a ratio. */
  readonly ratio: readonly [bigint, bigint];
  readonly coefficient: Nano;
  readonly listPrice: Fine;
  /** What the price is for, after the currency: `/100个/小时`. */
  readonly per: string;
  /** The number inside the unit of the price. */
  readonly inside: bigint;
  /** Decimals of the raw usage, and the most that one record uses, counted in its last decimal. */
  readonly decimals: number;
  readonly most: number;
}

export interface ProductSpec {
  /** Stem of the ids. */
  readonly code: string;
  readonly product: string;
  readonly subproduct: string;
  readonly shape: Shape;
  readonly unit: string;
  readonly items: readonly ItemSpec[];
  /** How much usage time one record covers, and how often usage is settled, in seconds. */
  readonly recordSeconds: number;
  readonly settleSeconds: number;
  /** The China bill prints raw and deducted usage. */
  readonly printsRaw: boolean;
  /** Fully covered usage leaves a line of zero in the bill. */
  readonly zeroLines: boolean;
  readonly owners: number;
  readonly discount: Rate;
  readonly durationUnit: '次' | '小时' | '秒';
  readonly free: boolean;
  /** Balances have 9 decimals that are not zero from the start. */
  readonly fineBalances: boolean;
}

type Options = Partial<Omit<ProductSpec, 'code' | 'product' | 'subproduct' | 'shape' | 'unit' | 'items'>>;

function product(code: string, names: readonly [string, string], shape: Shape, unit: string, items: readonly ItemSpec[], options: Options = {}): ProductSpec {
  return {
    code, product: names[0], subproduct: names[1], shape, unit, items,
    recordSeconds: HOUR, settleSeconds: HOUR, printsRaw: false, zeroLines: true, owners: 1, discount: rate('1'),
    durationUnit: '次', free: false, fineBalances: false, ...options,
  };
}

interface Use {
  readonly coefficient?: string;
  readonly ratio?: readonly [bigint, bigint];
  readonly per?: string;
  readonly inside?: bigint;
  readonly decimals?: number;
}

function item(name: string, rawUnit: string, price: string, most: number, use: Use = {}): ItemSpec {
  return {
    name, rawUnit, most, ratio: use.ratio ?? [1n, 1n], coefficient: nano(use.coefficient ?? '1'), listPrice: fine(price),
    per: use.per ?? `/${rawUnit}`, inside: use.inside ?? 1n, decimals: use.decimals ?? 0,
  };
}

/** The products that every demo has, from the vendor's list of those whose packages the pages show. */
export const PRODUCTS: readonly ProductSpec[] = [
  product('trtc', ['实时音视频', 'TRTC AI 智能识别'], 'total', '分钟', [item('AI 智能识别时长', '秒', '0.00035', 40_000, { ratio: [1n, 60n], decimals: 1 })], { printsRaw: true, owners: 2 }),
  product('text', ['T-Sec-腾讯安全天御-文本内容安全', '文本内容安全/服务'], 'total', '条', [item('文本审核', '条', '0.0015', 900, { coefficient: '2' })], { zeroLines: false, discount: rate('0.85') }),
  product('audi', ['T-Sec-腾讯安全天御-音频内容安全（AMS）', '音频内容安全/服务'], 'total', '次', [item('音频审核时长', '小时', '1.08', 6000, { coefficient: '500', decimals: 3 })], { zeroLines: false }),
  product('ccc', ['云呼叫中心', '通信套餐包'], 'month', '分钟', [item('通话时长', '分钟', '0.12', 180)], { printsRaw: true, owners: 2 }),
  product('ems', ['弹性微服务', '弹性微服务-预留券'], 'slice', '核*时', [item('CPU', '核*时', '0.25', 100, { decimals: 1 })], { printsRaw: true }),
  product('llm', ['腾讯云大模型知识引擎', '腾讯云智能体开发平台_DeepSeek-V3_token 资源包'], 'total', '千token', [
    item('输入 token', 'token', '0.000002', 90_000, { ratio: [1n, 1000n] }),
    item('输出 token', 'token', '0.000008', 40_000, { ratio: [1n, 1000n], coefficient: '4' }),
  ], { fineBalances: true }),
  product('vpc', ['私有网络', '专属可用区-VPCGW-线上'], 'unlimited', 'GB', [item('网关流量', 'GB', '0.5', 40_000, { decimals: 3 })], { printsRaw: true }),
  product('cap', ['验证码', '验证码流量包'], 'day', '次', [item('验证次数', '次', '0.0045', 4000)], { discount: rate('0.9') }),
  product('did', ['分布式身份', '分布式身份-公有云-基础版'], 'total', '个', [item('身份标识数', '个', '0.5', 700, { per: '/100个/小时', inside: 100n })], { durationUnit: '小时' }),
  product('gme', ['游戏多媒体引擎', '游戏多媒体引擎-音频'], 'anniversary', '分钟', [item('语音时长', '小时', '0.48', 9000, { ratio: [60n, 1n], decimals: 3 })], { owners: 2 }),
  product('qidian', ['腾讯企点客服', '电话客服'], 'combo', '-', [item('通话时长', '分钟', '0.15', 200, { decimals: 1 }), item('短信', '条', '0.045', 90)]),
  product('cnb', ['云原生构建', 'CNB SaaS 免费配额'], 'month', '核*时', [item('云原生构建', '核*时', '0.1', 900, { coefficient: '0.5', decimals: 2 })], { free: true }),
  product('img', ['T-Sec-腾讯安全天御—图片内容安全', '图片内容安全/服务'], 'total', '张', [
    item('图片审核', '张', '0.0025', 500), item('缩略图审核', '张', '0.001', 500, { coefficient: '0.4' }), item('长图审核', '张', '0.0375', 40, { coefficient: '15' }),
  ], { zeroLines: false, discount: rate('0.7'), fineBalances: true }),
  product('hy', ['腾讯云大模型知识引擎', '腾讯云智能体开发平台_混元大模型Turbo版_token 资源包'], 'total', 'token', [item('Turbo token', '千token', '0.00000311', 4_000_000_000, { ratio: [1000n, 1n], coefficient: '0.4', decimals: 3 })], { fineBalances: true }),
  product('av', ['实时音视频', '实时音视频-音视频通话'], 'total', '分钟', [
    item('语音时长', '分钟', '0.007', 60), item('标清视频时长', '分钟', '0.014', 60, { coefficient: '2' }), item('高清视频时长', '分钟', '0.028', 60, { coefficient: '4' }),
  ], { printsRaw: true, recordSeconds: 300 }),
  product('gs', ['全局融合存储', 'Global Storage 外网下行流量按月套餐'], 'month', 'GB', [item('外网下行流量', 'GB', '0.5', 90_000, { decimals: 3 })], { recordSeconds: DAY, settleSeconds: DAY }),
];

/** Plain products with one item each, for planted faults: nothing about them gets in the way of the fault. */
export const PLAIN: readonly ProductSpec[] = [
  product('rce', ['T-Sec-腾讯安全天御-全栈式风控引擎 (RCE)', '全栈式风控引擎/服务'], 'total', '次', [item('风险识别', '次', '0.02', 800, { coefficient: '2' })]),
  product('doc', ['腾讯云大模型知识引擎', '腾讯云大模型知识引擎_文档解析'], 'total', '页', [item('文档解析', '页', '0.008', 500, { coefficient: '0.5' })], { zeroLines: false }),
  product('vid', ['T-Sec-腾讯安全天御-视频内容安全', '点播-视频内容安全/服务'], 'total', '分钟', [item('点播审核时长', '秒', '0.0006', 90_000, { ratio: [1n, 60n], decimals: 1 })], { fineBalances: true }),
  product('emb', ['腾讯云大模型知识引擎', '腾讯云大模型知识引擎_Embedding'], 'total', '千token', [item('Embedding token', 'token', '0.0000007', 9_000_000, { ratio: [1n, 1000n], coefficient: '4' })], { zeroLines: false, fineBalances: true }),
];

/** Packages per month, without limit, and with raw usage in the China bill, for the faults that need them. */
export const PLAIN_MONTH: ProductSpec = product('plug', ['实时互动应用适配插件', '数字资产插件'], 'month', '次', [item('资产调用', '次', '0.03', 300)], { zeroLines: false });
export const PLAIN_UNLIMITED: ProductSpec = product('port', ['专线接入', '专线接入-端口月租费'], 'unlimited', 'GB', [item('端口流量', 'GB', '0.35', 20_000, { decimals: 2 })], { zeroLines: false });

/** A product of servers: no packages, but hourly lines with reserved instances. */
export const SERVER: ProductSpec = product('cvm', ['云服务器CVM', '云服务器CVM-标准型S5'], 'unlimited', '核', [item('CPU', '核', '0.00001389', 8, { per: '/核/秒' })], { durationUnit: '秒', discount: rate('0.3355') });

export function productOf(code: string): ProductSpec {
  return [...PRODUCTS, ...PLAIN, PLAIN_MONTH, PLAIN_UNLIMITED].find((entry) => entry.code === code)!;
}
