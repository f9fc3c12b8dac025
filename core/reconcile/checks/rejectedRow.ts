import type { Sentence } from '../../base/text.ts';
import type { FileFact, RejectedRow } from '../../fields/facts.ts';
import type { Check, Report } from '../check.ts';
import { fileEvidence, fileTitle, headersOf } from '../files.ts';

/** A finding quotes this many cells; its rows name the others. */
const QUOTED = 5;

interface Cause {
  readonly file: FileFact;
  readonly rows: RejectedRow[];
}

/**
 * A spreadsheet has turned the account 100012345678 into `1.00012E+11` and saved the file: nobody can say any more which
 * account it was. Such a row is set aside with its line, cell and reason, and the others go in. Rows with the same
 * trouble in the same column of a file have one cause and become one finding.
 */
export const rejectedRow: Check = {
  id: 'rejected-row',
  family: 'data',
  needs: [],
  texts: {
    title: { zh: '无法读取的行', en: 'Row set aside' },
    rule: { zh: '每一行的每个单元格都能读出', en: 'Every cell of every row can be read' },
    act: { zh: '重新导出，不要用表格软件另存；或更正这些单元格后重新导入', en: 'Export again without saving in a spreadsheet, or correct these cells and import again' },
    first: { zh: '{file}：{count} 行搁置，列“{column}”', en: '{file}: {count} rows set aside, column "{column}"' },
    cell: { zh: '第 {line} 行：“{cell}”', en: 'Line {line}: "{cell}"' },
    more: { zh: '还有 {count} 行', en: '{count} more rows' },
    row: { zh: '整行', en: 'whole row' },
    number: { zh: '不是数字', en: 'It is not a number' },
    time: { zh: '不是时间，或时间为空', en: 'It is not a time, or the time is absent' },
    month: { zh: '不是月份', en: 'It is not a month' },
    count: { zh: '不是整数', en: 'It is not a whole number' },
    'id-damaged': { zh: '编号被表格软件改成了数字，尾数已丢失', en: 'A spreadsheet turned the identifier into a number and lost its digits' },
    'number-damaged': { zh: '数字被表格软件改成了科学计数，位数已丢失', en: 'A spreadsheet turned the number into an exponent and lost digits' },
    unit: { zh: '单位无法识别，或与同一行的单位矛盾', en: 'The unit is unknown or contradicts another unit of the row' },
    'id-missing': { zh: '没有编号，或整行没有可用的值', en: 'The identifier is absent, or the row holds no value' },
    cells: { zh: '单元格比表头多', en: 'There are more cells than headers' },
  },
  start(_world, report) {
    const causes = new Map<string, Cause>();
    return {
      file(file) {
        const kept = file.counts.stored + file.counts.known;
        if (kept > 0) report.pass(kept);
      },
      rejected(row, file) {
        const key = `${row.file}|${row.field}|${row.reason}`;
        const cause = causes.get(key);
        if (cause === undefined) causes.set(key, { file, rows: [row] });
        else cause.rows.push(row);
      },
      end() {
        for (const cause of causes.values()) tell(report, cause);
      },
    };
  },
};

function tell(report: Report, { file, rows }: Cause): void {
  const sorted = [...rows].sort((a, b) => a.line - b.line);
  const { field, reason } = sorted[0]!;
  const column = field === '' ? '@rejected-row.row' : headersOf(file.kind, [field]);
  const why: Sentence[] = [
    report.say('first', { file: fileTitle(file), count: sorted.length, column }),
    report.say(reason),
    ...sorted.slice(0, QUOTED).map(({ line, cell }) => report.say('cell', { line, cell })),
    ...(sorted.length > QUOTED ? [report.say('more', { count: sorted.length - QUOTED })] : []),
  ];
  for (const { line } of sorted) {
    report.fail({
      severity: 'error',
      // Padded, so that lines stand in their order.
      subject: [file.name, file.sheet, field, reason, String(line).padStart(9, '0')],
      cause: [file.name, file.sheet ?? '', field, reason].join('|'),
      rows: [fileEvidence(file, line)],
      why,
    });
  }
}
