import { writeWorkbook } from '../export/xlsx.ts';
import { reportSheets, type ReportData } from '../export/report.ts';
import type { Say } from '../base/text.ts';
import { CHECKS } from '../reconcile/checks/index.ts';
import type { Store } from '../store/store.ts';
import type { ViewReader } from '../store/views/viewReader.ts';
import { auditTrail } from './auditTrail.ts';
import { nodeCodecs } from './codecs.ts';
import { redactedReport } from './redactedReport.ts';
import type { Redactor } from './redactor.ts';
import type { RunResult } from './runChecks.ts';
import { saveFile } from './saveFile.ts';

export interface ReportOptions {
  readonly say: Say;
  /** The moment of writing, as an ISO time. */
  readonly now: string;
  /** Asked before each piece of the file, and stops the saving where it throws. */
  readonly onPiece?: () => Promise<void>;
  /** For months that were signed; looks of its own where absent. */
  readonly views?: ViewReader;
  /** Hides whose the records are. */
  readonly redactor?: Redactor | null;
}

/** Saves the report of a run as a workbook in the language of `say`. Throws `out-unwritable` and `disk-full`. */
export async function saveReport(path: string, store: Store, run: RunResult, { say, now, onPiece, views, redactor = null }: ReportOptions): Promise<void> {
  const data = store.dataset();
  const families = new Map(CHECKS.map((check) => [check.id, check.family]));
  const full: ReportData = {
    engine: run.engine,
    snapshot: run.snapshot,
    snapshotAssumed: run.snapshotAssumed,
    files: run.files,
    refused: run.refused,
    checks: run.checks.map((check) => ({ ...check, family: families.get(check.id) ?? 'data' })),
    findings: run.findings,
    trail: auditTrail(store, () => views ?? store.views()),
    rejected: () => data.rejected(),
    rows: (kind, numbers) => data.rowsByNumber(kind, numbers),
  };
  const sheets = redactor === null ? reportSheets(full, say) : reportSheets(redactedReport(full, redactor), redactor.say(say));
  await saveFile(path, writeWorkbook(sheets, nodeCodecs, { title: say('report.title'), creator: 'PackLedger', created: now }), onPiece);
}
