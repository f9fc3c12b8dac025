import type { Locale } from '../../base/text.ts';
import { runChecks, type Run } from '../runChecks.ts';
import { speaker } from '../speak.ts';
import { ticketText } from '../ticket.ts';
import { ticketFinding } from './findingWork.ts';
import { latestRun, type RunSummary } from './runSummary.ts';
import type { WorkCall, WorkContext } from './workContext.ts';

/** What needs the checks themselves. */

export function startRun(context: WorkContext, now: string, call: WorkCall): RunSummary & Pick<Run, 'isSame' | 'heard'> & { readonly packages: number } {
  const tell = context.teller(call);
  const counts = context.views.counts();
  const total = counts.packages + counts.deductions + 2 * counts.bill;
  let before = 0;
  let last = { stage: '', rows: 0 };
  const { isSame, heard, replayed } = runChecks(context.store, now, {
    onProgress: (stage, rows) => {
      // The bill may be looked over more than once.
      if (stage !== last.stage || rows < last.rows) before += last.rows;
      last = { stage, rows };
      tell({ name: stage, rows, done: Math.min(before + rows, total), total });
    },
  });
  return { ...latestRun(context.store)!, isSame, heard, packages: replayed.packages };
}

export function ticketOf(context: WorkContext, key: string, locale: Locale): string {
  return ticketText(ticketFinding(context, key), speaker(locale));
}
