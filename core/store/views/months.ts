import { DAY, formatMonth, monthOf, type MonthNumber } from '../../base/time.ts';
import type { FileFact } from '../../fields/facts.ts';
import type { RecordKind } from '../../fields/field.ts';
import type { Evidence, Severity } from '../../fields/finding.ts';
import { Decisions, isSettled } from '../decisions.ts';
import { distinctFiles } from '../files.ts';
import { numbersOf } from '../log/standing.ts';
import type { SealItem, SealItems } from '../signOffs.ts';
import { fileTitle } from './display.ts';
import { readiness, type Readiness } from './readiness.ts';
import { surveyOf } from './survey.ts';
import type { ViewReader } from './viewReader.ts';

/** A month as it would be signed now. */
export interface MonthFacts {
  readonly month: string;
  readonly kinds: readonly Readiness[];
  readonly items: SealItems;
  /** Findings of the month, and how many of them nobody has settled yet. */
  readonly counts: Readonly<Record<Severity, { readonly all: number; readonly undecided: number }>>;
}

interface StoredFinding {
  readonly key: string;
  readonly check: string;
  readonly severity: Severity;
  readonly body: string;
}

interface Body {
  readonly packageId: string | null;
  readonly product: string | null;
  readonly rows: readonly Evidence[];
}

/** Every month that has data, with its files, findings and decisions as they are now. */
export function monthFacts(reader: ViewReader): MonthFacts[] {
  return reader.version.once('months', () => {
    const months = readiness(reader, {});
    const findings = findingsByMonth(reader, months.map(({ month }) => month));
    const standings = new Decisions(reader.db, '').standings();
    return months.map(({ month, kinds }) => {
      const counts = { error: { all: 0, undecided: 0 }, warning: { all: 0, undecided: 0 }, info: { all: 0, undecided: 0 } };
      const finding: SealItem[] = [];
      const decision: SealItem[] = [];
      for (const { key, check, severity, body } of findings.get(month) ?? []) {
        const { packageId, product } = JSON.parse(body) as Body;
        const standing = standings({ key, check, packageId, product }, body);
        counts[severity].all += 1;
        if (!isSettled(standing.status)) counts[severity].undecided += 1;
        finding.push({ name: key, value: JSON.stringify([check, severity, numbersOf(body)]) });
        const { code, reason, until } = standing.decision ?? { code: null, reason: standing.rule?.reason ?? null, until: standing.rule?.until ?? null };
        if (standing.status !== 'open') decision.push({ name: key, value: JSON.stringify([standing.status, code, reason, until]) });
      }
      return { month, kinds, counts, items: { input: inputsOf(reader, month), finding, decision } };
    });
  });
}

/** The files that speak of a month: bills with lines of it, exports of deductions whose window touches it, overviews taken in it. */
function inputsOf(reader: ViewReader, month: string): SealItem[] {
  const { billFiles } = surveyOf(reader);
  const own = distinctFiles([...reader.files().values()]).filter((file) => {
    if (file.kind === 'bill') return [...billFiles].some(([number, files]) => formatMonth(number) === month && files.has(file.id));
    return monthsOfFile(file).some((number) => formatMonth(number) === month);
  });
  return own.map((file) => ({ name: fileTitle(file), value: JSON.stringify([file.kind, file.sha256, file.name.split(' › ').slice(1).join(' › '), file.sheet, file.snapshot]) }));
}

/** Months that a file says it is about. An overview is about the month that ended when it was taken. */
function monthsOfFile({ kind, window, snapshot }: FileFact): MonthNumber[] {
  if (kind === 'packages') return snapshot === null ? [] : [monthOf(snapshot - DAY)];
  return window === null ? [] : range(monthOf(window.start), monthOf(window.end));
}

function range(first: MonthNumber, last: MonthNumber): MonthNumber[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/**
 * A finding belongs to the months of the deductions and bill lines that it cites, else of the overviews, else of the files. One that
 * speaks of no month belongs to all of them: nobody can sign past it. What is older than the first month that is told belongs to that
 * one, what is younger than the last to the last.
 */
function findingsByMonth(reader: ViewReader, months: readonly string[]): ReadonlyMap<string, readonly StoredFinding[]> {
  const all = reader.db.prepare('SELECT key, check_id AS "check", severity, body FROM run_finding WHERE run = (SELECT max(id) FROM run) ORDER BY key, position').all() as StoredFinding[];
  const rows = all.map(({ body }) => (JSON.parse(body) as Body).rows);
  const dates = { deductions: rowMonths(reader, 'deductions', rows), bill: rowMonths(reader, 'bill', rows) };
  const files = reader.files();
  const byMonth = new Map(months.map((month) => [month, [] as StoredFinding[]]));
  all.forEach((finding, index) => {
    const cited = rows[index]!;
    const dated = cited.flatMap(({ kind, row }) => (kind === 'packages' || row === null ? [] : (dates[kind].get(row) ?? [])));
    const ofFiles = (): MonthNumber[] => cited.flatMap(({ file }) => (files.has(file) ? monthsOfFile(files.get(file)!) : []));
    const own = [...new Set((dated.length > 0 ? dated : ofFiles()).map((month) => nearest(months, formatMonth(month))))];
    for (const month of own.length > 0 ? own : months) byMonth.get(month)?.push(finding);
  });
  return byMonth;
}

/** The months are in a row without a gap. */
function nearest(months: readonly string[], month: string): string {
  const [first] = months;
  const last = months.at(-1);
  return first !== undefined && month < first ? first : last !== undefined && month > last ? last : month;
}

function rowMonths({ db }: ViewReader, kind: Exclude<RecordKind, 'packages'>, rows: readonly (readonly Evidence[])[]): ReadonlyMap<number, MonthNumber> {
  const ids = new Set(rows.flat().flatMap((one) => (one.kind === kind && one.row !== null ? [one.row] : [])));
  const sql = kind === 'deductions'
    ? 'SELECT r.id, NULL AS month, coalesce(r."usageStart", r."deductedAt") AS time FROM json_each(?) AS one CROSS JOIN deduction_row AS r ON r.id = one.atom'
    : `SELECT r.id, r."billMonth" AS month, CASE WHEN r."billingMode" = (SELECT id FROM text WHERE value = 'prepaid') THEN coalesce(r."transactionTime", r."usageStart")
       ELSE coalesce(r."usageStart", r."transactionTime") END AS time FROM json_each(?) AS one CROSS JOIN bill_row AS r ON r.id = one.atom`;
  const found = db.prepare(sql).all(JSON.stringify([...ids])) as { readonly id: number; readonly month: number | null; readonly time: number | null }[];
  return new Map(found.flatMap(({ id, month, time }) => (month === null && time === null ? [] : [[id, month ?? monthOf(time!)] as const])));
}
