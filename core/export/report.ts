import type { Say } from '../base/text.ts';
import { formatCivil, type CivilTime } from '../base/time.ts';
import type { FileFact, RefusedFile, RejectedRow } from '../fields/facts.ts';
import { RECORD_KINDS, type FieldValue, type Provenance, type RecordKind } from '../fields/field.ts';
import type { CheckResult, Evidence, Finding, Severity } from '../fields/finding.ts';
import { CATALOGUES } from '../fields/index.ts';
import type { OutCell } from './cell.ts';
import type { OutRow } from './rowSource.ts';
import { fieldColumns } from './tableColumns.ts';
import { decisionCells, decisionColumns, trailSheets, type FindingDecision, type ReportEntry, type ReportMonth } from './reportTrail.ts';
import type { SheetSpec } from './xlsx.ts';

/** Everything that a report tells, read from one run. */
export interface ReportData {
  readonly engine: string;
  readonly snapshot: CivilTime | null;
  readonly snapshotAssumed: boolean;
  readonly files: readonly FileFact[];
  readonly refused: readonly RefusedFile[];
  readonly checks: readonly (CheckResult & { readonly family: string })[];
  readonly findings: readonly Finding[];
  /** What the user decided: how a finding stands, the log with where it ends, and the months that were signed. */
  readonly trail: {
    readonly head: { readonly entries: number; readonly hash: string };
    decisionOf(finding: Finding): FindingDecision;
    entries(): Iterable<ReportEntry>;
    readonly months: readonly ReportMonth[];
  };
  rejected(): Iterable<RejectedRow>;
  /** The stored rows with these numbers, in any order. */
  rows(kind: RecordKind, numbers: readonly number[]): Iterable<Provenance & Readonly<Record<string, FieldValue>>>;
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * The workbook for finance: a cover with inputs and their hashes, every check with its four counts, the findings, their
 * arithmetic step by step, the rows that they cite, what was not checked and why, and what was decided, entry by entry.
 */
export function reportSheets(data: ReportData, say: Say): SheetSpec[] {
  const files = new Map(data.files.map((file) => [file.id, file]));
  const column = (name: string, kind: 'text' | 'number' | 'wrap' = 'text', width?: number): SheetSpec['columns'][number] =>
    ({ header: say(`report.col.${name}`), kind, ...(width === undefined ? {} : { width }) });
  return [
    { name: say('report.sheet.cover'), headless: true, columns: [{ header: '', kind: 'text', width: 26 }, { header: '', kind: 'text', width: 60 }, ...Array.from({ length: 9 }, () => ({ header: '', kind: 'text' as const, width: 14 }))], rows: coverRows(data, say) },
    {
      name: say('report.sheet.summary'),
      columns: [column('check'), column('title', 'text', 24), column('family', 'text', 22), column('checked', 'number'), column('passed', 'number'), column('failed', 'number'), column('notCheckable', 'number'), column('rule', 'wrap', 80)],
      rows: data.checks.map((check) => [
        check.id, say(`${check.id}.title`), say(`family.${check.family}`), count(check.checked), count(check.passed),
        { number: String(check.failed), style: check.failed > 0 ? 'error' : 'plain' }, count(check.notCheckable), say(`${check.id}.rule`),
      ]),
    },
    {
      name: say('report.sheet.findings'),
      columns: [
        column('severity'), column('check'), column('title', 'text', 20), column('key', 'text', 32), column('packageId', 'text', 22), column('transactionId', 'text', 24), column('product', 'text', 24), column('quantity'), column('quantityNumber', 'number'),
        column('unit'), column('money'), column('moneyNumber', 'number'), column('currency'), column('rows', 'number'), column('first', 'text', 40), column('why', 'wrap', 90), column('act', 'wrap', 50),
        ...decisionColumns(say),
      ],
      rows: data.findings.map((finding) => [...findingRow(finding, files, say), ...decisionCells(data.trail.decisionOf(finding), say)]),
    },
    {
      name: say('report.sheet.calculation'),
      columns: [column('key', 'text', 32), column('check'), column('step', 'number'), column('why', 'wrap', 120)],
      rows: data.findings.flatMap((finding) => finding.why.map((sentence, index): OutRow => [finding.key, finding.check, count(index + 1), say(sentence.id, sentence.values)])),
    },
    ...RECORD_KINDS.map((kind) => evidenceSheet(kind, data, files, say)).filter((sheet) => sheet !== null),
    {
      name: say('report.sheet.unchecked'),
      columns: [column('check'), column('title', 'text', 24), column('count', 'number'), column('reason', 'wrap', 90)],
      rows: data.checks.flatMap((check) => check.reasons.map(({ reason, count: subjects }): OutRow => [check.id, say(`${check.id}.title`), count(subjects), say(reason.id, reason.values)])),
    },
    {
      name: say('report.sheet.rejected'),
      columns: [column('file', 'text', 40), column('sheet'), column('line', 'number'), column('field', 'text', 20), column('reason', 'wrap', 50), column('cell', 'text', 40)],
      rows: rejectedRows(data, files, say),
    },
    ...trailSheets(data.trail.months, () => data.trail.entries(), say),
  ];
}

function count(value: number): OutCell {
  return { number: String(value) };
}

function* coverRows(data: ReportData, say: Say): Generator<OutRow> {
  const label = (text: string): OutCell => ({ text, style: 'strong' });
  yield [{ text: say('report.title'), style: 'title' }];
  yield [];
  const time = data.snapshot === null ? say('report.none') : formatCivil(data.snapshot);
  yield [label(say('report.snapshot')), data.snapshot !== null && data.snapshotAssumed ? say('report.snapshotAssumed', { time }) : time];
  yield [label(say('report.engine')), `PackLedger ${data.engine}`];
  yield [];
  yield [label(say('report.counts'))];
  for (const severity of SEVERITIES) yield [say(`severity.${severity}`), count(data.findings.filter((finding) => finding.severity === severity).length)];
  yield [];
  yield [label(say('report.inputs'))];
  yield ['kind', 'file', 'sheet', 'layout', 'encoding', 'read', 'stored', 'known', 'ignored', 'rejected', 'sha256'].map((name) => label(say(`report.col.${name}`)));
  for (const { kind, name, sheet, layout, encoding, counts, sha256 } of data.files) {
    yield [say(`kind.${kind}`), name, sheet, say(`layout.${layout}`), encoding, count(counts.read), count(counts.stored), count(counts.known), count(counts.ignored), count(counts.rejected), sha256];
  }
  if (data.refused.length > 0) {
    yield [];
    yield [label(say('report.refused'))];
    for (const { name, refusal } of data.refused) yield [name, { text: say(`error.${refusal.code}`, refusal.values), style: 'wrap' }];
  }
  yield [];
  yield [label(say('report.log')), say('report.logEnds', data.trail.head)];
  for (const { month, state, name, hash } of data.trail.months) yield [label(say('report.signed', { month })), { text: say(`ui.seal.${state}`), style: state === 'broken' ? 'error' : 'good' }, name, hash];
  yield [];
  yield [{ text: say('report.note'), style: 'muted' }];
}

function place(row: Evidence | undefined, files: ReadonlyMap<number, FileFact>): string {
  if (row === undefined) return '';
  const file = files.get(row.file);
  return `${file?.name ?? '?'}${file?.sheet ? ` › ${file.sheet}` : ''}:${row.line}`;
}

function findingRow(finding: Finding, files: ReadonlyMap<number, FileFact>, say: Say): OutCell[] {
  const { quantity, money } = finding;
  return [
    { text: say(`severity.${finding.severity}`), style: finding.severity }, finding.check, say(`${finding.check}.title`), finding.key, finding.packageId, finding.transactionId, finding.product,
    quantity?.toString() ?? null, quantity === null ? null : { number: quantity.toString() }, finding.unit,
    money?.toString() ?? null, money === null ? null : { number: money.toString() }, finding.currency,
    count(finding.rowCount), place(finding.rows[0], files),
    finding.why.map((sentence) => say(sentence.id, sentence.values)).join('\n'), say(`${finding.check}.act`),
  ];
}

/** The cited rows of one kind as the files have them, once for each finding that cites them; no sheet where none is cited. */
function evidenceSheet(kind: RecordKind, data: ReportData, files: ReadonlyMap<number, FileFact>, say: Say): SheetSpec | null {
  const cited = data.findings.flatMap((finding) => finding.rows.filter((row) => row.kind === kind && row.row !== null).map((row) => ({ finding, row: row.row! })));
  if (cited.length === 0) return null;
  // Columns that no loaded file has would only stand empty.
  const present = new Set(data.files.filter((file) => file.kind === kind).flatMap((file) => file.columns));
  const fields = fieldColumns(CATALOGUES[kind].fields.filter((field) => present.has(field.key) || ('derived' in field && field.derived)), kind, say);
  const lead: SheetSpec['columns'] = (['key', 'check', 'file'] as const).map((name) => ({ header: say(`report.col.${name}`), kind: 'text' }));
  return {
    name: say(`report.sheet.evidence.${kind}`),
    columns: [...lead, { header: say('report.col.line'), kind: 'number' }, ...fields.columns],
    rows: (function* rows(): Generator<OutRow> {
      const byNumber = new Map([...data.rows(kind, [...new Set(cited.map((entry) => entry.row))])].map((row) => [row.row, row]));
      for (const { finding, row: number } of cited) {
        const row = byNumber.get(number);
        if (row === undefined) continue;
        const file = files.get(row.file);
        yield [finding.key, finding.check, file?.name ?? '?', count(row.line), ...fields.cells(row, (field) => file?.scales[field]?.most ?? 0)];
      }
    })(),
  };
}

function* rejectedRows(data: ReportData, files: ReadonlyMap<number, FileFact>, say: Say): Generator<OutRow> {
  for (const { file: id, line, field, reason, cell } of data.rejected()) {
    const file = files.get(id);
    yield [file?.name ?? '?', file?.sheet ?? null, count(line), say(`field.${file?.kind ?? 'bill'}.${field}`), say(`reject.${reason}`), cell];
  }
}
