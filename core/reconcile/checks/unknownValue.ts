import type { Check } from '../check.ts';
import { fileEvidence, fileTitle, headersOf } from '../files.ts';

/**
 * The vendor adds words: a new status 已冻结, a new transaction type. Such a word is kept exactly as it is printed, takes
 * part in no rule that asks for its meaning, and is told once per column so that nobody believes it was understood.
 */
export const unknownValue: Check = {
  id: 'unknown-value',
  family: 'data',
  needs: [],
  texts: {
    title: { zh: '未知的值', en: 'Unknown value' },
    rule: { zh: '状态、类型、续费方式、计费模式、交易类型都是已知的词', en: 'Statuses, types, renewal modes, billing modes and transaction types are known words' },
    act: { zh: '无需操作；若该词常用，请告诉我们它的含义', en: 'Nothing to do; if the word is common, tell us what it means' },
    word: { zh: '{file} 列“{column}”：“{word}”出现 {count} 次，首次在第 {line} 行，按原样保留', en: '{file}, column "{column}": "{word}" occurs {count} times, first in line {line}, and is kept as it is' },
  },
  start(_world, report) {
    return {
      file(file) {
        if (file.unknownWords.length === 0) {
          report.pass();
          return;
        }
        for (const { field, word, count, firstLine } of file.unknownWords) {
          report.fail({
            severity: 'info',
            subject: [file.name, file.sheet, field, word],
            rows: [fileEvidence(file, firstLine)],
            why: [report.say('word', { file: fileTitle(file), column: headersOf(file.kind, [field]), word, count, line: firstLine })],
          });
        }
      },
    };
  },
};
