import type { Say } from '../base/text.ts';
import { formatMonth } from '../base/time.ts';
import { writeCsv } from '../export/csv.ts';
import type { PackedColumn, PackedRow, PackedRows } from '../export/packed.ts';
import type { OutColumn } from '../export/tableColumns.ts';
import { writeWorkbook } from '../export/xlsx.ts';
import { isDecimalKind, type Field } from '../fields/field.ts';
import { CATALOGUES } from '../fields/index.ts';
import { EXTRA_PREFIX, FILE_COLUMN, type Query, type View } from '../fields/views.ts';
import { fileTitle } from '../store/views/display.ts';
import { wideDigits, type StoredColumn, type StoredRows } from '../store/views/storedRows.ts';
import type { ViewReader } from '../store/views/viewReader.ts';
import { nodeCodecs } from './codecs.ts';
import type { Redactor } from './redactor.ts';
import { saveFile } from './saveFile.ts';

/** A view as a table to be saved. */
export interface ViewTable {
  readonly name: string;
  readonly total: number;
  readonly columns: readonly OutColumn[];
  readonly rows: PackedRows;
}

export interface ViewTableOptions {
  /** Keys of columns in their order; without them all that some file has, in the source's order. */
  readonly keys?: readonly string[] | undefined;
  /** Every decimal twice: as exact text, and as a number that can be added up. */
  readonly twins: boolean;
  readonly say: Say;
  /** Hides whose the rows are. */
  readonly redactor?: Redactor | null;
}

/** All rows of a query in its order. Throws `input-invalid` for a column that the view does not have. */
export function viewTable(views: ViewReader, query: Query, { keys, twins, say, redactor = null }: ViewTableOptions): ViewTable {
  const { view } = query;
  const offered = views.columns(view);
  const stored = views.stored(query, keys ?? offered.filter((column) => column.isPresent).map((column) => column.key));
  const columns: OutColumn[] = [];
  const packed: PackedColumn[] = [];
  for (const column of stored.columns) {
    const header = offered.find(({ key }) => key === column.key)?.header ?? headerOf(view, column.key, say);
    const plain = packedColumn(view, column, stored, views, say);
    const own = redactor === null ? plain : redactedColumn(view, column.key, plain, redactor);
    columns.push({ header, kind: own.as === 'count' ? 'number' : 'text' });
    packed.push(own);
    if (own.as === 'decimal' && twins) {
      columns.push({ header: say('report.number', { label: header }), kind: 'number' });
      packed.push({ ...own, as: 'twin' });
    }
  }
  const name = say(view === 'findings' ? 'report.sheet.findings' : `kind.${view}`);
  return { name, total: stored.total, columns, rows: { columns: packed, blocks: stored.blocks() } };
}

/** Where the names of choices stand that only findings have. */
const FINDING_CHOICES: Readonly<Record<string, string>> = { severity: 'severity', status: 'ui.decision' };

export type TableFormat = 'xlsx' | 'csv';

/**
 * Saves a table; `onRows` is told how many rows are done now and then, may take its time, and stops the saving where it
 * throws. Throws `out-unwritable` and `disk-full`.
 */
export async function saveTable(path: string, format: TableFormat, { name, columns, rows }: ViewTable, onRows?: (rows: number) => Promise<void>): Promise<void> {
  const told: PackedRows = { columns: rows.columns, blocks: onRows === undefined ? rows.blocks : toldBlocks(rows.blocks, onRows) };
  await saveFile(path, format === 'csv' ? writeCsv(columns.map(({ header }) => header), told, { held: 1 }) : writeWorkbook([{ name, columns, rows: told }], nodeCodecs));
}

async function* toldBlocks(blocks: PackedRows['blocks'], onRows: (rows: number) => Promise<void>): AsyncGenerator<readonly PackedRow[]> {
  let rows = 0;
  for await (const block of blocks) {
    await onRows(rows);
    yield block;
    rows += block.length;
  }
}

function fieldOf(view: View, key: string): Field | undefined {
  return view === 'findings' ? undefined : CATALOGUES[view].fields.find((one) => one.key === key);
}

function headerOf(view: View, key: string, say: Say): string {
  if (key.startsWith(EXTRA_PREFIX)) return key.slice(EXTRA_PREFIX.length);
  return say(fieldOf(view, key) === undefined ? `report.col.${key}` : `field.${view}.${key}`);
}

function packedColumn(view: View, { key, kind, storage, header, at }: StoredColumn, { fileAt }: StoredRows, views: ViewReader, say: Say): PackedColumn {
  const choices = fieldOf(view, key)?.choices ?? (view === 'findings' ? FINDING_CHOICES[key] : undefined);
  const named = (text: string): string => (choices === undefined ? text : nameOf(`${choices}.${text}`, text, say));
  if (isDecimalKind(kind)) return { as: 'decimal', at, decimals: view === 'findings' ? () => 0 : printedDecimals(views, fileAt, key), digits: wideDigits };
  switch (storage) {
    case 'ref':
      return { as: 'code', at, text: (code) => named(views.text(code)) };
    case 'file':
      return { as: 'code', at, text: (code) => titleOf(views, code) };
    case 'extra':
      return { as: 'code', at, text: (code) => cellOf(views.text(code), header) };
    case 'text':
      return choices === undefined ? { as: 'text', at } : { as: 'text', at, named };
    default:
      return kind === 'time' || kind === 'count' ? { as: kind, at } : { as: 'code', at, text: formatMonth };
  }
}

/** The texts of a column without what identifies somebody; those of columns that nobody knows are hidden altogether. */
function redactedColumn(view: View, key: string, column: PackedColumn, redactor: Redactor): PackedColumn {
  const hide = (text: string): string => {
    if (key.startsWith(EXTRA_PREFIX)) return redactor.of('other', text);
    if (key === FILE_COLUMN) return redactor.of('file', text);
    if (view === 'findings') return key === 'key' ? redactor.of('finding', text) : redactor.text(text);
    return redactor.field(view, key, text);
  };
  if (column.as === 'text') return { ...column, named: (text) => hide(column.named === undefined ? text : column.named(text)) };
  if (column.as !== 'code') return column;
  return { ...column, text: (code) => {
    const text = column.text(code);
    return text === null ? null : hide(text);
  } };
}

/** What a choice is called, where it has a name. */
function nameOf(id: string, text: string, say: Say): string {
  const name = say(id);
  return name === id ? text : name;
}

/** The cell under a header that we do not know, `null` where the row's file has no such column. */
function cellOf(json: string, header: string): string | null {
  const cells = JSON.parse(json) as Readonly<Record<string, string>>;
  return Object.hasOwn(cells, header) ? cells[header]! : null;
}

function titleOf(views: ViewReader, file: number): string {
  const fact = views.files().get(file);
  return fact === undefined ? '?' : fileTitle(fact);
}

/** How many decimals the row's file prints in a column; rows of one file follow each other. */
function printedDecimals(views: ViewReader, fileAt: number, key: string): (row: PackedRow) => number {
  const files = views.files();
  let lastFile = Number.NaN;
  let decimals = 0;
  return (row) => {
    const file = row[fileAt] as number;
    if (file !== lastFile) {
      lastFile = file;
      decimals = files.get(file)?.scales[key]?.most ?? 0;
    }
    return decimals;
  };
}
