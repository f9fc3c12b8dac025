import type { FileFact } from '../../fields/facts.ts';
import type { Check } from '../check.ts';
import { fileEvidence, fileTitle } from '../files.ts';

/** The page shows no more rows than this; a file with exactly as many was cut there. */
const PAGE_ROWS = 50_000;

/** A name that says which part of a split export it is. */
interface Part {
  readonly stem: string;
  readonly number: number;
  /** `part 2` says that there is a part 1; `(2)` may be the second download of one file. */
  readonly outspoken: boolean;
  readonly file: FileFact;
}

/**
 * A copy of the page holds 50,000 rows and no more, whatever there was; and a big export comes in parts, of which one is
 * easily left behind in the download folder. Both look complete. Names are judged only where they cannot mean anything
 * else: `details_part1.csv` and `details_part3.csv` lack part 2, while a single `details (1).csv` is just a second download.
 */
export const truncatedExport: Check = {
  id: 'truncated-export',
  family: 'data',
  needs: [],
  texts: {
    title: { zh: '导出被截断', en: 'Truncated export' },
    rule: { zh: '抵扣明细不是恰好 50,000 行，分卷导出的每一卷都在', en: 'No deduction file has exactly 50,000 rows, and no part of a split export is missing' },
    act: { zh: '缩短用量时间后重新导出；补齐缺少的分卷', en: 'Export shorter windows of usage time; add the missing parts' },
    limit: { zh: '{file} 恰好 {rows} 行：控制台页面最多显示 50,000 行', en: '{file} has exactly {rows} rows: the page shows 50,000 at most' },
    part: { zh: '有 {files}，缺少第 {missing} 卷', en: '{files} are there, part {missing} is missing' },
  },
  start(_world, report) {
    const parts: Part[] = [];
    return {
      file(file) {
        const part = partOf(file);
        if (part !== null) parts.push(part);
        const rows = file.counts.read - file.counts.ignored;
        if (file.kind !== 'deductions' || rows !== PAGE_ROWS) {
          report.pass();
          return;
        }
        report.fail({
          severity: 'warning',
          subject: [file.name, file.sheet, 'limit'],
          rows: [fileEvidence(file)],
          why: [report.say('limit', { file: fileTitle(file), rows })],
        });
      },
      end() {
        for (const group of grouped(parts)) {
          for (const missing of missingParts(group)) {
            report.fail({
              severity: 'warning',
              subject: [group[0]!.stem, 'part', missing],
              rows: group.map(({ file }) => fileEvidence(file)),
              why: [report.say('part', { files: group.map(({ file }) => file.name).join(', '), missing })],
            });
          }
        }
      },
    };
  },
};

const EXTENSION = /\.(?:csv|txt|tsv|xlsx?|xlsb|ods|zip)$/i;
const WORD = /^(.*?)[\s._-]*(?<![a-z])(?:part|第)[\s._-]*(\d{1,3})\s*(?:部分|卷|份)?$/i;
/** No digit before the mark: `…-2025-05` and `…23_59_59` are dates. */
const MARKED = /^(.*[^\d\s._(（-])\s*(?:[(（](\d{1,2})[)）]|[-_](\d{1,2}))$/;

function partOf(file: FileFact): Part | null {
  const name = file.name.replace(EXTENSION, '');
  const word = WORD.exec(name);
  const match = word ?? MARKED.exec(name);
  if (match === null) return null;
  return { stem: `${file.kind}|${match[1]!}|${file.sheet ?? ''}`, number: Number(match[2] ?? match[3]), outspoken: word !== null, file };
}

function grouped(parts: readonly Part[]): Part[][] {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const same = groups.get(part.stem);
    if (same === undefined) groups.set(part.stem, [part]);
    else same.push(part);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => a.number - b.number));
}

/** Numbers that lie between known ones, and those before the first one where the name says "part". */
function missingParts(group: readonly Part[]): number[] {
  const first = group[0]!;
  const present = new Set(group.map((part) => part.number));
  const from = first.outspoken ? Math.min(1, first.number) : first.number;
  const missing: number[] = [];
  for (let number = from; number < group.at(-1)!.number; number += 1) if (!present.has(number)) missing.push(number);
  // More missing than there: the numbers are dates or versions.
  return missing.length > group.length ? [] : missing;
}
