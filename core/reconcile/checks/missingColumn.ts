import { RECORD_KINDS, type RecordKind } from '../../fields/field.ts';
import type { RefusedFile } from '../../fields/facts.ts';
import type { Check } from '../check.ts';
import { fileEvidence, fileTitle, headersOf } from '../files.ts';

/**
 * The console's column chooser decides which columns an export has. Without 抵扣系数 no coefficient can be checked, and
 * silence about it would look like agreement: so a needed column that is absent, or whose header we do not know, is said
 * once per file.
 */
export const missingColumn: Check = {
  id: 'missing-column',
  family: 'data',
  needs: [],
  texts: {
    title: { zh: '缺少列', en: 'Missing column' },
    rule: { zh: '核对所需的每一列都在文件里', en: 'Every column that the checks need is in the file' },
    act: { zh: '在控制台的列设置里选中这些列，重新导出', en: 'Choose these columns in the console and export again' },
    missing: { zh: '{file} 没有这些列：{columns}', en: '{file} has no column for: {columns}' },
    effect: { zh: '依赖这些列的核对显示为“无法核对”', en: 'Checks that need them are shown as not checkable' },
    refused: { zh: '没有这些列就没有记录，文件未导入', en: 'Without them there is no record, so the file was not imported' },
  },
  start(world, report) {
    return {
      file(file) {
        if (file.missing.length === 0) {
          report.pass();
          return;
        }
        report.fail({
          severity: 'error',
          subject: [file.name, file.sheet],
          rows: [fileEvidence(file)],
          why: [report.say('missing', { file: fileTitle(file), columns: headersOf(file.kind, file.missing) }), report.say('effect')],
        });
      },
      end() {
        for (const { name, refusal } of world.refused) {
          if (refusal.code !== 'missing-column') continue;
          report.fail({
            severity: 'error',
            subject: [name, null],
            rows: [],
            why: [report.say('missing', { file: name, columns: refusedColumns(refusal) }), report.say('refused')],
          });
        }
      },
    };
  },
};

/** A refusal names the kind and the keys of the fields; one that does not, its columns as they stand. */
function refusedColumns({ values }: RefusedFile['refusal']): string {
  const kind = RECORD_KINDS.find((candidate: RecordKind) => candidate === values['kind']);
  const fields = String(values['fields'] ?? '').split(/,\s*/).filter((field) => field !== '');
  return kind !== undefined && fields.length > 0 ? headersOf(kind, fields) : String(values['columns'] ?? '');
}
