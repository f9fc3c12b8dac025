import { visible } from '../base/visible.ts';
import type { Say, Sentence } from '../base/text.ts';
import type { RecordKind } from '../fields/field.ts';
import type { OutRow } from '../export/rowSource.ts';
import { writeWorkbook, type SheetSpec } from '../export/xlsx.ts';
import { nodeCodecs } from './codecs.ts';
import { headerTexts, mapHeaders } from '../import/mapHeaders.ts';
import { CATALOGUES } from '../fields/index.ts';
import { IDENTIFYING } from '../fields/redaction.ts';
import type { Redactor } from './redactor.ts';
import { saveFile } from './saveFile.ts';

/** A finding with everything that the vendor's support needs to follow it. */
export interface TicketFinding {
  readonly key: string;
  readonly check: string;
  readonly packageId: string | null;
  readonly transactionId: string | null;
  readonly product: string | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly money: string | null;
  readonly currency: string | null;
  readonly rowCount: number;
  readonly why: readonly Sentence[];
  readonly rows: readonly TicketRow[];
}

/** A cited record as its file has it. */
export interface TicketRow {
  readonly kind: RecordKind;
  readonly file: string;
  readonly sheet: string | null;
  readonly line: number;
  readonly headers: readonly string[];
  readonly cells: readonly string[];
}

/** What to write into a ticket: ids, arithmetic line by line, what it is about, and where the records stand. Plain text. */
export function ticketText(finding: TicketFinding, say: Say): string {
  const { check, rows, rowCount } = finding;
  const fact = (name: string, value: string | null): string[] => (value === null ? [] : [say(`ticket.${name}`, { value })]);
  const sized = (value: string | null, unit: string | null): string | null => (value === null ? null : `${value} ${unit ?? ''}`.trim());
  const [rule, ...steps] = finding.why;
  return [
    say('ticket.title', { title: say(`${check}.title`), subject: finding.packageId ?? finding.transactionId ?? finding.product ?? '-' }),
    '',
    say('ticket.hello'),
    '',
    ...fact('product', finding.product),
    ...fact('packageId', finding.packageId),
    ...fact('transactionId', finding.transactionId),
    ...(rule === undefined ? [] : fact('rule', say(rule.id, rule.values))),
    '',
    say('ticket.found'),
    ...steps.map(({ id, values }, at) => `${at + 1}. ${say(id, values)}`),
    '',
    ...fact('quantity', sized(finding.quantity, finding.unit)),
    ...fact('money', sized(finding.money, finding.currency)),
    ...(rowCount === 0 ? [] : [say('ticket.rows', { count: rowCount, shown: rows.length }), ...rows.map((row) => `- ${placeOf(row)} : ${row.line}`)]),
    '',
    say('ticket.ask'),
    say('ticket.reference', { key: finding.key }),
  ].join('\n');
}

function placeOf({ file, sheet }: Pick<TicketRow, 'file' | 'sheet'>): string {
  return visible(sheet === null ? file : `${file} › ${sheet}`);
}

/** A record whose columns are hidden by what their headers mean; those that nobody knows are hidden altogether. */
function redactedRow(row: TicketRow, redactor: Redactor): TicketRow {
  const columns = mapHeaders(headerTexts(row.headers), CATALOGUES[row.kind]).columns;
  const hide = (cell: string, at: number): string => {
    const use = columns[at]?.use;
    if (use?.as === 'field') return redactor.field(row.kind, use.field.key, cell);
    if (use?.as !== 'pair') return redactor.of('other', cell);
    const [first, second] = [IDENTIFYING[row.kind][use.first.key], IDENTIFYING[row.kind][use.second.key]];
    if (first === undefined && second === undefined) return redactor.text(cell);
    const parts = cell.split(/(\n|\/)/);
    return parts.length === 3 ? redactor.field(row.kind, use.first.key, parts[0]!) + parts[1]! + redactor.field(row.kind, use.second.key, parts[2]!) : redactor.of(first ?? second!, cell);
  };
  return { ...row, file: redactor.of('file', row.file), sheet: row.sheet === null ? null : redactor.text(row.sheet), cells: row.cells.map(hide) };
}

/** Saves the cited records as a workbook, file by file, under the headers of their file. Answers the number of records. Throws `out-unwritable` and `disk-full`. */
export async function saveEvidence(path: string, finding: Pick<TicketFinding, 'rows'>, say: Say, redactor: Redactor | null = null): Promise<number> {
  const rows = redactor === null ? finding.rows : finding.rows.map((row) => redactedRow(row, redactor));
  const byFile = new Map<string, TicketRow[]>();
  for (const row of rows) {
    const key = `${row.kind}\u0001${placeOf(row)}`;
    byFile.set(key, [...(byFile.get(key) ?? []), row]);
  }
  const sheets = Array.from(byFile.values(), (own, at): SheetSpec => {
    const width = own.reduce((most, { headers, cells }) => Math.max(most, headers.length, cells.length), 0);
    const first = own[0]!;
    return {
      name: `${at + 1} ${say(`kind.${first.kind}`)}`,
      columns: [{ header: say('report.col.file'), kind: 'text' }, { header: say('report.col.line'), kind: 'number' }, ...Array.from({ length: width }, (_, column) => ({ header: first.headers[column] ?? `#${column + 1}`, kind: 'text' as const }))],
      rows: own.map((row): OutRow => [placeOf(row), { number: String(row.line) }, ...Array.from({ length: width }, (_, column) => row.cells[column] ?? null)]),
    };
  });
  await saveFile(path, writeWorkbook(sheets.length > 0 ? sheets : [{ name: say('report.sheet.findings'), columns: [{ header: say('report.col.file'), kind: 'text' }], rows: [] }], nodeCodecs));
  return rows.length;
}
