import type { ErrorCode } from '../../base/errors.ts';
import { compareText } from '../../base/order.ts';
import type { Text } from '../../base/text.ts';
import type { RefusedFile } from '../../fields/facts.ts';
import type { Check } from '../check.ts';

/** Refusals that mean "this is another document", with the sentence that each becomes. */
const OTHER_DOCUMENTS: Readonly<Partial<Record<ErrorCode, Text>>> = {
  'wrong-document': { zh: '列名不属于抵扣明细、资源包总览或账单明细：{columns}', en: 'Its columns belong to none of the three documents: {columns}' },
  'wrong-document-l1': { zh: '这是汇总账单（L1）：没有组件列，请下载 L3 账单明细', en: 'It is a bill summary (L1): it has no component columns; download the L3 bill details' },
  'wrong-document-l2': { zh: '这是资源账单（L2）：没有组件列，请下载 L3 账单明细', en: 'It is a bill by resource (L2): it has no component columns; download the L3 bill details' },
  'wrong-document-consumption': { zh: '这是消耗账单：按天摊销预付费，不能用于对账', en: 'It is a consumption bill: it spreads prepaid amounts over days and cannot be reconciled' },
  'wrong-document-allocation': { zh: '这是分账账单：金额已拆分，不能用于对账', en: 'It is a cost allocation bill: its amounts are split and cannot be reconciled' },
  'wrong-document-usage': { zh: '这是用量明细：只有用量，没有抵扣和金额', en: 'It is usage details: usage only, without deductions and amounts' },
  'wrong-document-focus': { zh: '这是 {document} 账单：其中没有资源包', en: 'It is a {document} bill: it does not hold resource packages' },
  'wrong-document-other-cloud': { zh: '这是其他云的导出：{document}', en: 'It is the export of another cloud: {document}' },
  'header-missing': { zh: '没有找到表头：{seen}', en: 'No header row was found: {seen}' },
  'file-is-pdf': { zh: '这是 PDF，不是导出的表格', en: 'It is a PDF, not an exported table' },
  'file-is-html': { zh: '这是网页，不是导出的表格', en: 'It is a web page, not an exported table' },
  'file-is-image': { zh: '这是图片，不是导出的表格', en: 'It is an image, not an exported table' },
  'file-is-binary': { zh: '这不是表格文件', en: 'It is not a file with a table' },
  'file-not-a-table': { zh: '文件里没有表格', en: 'There is no table in the file' },
};

/**
 * Many of the vendor's downloads look alike. Somebody drops the consumption bill beside the deduction details: it has
 * costs and products too, but spreads prepaid amounts over days, so that no sum over it can agree with anything. Such a
 * file is refused as a whole, and this says which file and what it is.
 */
export const wrongDocument: Check = {
  id: 'wrong-document',
  family: 'data',
  needs: [],
  texts: {
    title: { zh: '文件不对', en: 'Wrong document' },
    rule: { zh: '每个文件都是资源包总览、资源包抵扣明细或 L3 账单明细', en: 'Every file is a package overview, deduction details or an L3 bill' },
    act: { zh: '从费用中心下载正确的文件后重新导入', en: 'Download the right document from the billing center and import it' },
    refused: { zh: '{file} 未导入', en: '{file} was not imported' },
    unreadable: { zh: '{file} 无法读取（{code}），不知道是什么文件', en: '{file} cannot be read ({code}), so what it is remains unknown' },
    ...OTHER_DOCUMENTS,
  },
  start(world, report) {
    return {
      file() {
        report.pass();
      },
      end() {
        for (const { name, refusal } of inOrder(world.refused)) {
          // A document of ours that lacks columns is told by missing-column.
          if (refusal.code === 'missing-column') continue;
          if (OTHER_DOCUMENTS[refusal.code] === undefined) {
            report.notCheckable(report.say('unreadable', { file: name, code: refusal.code }));
            continue;
          }
          report.fail({
            severity: 'error',
            subject: [name],
            rows: [],
            why: [report.say('refused', { file: name }), report.say(refusal.code, { document: '', columns: '', seen: '', ...refusal.values })],
          });
        }
      },
    };
  },
};

function inOrder(refused: readonly RefusedFile[]): RefusedFile[] {
  return [...refused].sort((a, b) => compareText(a.name, b.name));
}
