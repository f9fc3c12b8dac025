import { AppError } from '../../base/errors.ts';
import type { Finding } from '../../fields/finding.ts';
import type { FindingState, FindingStatus, Reopening, Resolution } from '../../fields/decisions.ts';
import type { Decisions } from '../../store/decisions.ts';
import { numbersOf, readNumbers, type Numbers } from '../../store/log/standing.ts';
import { firstRecords, rawRecord } from '../../store/rawRows.ts';
import type { RunRecord } from '../../store/runs.ts';
import type { Store } from '../../store/store.ts';
import { fileTitle } from '../../store/views/display.ts';
import { storedFinding } from '../storedFinding.ts';
import type { TicketFinding } from '../ticket.ts';
import type { WorkContext } from './workContext.ts';

/** Findings of the last run, which are read from the project. */
export interface FindingSummary {
  readonly key: string;
  readonly check: string;
  readonly severity: Finding['severity'];
  readonly packageId: string | null;
  readonly transactionId: string | null;
  readonly product: string | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly money: string | null;
  readonly currency: string | null;
  readonly rowCount: number;
  readonly position: number;
  readonly status: FindingStatus;
  readonly reopened: Reopening | null;
  readonly decided: FindingState | null;
  readonly code: Resolution | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly until: string | null;
  readonly rule: number | null;
  readonly who: string | null;
  readonly decidedAt: string | null;
  readonly numbersThen: Numbers | null;
  readonly firstSeen: string | null;
}

/** Who tells findings in short, for one look at the project. */
export function summaries(store: Store, standing: ReturnType<Decisions['standings']> = store.decisions.standings()): (body: string, position: number) => FindingSummary {
  const firstSeen = store.firstSeen();
  return (body, position) => {
    const finding = storedFinding(body);
    const { key, check, severity, packageId, transactionId, product, unit, currency, rowCount } = finding;
    const { status, reopened, decision, rule } = standing(finding, body);
    return {
      key, check, severity, packageId, transactionId, product, unit, currency, rowCount, position, status, reopened,
      quantity: finding.quantity?.toString() ?? null,
      money: finding.money?.toString() ?? null,
      decided: decision?.state ?? null,
      code: decision?.code ?? null,
      reason: decision?.reason ?? rule?.reason ?? null,
      note: decision?.note ?? null,
      until: decision?.until ?? rule?.until ?? null,
      rule: rule?.id ?? null,
      who: decision?.who ?? rule?.who ?? null,
      decidedAt: decision?.at ?? rule?.at ?? null,
      numbersThen: reopened === 'numbers' && decision !== null && decision.seen !== numbersOf(body) ? readNumbers(decision.seen) : null,
      firstSeen: firstSeen(key),
    };
  };
}

/** Throws `finding-unknown`. */
export function findingDetail(context: WorkContext, key: string): {
  finding: FindingSummary; why: { id: string; values: Record<string, string | number> }[]; act: { id: string; values: Record<string, string> };
  evidence: { kind: Finding['rows'][number]['kind']; row: number | null; file: string; sheet: string | null; line: number; at: number | null; values: Record<string, string> }[];
} {
  const { store, views } = context;
  const { body, position } = findStored(store.runs.latest(), key);
  const finding = storedFinding(body);
  const files = views.files();
  return {
    finding: summaries(store, (subject, own) => store.decisions.standing(subject, own))(body, position),
    why: finding.why.map(({ id, values }) => ({ id, values: { ...values } })),
    act: { id: `${finding.check}.act`, values: {} },
    evidence: finding.rows.map(({ kind, row, file, line }) => {
      const fact = files.get(file);
      const shown = row === null ? [] : views.rows(kind, [row]);
      const natural = row === null ? null : views.locate(views.order({ view: kind, filters: [], quick: '', sort: [], scope: {} }).order, row);
      return { kind, row: shown.length === 0 ? null : row, file: fact === undefined ? '?' : fileTitle(fact), sheet: fact?.sheet ?? null, line, at: natural, values: { ...shown[0]?.values } };
    }),
  };
}

/** A finding for a ticket, with the records that it cites as their files have them. Throws `finding-unknown`. */
export function ticketFinding({ store, views }: WorkContext, key: string): TicketFinding {
  const finding = storedFinding(findStored(store.runs.latest(), key).body);
  const { check, packageId, transactionId, product, unit, currency, rowCount, why } = finding;
  return {
    key, check, packageId, transactionId, product, unit, currency, rowCount, why,
    quantity: finding.quantity?.toString() ?? null,
    money: finding.money?.toString() ?? null,
    rows: finding.rows.map(({ kind, file, line }) => {
      const fact = views.files().get(file);
      return { kind, file: fact === undefined ? '?' : fact.name, sheet: fact?.sheet ?? null, line, headers: firstRecords(views.db, file, 1)[0]?.cells ?? [], cells: rawRecord(views.db, file, line)?.cells ?? [] };
    }),
  };
}

function findStored(run: RunRecord | null, key: string): { readonly body: string; readonly position: number } {
  const position = run?.findings.findIndex((finding) => finding.key === key) ?? -1;
  if (position < 0) throw new AppError('finding-unknown', { key });
  return { body: run!.findings[position]!.body, position };
}

/** Other findings about the same package or transaction, else of the same product. */
export function relatedFindings(store: Store, key: string): FindingSummary[] {
  const run = store.runs.latest();
  const own = storedFinding(findStored(run, key).body);
  const subject = own.packageId !== null ? 'packageId' : own.transactionId !== null ? 'transactionId' : 'product';
  if (own[subject] === null) return [];
  const summary = summaries(store);
  return run!.findings.flatMap(({ body }, position) => {
    const other = storedFinding(body);
    return other.key !== key && other[subject] === own[subject] ? [summary(body, position)] : [];
  }).slice(0, 100);
}
