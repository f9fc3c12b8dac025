import { AppError } from '../base/errors.ts';
import type { Say } from '../base/text.ts';
import { writeCsv } from '../export/csv.ts';
import { decisionCells, decisionColumns } from '../export/reportTrail.ts';
import type { OutRow } from '../export/rowSource.ts';
import type { OutColumn } from '../export/tableColumns.ts';
import { writeWorkbook } from '../export/xlsx.ts';
import { RECORD_KINDS } from '../fields/field.ts';
import type { Store } from '../store/store.ts';
import { auditTrail, type AuditTrail } from './auditTrail.ts';
import { nodeCodecs } from './codecs.ts';
import type { Redactor } from './redactor.ts';
import { saveFile } from './saveFile.ts';
import { storedFinding } from './storedFinding.ts';
import { saveTable, viewTable, type TableFormat } from './viewTable.ts';

/**
 * Saves all rows of a view as .xlsx or .csv, records as the page does without filters. Throws `view-unknown`,
 * `option-value`, `out-unwritable` and `disk-full`.
 */
export async function saveView(view: string, path: string, store: Store, say: Say, redactor: Redactor | null = null): Promise<void> {
  const format = formatOf(path);
  if (view === 'findings') {
    const { name, columns, rows } = findingsTable(store, say, redactor);
    await saveFile(path, format === 'csv' ? writeCsv(columns.map(({ header }) => header), rows) : writeWorkbook([{ name, columns, rows }], nodeCodecs));
    return;
  }
  const kind = RECORD_KINDS.find((candidate) => candidate === view);
  if (kind === undefined) throw new AppError('view-unknown', { view });
  const views = store.views();
  await views.frozen(() => saveTable(path, format, viewTable(views, { view: kind, filters: [], quick: '', sort: [], scope: {} }, { twins: format === 'xlsx', say, redactor })));
}

function formatOf(path: string): TableFormat {
  if (/\.xlsx$/i.test(path)) return 'xlsx';
  if (/\.csv$/i.test(path)) return 'csv';
  throw new AppError('option-value', { option: '--out', value: path, expected: '.xlsx, .csv' });
}

interface Table {
  readonly name: string;
  readonly columns: readonly OutColumn[];
  readonly rows: Iterable<OutRow>;
}

/** With all that explains a finding, which the page shows elsewhere. */
function findingsTable(store: Store, say: Say, redactor: Redactor | null): Table {
  const run = store.runs.latest();
  const column = (name: string, kind: OutColumn['kind'] = 'text'): OutColumn => ({ header: say(`report.col.${name}`), kind });
  return {
    name: say('report.sheet.findings'),
    columns: [column('severity'), column('check'), column('title'), column('key'), column('packageId'), column('transactionId'), column('product'), column('quantity'), column('quantityNumber', 'number'), column('unit'), column('money'), column('moneyNumber', 'number'), column('currency'), column('why', 'wrap'), ...decisionColumns(say)],
    rows: findingRows(run?.findings ?? [], auditTrail(store, () => store.views()), say, redactor),
  };
}

function* findingRows(findings: readonly { readonly body: string }[], trail: AuditTrail, say: Say, redactor: Redactor | null): Generator<OutRow> {
  for (const { body } of findings) {
    const finding = storedFinding(body);
    const { severity, check, packageId, transactionId, product, quantity, unit, money, currency, why } = finding;
    const key = redactor === null ? finding.key : redactor.of('finding', finding.key);
    const tell = redactor === null ? say : redactor.say(say);
    const decision = trail.decisionOf(finding);
    const hidden = (kind: 'note' | 'person', text: string | null): string | null => (text === null || redactor === null ? text : redactor.of(kind, text));
    const row: OutRow = [
      say(`severity.${severity}`), check, say(`${check}.title`), key, packageId, transactionId, product, quantity?.toString() ?? null, quantity === null ? null : { number: quantity.toString() }, unit,
      money?.toString() ?? null, money === null ? null : { number: money.toString() }, currency, why.map((sentence) => tell(sentence.id, sentence.values)).join('\n'),
      ...decisionCells({ ...decision, reason: hidden('note', decision.reason), note: hidden('note', decision.note), who: hidden('person', decision.who) }, say),
    ];
    yield redactor === null ? row : row.map((cell) => redactor.cell(cell));
  }
}
