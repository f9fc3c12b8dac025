import type { Check } from '../check.ts';
import { CoefficientReview } from '../coefficientReview.ts';

/**
 * What a package gives for usage is the usage times a coefficient: an hour of audio costs 500 calls, so 7.028 hours cost
 * 3,514. A row that prints 450 instead charges 3,514 where 3,162.6 was due. Usage is first converted to the unit of the
 * package (seconds to minutes); where the two measure different things (hours and calls) the coefficient counts printed
 * units, as long as other rows of the item bear that out.
 *
 * Every number is printed rounded, so half a unit of the last place is allowed for each. Exceptions: a whole coefficient
 * (`1`, `500`) is a number of things and exact, even if its column prints decimals elsewhere; a fractional one is allowed
 * its rounding, but all rows of an item must agree on one true coefficient. Where a package is emptied, and in the row with
 * which the next one takes over, the usage was computed back from the deduction and may be rounded to 7 decimals although
 * more are printed. Where minutes are rounded up per day only the day's total can be checked. If nobody has documented
 * whether a prefix of bytes is 1000 or 1024, either will do.
 */
export const coefficient: Check = {
  id: 'coefficient',
  family: 'rows',
  needs: ['deductions'],
  texts: {
    title: { zh: '抵扣系数', en: 'Coefficient' },
    rule: {
      zh: '实际抵扣量 = k（用量单位→资源包单位）× 原始用量 × 抵扣系数；容差 |k·系数|·h(原始用量) + |k·原始用量|·h(系数) + h(抵扣量)，h 为末位的一半；整数系数 h = 0；按分钟向上取整的产品只核对当天合计',
      en: 'Deducted = k (usage unit to package unit) × raw usage × coefficient; tolerance |k·c|·h(raw) + |k·raw|·h(c) + h(deducted), h being half a unit of the last place; h = 0 for a whole coefficient; products that round minutes up are held to the day\'s total only',
    },
    act: { zh: '与购买页公示的抵扣系数核对；不符请提交工单', en: 'Compare with the published coefficient; if it differs, open a ticket' },
    sum: {
      zh: '{where} · {time} · {raw} {rawUnit} × {k} × 系数 {coefficient} = {expected} {unit}，文件写的是 {deducted}',
      en: '{where} · {time} · {raw} {rawUnit} × {k} × coefficient {coefficient} = {expected} {unit}, the file says {deducted}',
    },
    difference: { zh: '差额 {difference}，容差 {tolerance}', en: 'Difference {difference}, tolerance {tolerance}' },
    implied: { zh: '按此行的用量和抵扣量，系数应为 {implied}', en: 'Usage and deduction of this row mean a coefficient of {implied}' },
    others: { zh: '不是单位换算问题：该包另有 {count} 行相符', en: 'Not a matter of units: {count} other rows of the package agree' },
    rounded: { zh: '不是系数的舍入：同一计费项的其他行要求的系数与此行不可能相同', en: 'Not the rounding of the coefficient: no single coefficient fits this row and the others of the item' },
    backComputed: { zh: '原始用量可能由抵扣量反算，已按 {decimals} 位小数的舍入放宽', en: 'The usage may have been computed back from the deduction; a rounding to {decimals} decimals was allowed' },
    bytes: { zh: '1000 与 1024 进位都已尝试（假定），此处按 {base}', en: '1000 and 1024 per prefix were both tried (assumed); this is for {base}' },
    printedUnits: { zh: '{rawUnit} 与 {unit} 不换算，系数按所印单位计（其他行如此）', en: '{rawUnit} does not convert to {unit}; the coefficient counts printed units, as in other rows' },
    guessed: { zh: '文件没有印出单位，k = {k} 取自该包另外 {count} 行（假定）', en: 'The file prints no unit; k = {k} is that of {count} other rows of the package (assumed)' },
    day: {
      zh: '{day} {owner} {item}：合计 {raw} {rawUnit} × 系数 {coefficient} ÷ 60 向上取整 = {expected} {unit}，实际抵扣合计 {deducted}（{count} 行）',
      en: '{day} {owner} {item}: {raw} {rawUnit} in all × coefficient {coefficient} ÷ 60, rounded up, = {expected} {unit}; deducted in all {deducted} ({count} rows)',
    },
    dayRule: { zh: '该产品按当天累计分钟向上取整，只核对当天合计', en: 'The product rounds the day\'s minutes up, so only the day\'s total is checked' },
  },
  start(world, report) {
    const review = new CoefficientReview(world, report);
    return {
      deduction: (row, _step, history, pack) => review.hear(row, history, pack),
      // The first history of a package comes when all its rows have gone by; a package without one ends with its replay.
      history: (_history, pack) => review.settle(pack),
      replayed: (_replay, pack) => review.settle(pack),
      recall: (_pack, notes) => review.recall(notes),
      stands: (notes) => review.stands(notes),
    };
  },
};
