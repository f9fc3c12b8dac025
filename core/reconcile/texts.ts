import type { Text } from '../base/text.ts';

/** Sentences that several checks say, by name under `common.`. */
export const COMMON_TEXTS: Readonly<Record<string, Text>> = {
  blocked: { zh: '无法核对：先处理 {check}', en: 'Not checkable: {check}' },
  folded: { zh: '同一原因共 {count} 处，合并为一条', en: '{count} places share this cause and are shown as one' },
  needs: { zh: '未运行：缺少{kinds}', en: 'Not run: needs {kinds}' },
  absent: { zh: '单元格为空：{fields}', en: 'Cells are absent: {fields}' },
  noColumn: { zh: '文件没有这些列：{fields}', en: 'The file has no column for: {fields}' },
  row: { zh: '{where}', en: '{where}' },
  unlimited: { zh: '无限容量包没有余量', en: 'Unlimited packages have no balance' },
  noUnit: { zh: '单位未知，无法换算', en: 'The units are unknown and do not convert' },
  noSnapshot: { zh: '没有资源包总览快照', en: 'There is no snapshot of a package overview' },
  noCapacity: { zh: '容量未知', en: 'The capacity is unknown' },
  notCovered: { zh: '抵扣明细未覆盖这段时间', en: 'The deduction files do not cover this time' },
  assumedSnapshot: { zh: '快照时间取自文件修改时间（假定）：{time}', en: 'The snapshot time is the file\'s modification time (assumed): {time}' },
  assumedPolicy: { zh: '按默认抵扣规则判断（假定）：{what}', en: 'Judged by a default policy (assumed): {what}' },
  tolerance: { zh: '容差 {tolerance}', en: 'Tolerance {tolerance}' },
  toleranceZero: { zh: '容差 0：各列小数位数相同', en: 'Tolerance 0: the columns print the same number of decimals' },
};
