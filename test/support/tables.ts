import type { ByteRecords } from '../../core/import/byteRecords.ts';
import { CellRows } from '../../core/import/cellRows.ts';
import type { Cell, SourceRow, Table } from '../../core/import/table.ts';

/** Rows of cells as the readers deliver them, numbered from line 1. */
export function rowsOf(cells: readonly (readonly Cell[])[]): SourceRow[] {
  return cells.map((row, index) => ({ line: index + 1, cells: row }));
}

/** The same rows as records in bytes. */
export function recordsOf(rows: readonly SourceRow[]): ByteRecords {
  const made = new CellRows();
  for (const { line, cells } of rows) {
    made.startRow(line);
    cells.forEach((cell, column) => made.put(column, cell));
    made.endRow();
  }
  return made.taken();
}

/** A table in memory; `breaks` is thrown once all rows are delivered. */
export function tableOf(cells: readonly (readonly Cell[])[], { batch = 7, breaks, ...table }: Partial<Omit<Table, 'rows'>> & { batch?: number; breaks?: Error } = {}): Table {
  const rows = rowsOf(cells);
  return {
    path: [],
    sheet: null,
    format: 'csv',
    encoding: 'utf-8',
    ...table,
    async *rows() {
      for (let at = 0; at < rows.length; at += batch) yield recordsOf(rows.slice(at, at + batch));
      if (breaks !== undefined) throw breaks;
    },
  };
}

export const DEDUCTION_HEADER = [
  '资源包归属UIN', '资源包名称', '资源包ID', '产品名称', '子产品名称', '资源包类型', '抵扣时间', '抵扣前包剩余量', '资源包单位', '实际抵扣量', '抵扣后包剩余量',
  '被抵扣资源归属UIN', '被抵扣资源产品', '被抵扣资源子产品', '被抵扣资源计费项', '被抵扣资源原始用量', '被抵扣资源原始用量单位', '抵扣系数', '用量开始时间', '用量结束时间',
] as const;

export interface DeductionCells {
  readonly id: string;
  readonly at: string;
  readonly before: string;
  readonly deducted: string;
  readonly after: string;
  readonly start: string;
  readonly end: string;
  readonly item: string;
  readonly owner: string;
}

/** One deduction in the columns of `DEDUCTION_HEADER`. */
export function deduction(cells: Partial<DeductionCells> = {}): string[] {
  const { id = 'trtcpkg-0a11', at = '2025-05-08 02:05:11', before = '20,000.000000000', deducted = '0.293333333', after = '19,999.706666667',
    start = '2025-05-08 01:00:00', end = '2025-05-08 01:59:59', item = 'AI 智能识别时长', owner = '100023456789' } = cells;
  return ['100012345678', `名称-${id}`, id, '实时音视频', 'TRTC AI 智能识别', '总量递减', at, before, '分钟', deducted, after, owner, '实时音视频', 'TRTC AI 智能识别', item,
    '17.6', '秒', '1', start, end];
}

export const BILL_HEADER = [
  '支付者UIN', '使用者UIN', '操作者UIN', '产品名称', '子产品名称', '计费模式', '交易类型', '交易ID', '扣费时间', '开始使用时间', '结束使用时间', '组件类型', '组件名称', '组件刊例价',
  '组件价格单位', '组件用量', '组件用量单位', '组件原价', '折扣率', '优惠后总价', '资源ID',
] as const;

export interface BillCells {
  readonly transaction: string;
  readonly product: string;
  readonly type: string;
  readonly mode: string;
  readonly amount: string;
  readonly owner: string;
}

/** One bill line in the columns of `BILL_HEADER`. */
export function billLine(cells: Partial<BillCells> = {}): string[] {
  const { transaction = '20250508000000007530', product = '实时音视频', type = '按量计费小时结', mode = '按量计费', amount = '0.89705000', owner = '100023456789' } = cells;
  return ['100012345678', owner, owner, product, 'TRTC AI 智能识别', mode, type, transaction, '2025-07-31 22:38:33', '2025-07-31 21:00:00', '2025-07-31 21:59:59', 'AI 智能识别时长',
    'AI 智能识别时长', '0.00035', '元/秒', '2563.00000000', '秒', amount, '1', amount, 'ins-trtc-789-0'];
}

export const PACKAGE_HEADER = [
  '资源包名称/资源包ID', '产品名称', '子产品名称', '地域/可用区', '状态/资源类型', '容量单位', '单周期剩余量/总量', '单周期开始/结束时间', '周期剩余数量/总数', '总剩余量/总量',
  '组合包容量信息', '动态抵扣属性', '生效/到期时间', '包失效时间', '续费方式', '自动续费周期',
] as const;

export function packageRow({ id = 'textpkg-1b01', remaining = '0.000000000' }: { id?: string; remaining?: string } = {}): string[] {
  return [`文本内容安全/服务-1b01/${id}`, 'T-Sec-文本内容安全', '文本内容安全/服务', '华南地区(广州)/广州三区', '已用尽/总量递减', '条', '-', '-', '-', `${remaining}/400,000.000000000`, '-', '-',
    '2025-05-01 00:00:00/2026-05-31 23:59:59', '2025-07-23 21:06:27', '手动续费', '-'];
}
