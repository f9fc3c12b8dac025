import { uncovered, type Span } from '../../base/spans.ts';
import { DAY, addMonths, formatDay, formatMonth, monthOf, parseCivil } from '../../base/time.ts';
import type { FileFact } from '../../fields/facts.ts';
import { RECORD_KINDS, type RecordKind } from '../../fields/field.ts';
import type { Scope } from '../../fields/views.ts';
import { fileTitle } from './display.ts';
import { monthsBetween } from './projectFacts.ts';
import { surveyOf } from './survey.ts';
import type { ViewReader } from './viewReader.ts';

/** What is loaded for one month and one kind, and which days are missing. */
export interface Readiness {
  readonly kind: RecordKind;
  readonly state: 'full' | 'partial' | 'none';
  readonly rows: number;
  readonly gaps: { readonly from: string; readonly to: string }[];
  readonly files: string[];
}

/** Month by month: nothing is called full that is not. */
export function readiness(reader: ViewReader, scope: Scope): { month: string; kinds: Readiness[] }[] {
  const months = usageMonths(reader).filter((month) => (scope.from === undefined || month >= scope.from) && (scope.to === undefined || month <= scope.to));
  const files = [...reader.files().values()];
  const counts = rowsByMonth(reader);
  return months.map((month) => {
    const start = parseCivil(`${month}-01`)!;
    const span = { start, end: addMonths(start, 1) };
    return { month, kinds: RECORD_KINDS.map((kind) => kindReadiness(kind, files.filter((file) => file.kind === kind), span, counts[kind].get(month) ?? 0)) };
  });
}

/**
 * The months in which anything was used. A purchase made long before needs no deductions of its own month, and would
 * only make a complete set of files look full of holes.
 */
function usageMonths(reader: ViewReader): string[] {
  const files = [...reader.files().values()];
  const months = [
    ...surveyOf(reader).used,
    ...files.flatMap(({ kind, window }) => (kind === 'deductions' && window !== null ? [monthOf(window.start), monthOf(window.end)] : [])),
    ...files.flatMap(({ kind, snapshot }) => (kind === 'packages' && snapshot !== null ? [monthOf(snapshot - DAY)] : [])),
  ];
  return months.length === 0 ? [] : monthsBetween(Math.min(...months), Math.max(...months));
}

function kindReadiness(kind: RecordKind, files: readonly FileFact[], month: Span, rows: number): Readiness {
  if (kind === 'packages') {
    // An overview speaks for the months before it was taken: it still shows what ended then.
    const after = files.filter((file) => file.snapshot !== null && file.snapshot >= month.start);
    const state = after.length === 0 ? 'none' : after.some((file) => file.snapshot! >= month.end - DAY) ? 'full' : 'partial';
    return { kind, state, rows, gaps: [], files: after.map(fileTitle) };
  }
  if (kind === 'bill') {
    const names = files.filter((file) => file.counts.read > 0).map(fileTitle);
    return { kind, state: rows > 0 ? 'full' : 'none', rows, gaps: [], files: rows > 0 ? names : [] };
  }
  const own = files.filter((file) => file.window !== null && file.window.start < month.end && file.window.end >= month.start);
  const gaps = uncovered(month, own.map((file) => ({ start: file.window!.start, end: file.window!.end + 1 })));
  const state = own.length === 0 ? 'none' : gaps.length === 0 ? 'full' : 'partial';
  return { kind, state, rows, gaps: gaps.map((gap) => ({ from: formatDay(gap.start), to: formatDay(gap.end - 1) })), files: own.map(fileTitle) };
}

function rowsByMonth(reader: ViewReader): Record<RecordKind, ReadonlyMap<string, number>> {
  const { deductions, bill } = surveyOf(reader);
  const named = (counts: ReadonlyMap<number, number>): ReadonlyMap<string, number> => new Map(Array.from(counts, ([month, count]) => [formatMonth(month), count]));
  return { packages: new Map(), deductions: named(deductions), bill: named(bill) };
}
