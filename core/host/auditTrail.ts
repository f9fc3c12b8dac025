import type { FindingDecision, ReportMonth, ReportEntry } from '../export/reportTrail.ts';
import type { Finding } from '../fields/finding.ts';
import type { Store } from '../store/store.ts';
import type { ViewReader } from '../store/views/viewReader.ts';
import { monthsOf } from './worker/monthWork.ts';

/** What the user decided, as every report tells it: how findings stand, the whole log, and the months that were signed. */
export interface AuditTrail {
  readonly head: { readonly entries: number; readonly hash: string };
  decisionOf(finding: Finding): FindingDecision;
  entries(): Iterable<ReportEntry>;
  readonly months: readonly ReportMonth[];
}

/** `views` are asked only where some month was signed. */
export function auditTrail(store: Store, views: () => ViewReader): AuditTrail {
  const standing = store.decisions.standings();
  const head = store.decisions.log.head();
  const isSigned = store.signOffs.latest().size > 0;
  return {
    head,
    decisionOf: (finding) => {
      const { status, decision, rule } = standing(finding, JSON.stringify(finding));
      return {
        status, code: decision?.code ?? null, reason: decision?.reason ?? rule?.reason ?? null, note: decision?.note ?? null, until: decision?.until ?? rule?.until ?? null,
        who: decision?.who ?? rule?.who ?? null, at: decision?.at ?? rule?.at ?? null,
      };
    },
    // Others may write while a report is being made: it ends where its cover says.
    entries: () => store.decisions.log.entries(head.entries),
    months: !isSigned ? [] : monthsOf({ store, views: views() }).flatMap(({ month, state, signed, changes }) => (signed === null ? [] : [{ month, state, changes, ...signed }])),
  };
}
