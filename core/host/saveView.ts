import { AppError } from '../base/errors.ts';
import type { Say } from '../base/text.ts';
import { writeCsv } from '../export/csv.ts';
import type { OutRow } from '../export/rowSource.ts';
import { fieldColumns, type OutColumn } from '../export/tableColumns.ts';
import { writeWorkbook } from '../export/xlsx.ts';
import { RECORD_KINDS, type FieldValue, type Provenance, type RecordKind } from '../fields/field.ts';
import { CATALOGUES } from '../fields/index.ts';
import type { Store } from '../store/store.ts';
import { nodeCodecs } from './codecs.ts';
import { saveFile } from './saveFile.ts';
import { storedFinding } from './storedFinding.ts';

export const VIEWS = [...RECORD_KINDS, 'findings'] as const;
export type View = (typeof VIEWS)[number];

interface Table {
  readonly name: string;
  readonly columns: readonly OutColumn[];
  rows(): Iterable<OutRow>;
}

/** Saves all rows of a view as .xlsx or .csv. Throws `view-unknown`, `option-value`, `out-unwritable` and `disk-full`. */
export async function saveView(view: string, path: string, store: Store, say: Say): Promise<void> {
  const table = tableOf(view, store, say);
  if (/\.xlsx$/i.test(path)) await saveFile(path, writeWorkbook([{ name: table.name, columns: table.columns, rows: table.rows() }], nodeCodecs));
  else if (/\.csv$/i.test(path)) await saveFile(path, writeCsv(table.columns.map((column) => column.header), table.rows()));
  else throw new AppError('option-value', { option: '--out', value: path, expected: '.xlsx, .csv' });
}

function tableOf(view: string, store: Store, say: Say): Table {
  if (view === 'findings') return findingsTable(store, say);
  const kind = RECORD_KINDS.find((candidate) => candidate === view);
  if (kind === undefined) throw new AppError('view-unknown', { view });
  return recordsTable(kind, store, say);
}

function recordsTable(kind: RecordKind, store: Store, say: Say): Table {
  const data = store.dataset();
  const files = new Map(data.files.map((file) => [file.id, file]));
  const fields = fieldColumns(CATALOGUES[kind].fields, kind, say);
  return {
    name: say(`kind.${kind}`),
    columns: [...fields.columns, { header: say('report.col.file'), kind: 'text' }, { header: say('report.col.line'), kind: 'number' }],
    *rows() {
      for (const row of data[kind]() as Iterable<Provenance & Readonly<Record<string, FieldValue>>>) {
        const file = files.get(row.file);
        yield [...fields.cells(row, (field) => file?.scales[field]?.most ?? 0), file?.name ?? '?', { number: String(row.line) }];
      }
    },
  };
}

function findingsTable(store: Store, say: Say): Table {
  const run = store.runs.latest();
  const column = (name: string, kind: OutColumn['kind'] = 'text'): OutColumn => ({ header: say(`report.col.${name}`), kind });
  return {
    name: say('report.sheet.findings'),
    columns: [column('severity'), column('check'), column('title'), column('key'), column('packageId'), column('transactionId'), column('product'), column('quantity'), column('quantityNumber', 'number'), column('unit'), column('money'), column('moneyNumber', 'number'), column('currency'), column('why', 'wrap')],
    *rows() {
      for (const { body } of run?.findings ?? []) {
        const { severity, check, key, packageId, transactionId, product, quantity, unit, money, currency, why } = storedFinding(body);
        yield [
          say(`severity.${severity}`), check, say(`${check}.title`), key, packageId, transactionId, product, quantity?.toString() ?? null, quantity === null ? null : { number: quantity.toString() }, unit,
          money?.toString() ?? null, money === null ? null : { number: money.toString() }, currency, why.map((sentence) => say(sentence.id, sentence.values)).join('\n'),
        ];
      }
    },
  };
}
