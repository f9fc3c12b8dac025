import { Decimal } from '../base/decimal.ts';
import type { ReportData } from '../export/report.ts';
import type { FindingDecision } from '../export/reportTrail.ts';
import type { Finding } from '../fields/finding.ts';
import type { FieldValue } from '../fields/field.ts';
import type { Redactor } from './redactor.ts';

/**
 * A report whose customers are hidden: ids, names, files and people by pseudonyms, what users wrote left out. Hashes are replaced too, since
 * whoever knows all but one value could find that one by trying; so a redacted report proves nothing about the log.
 */
export function redactedReport(data: ReportData, redactor: Redactor): ReportData {
  const hidden = (text: string | null): string | null => (text === null ? null : redactor.of('note', text));
  const person = (who: string | null): string | null => (who === null ? null : redactor.of('person', who));
  const hash = (text: string): string => redactor.of('hash', text);
  const originals = new Map<string, Finding>();
  const findings = data.findings.map((finding): Finding => {
    const key = redactor.of('finding', finding.key);
    originals.set(key, finding);
    return { ...finding, key, packageId: shown(finding.packageId, redactor), transactionId: shown(finding.transactionId, redactor), product: shown(finding.product, redactor) };
  });
  const decision = (one: FindingDecision): FindingDecision => ({ ...one, reason: hidden(one.reason), note: hidden(one.note), who: person(one.who) });
  const kinds = new Map(data.files.map(({ id, kind }) => [id, kind]));
  return {
    ...data,
    files: data.files.map((file) => ({ ...file, name: redactor.of('file', file.name), sheet: shown(file.sheet, redactor), sha256: hash(file.sha256) })),
    refused: data.refused.map(({ name, refusal, ...rest }) => ({ ...rest, name: redactor.of('file', name), refusal: { ...refusal, values: redactor.values(refusal.values) } })),
    findings,
    trail: {
      head: { entries: data.trail.head.entries, hash: hash(data.trail.head.hash) },
      decisionOf: (finding) => decision(data.trail.decisionOf(originals.get(finding.key) ?? finding)),
      entries: function* entries() {
        for (const entry of data.trail.entries()) yield { ...entry, who: person(entry.who), key: entry.key === null ? null : redactor.of('finding', entry.key), body: redactedBody(entry.body, redactor), before: hash(entry.before), hash: hash(entry.hash) };
      },
      months: data.trail.months.map((month) => ({
        ...month, name: redactor.of('person', month.name), who: person(month.who), remark: hidden(month.remark), hash: hash(month.hash),
        hashes: { input: hash(month.hashes.input), finding: hash(month.hashes.finding), decision: hash(month.hashes.decision) },
        changes: month.changes.map((change) => ({ ...change, names: change.names.map((name) => redactor.of('other', name)) })),
      })),
    },
    rejected: function* rejected() {
      for (const row of data.rejected()) yield { ...row, cell: redactor.of('other', row.cell) };
    },
    rows: function* rows(kind, numbers) {
      for (const row of data.rows(kind, numbers)) {
        const values = Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? redactor.field(kinds.get(row.file) ?? kind, key, value) : value]));
        yield values as typeof row & Readonly<Record<string, FieldValue>>;
      }
    },
  };
}

function shown(text: string | null, redactor: Redactor): string | null {
  return text === null ? null : redactor.text(text);
}

/** Codes and numbers of the body of an entry: whatever a person wrote, and whatever names something, becomes a pseudonym. */
const PLAIN = new Set(['state', 'code', 'scope', 'check', 'until', 'life', 'engine', 'month', 'waived', 'seen', 'unit', 'currency', 'product']);

function redactedBody(body: string, redactor: Redactor): string {
  const hide = (value: unknown, name: string): unknown => {
    if (typeof value === 'string') return PLAIN.has(name) ? redactor.text(value) : /^\d{1,8}(?:\.\d+)?$/.test(value) ? value : redactor.of('note', value);
    if (Array.isArray(value)) return value.map((one) => hide(one, name));
    if (typeof value === 'object' && value !== null && !(value instanceof Decimal)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hide(one, key)]));
    return value;
  };
  return JSON.stringify(hide(JSON.parse(body), ''));
}
