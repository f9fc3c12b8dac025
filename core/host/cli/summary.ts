import { formatCivil } from '../../base/time.ts';
import type { Finding, Severity } from '../../fields/finding.ts';
import type { ImportReport } from '../importFiles.ts';
import type { Run } from '../runChecks.ts';
import type { ShownNames } from '../worker/basisWork.ts';
import type { Context } from './io.ts';

/** So many findings are listed on the terminal; all of them are in the files. */
const LISTED = 40;
/** So many names without a partner are listed. */
const NAMES_LISTED = 10;

export function showImports(report: ImportReport, { terminal, say }: Context): void {
  terminal.out(say('cli.inputs'));
  for (const file of report.files) {
    const name = file.sheet === null ? file.name : `${file.name} › ${file.sheet}`;
    terminal.out(say('cli.input', { file: name, kind: `@kind.${file.kind}`, layout: `@layout.${file.layout}`, ...file.counts }));
  }
  for (const { refusal } of report.refused) terminal.out(say('cli.refused', { reason: say(`error.${refusal.code}`, refusal.values) }));
  for (const { refusal } of report.skipped) terminal.out(say('cli.skipped', { reason: say(`error.${refusal.code}`, refusal.values) }));
}

export function countBySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}

export function showRun(run: Run, { terminal, say }: Context): void {
  if (run.snapshot !== null) terminal.out(say(run.snapshotAssumed ? 'cli.snapshotAssumed' : 'cli.snapshot', { time: formatCivil(run.snapshot) }));
  if (run.isSame) terminal.out(say('cli.same', { time: run.at.slice(0, 19).replace('T', ' ') }));
  else if (run.heard < run.replayed.packages) terminal.out(say('cli.partly', { heard: run.heard, packages: run.replayed.packages }));
  terminal.out(say('cli.replayed', run.replayed));
  terminal.out(say('cli.checks'));
  for (const { id, checked, passed, failed, notCheckable } of run.checks) {
    terminal.out(say('cli.check', { id, title: say(`${id}.title`), checked, passed, failed, notCheckable }));
  }
  for (const { pass, matched, onlyDeductions, onlyBill } of run.matching.passes) {
    if (matched + onlyDeductions + onlyBill > 0) terminal.out(say('cli.pass', { pass: `@pass.${pass}`, matched, onlyDeductions, onlyBill }));
  }
  const counts = countBySeverity(run.findings);
  terminal.out(say('cli.findings', { errors: counts.error, warnings: counts.warning, infos: counts.info }));
  showFindings(run.findings, { terminal, say });
}

/** How many names have no partner, by side; the bill has products without packages, so that its names are counted alone. */
export function showUnmatched({ unmatched, totals }: Pick<ShownNames, 'unmatched' | 'totals'>, { terminal, say }: Context): void {
  if (totals.deductions + totals.bill === 0) return;
  const own = unmatched.filter(({ side }) => side === 'deductions');
  terminal.out(say('cli.unmatched', totals));
  for (const { kind, name, rows } of own.slice(0, NAMES_LISTED)) terminal.out(say('cli.unmatchedName', { kind: `@ui.names.kind.${kind}`, name, rows }));
}

export function showFindings(findings: readonly Finding[], { terminal, say }: Pick<Context, 'terminal' | 'say'>): void {
  const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
  const sorted = [...findings].sort((a, b) => order[a.severity] - order[b.severity]);
  for (const finding of sorted.slice(0, LISTED)) terminal.out(findingLine(finding, say));
  if (sorted.length > LISTED) terminal.out(say('cli.more', { count: sorted.length - LISTED }));
}

function findingLine(finding: Finding, say: Context['say']): string {
  const subject = [finding.packageId, finding.transactionId, finding.product].find((part) => part !== null) ?? '-';
  const quantity = finding.quantity === null ? '' : ` · ${finding.quantity.toString()}${finding.unit === null ? '' : ` ${finding.unit}`}`;
  const money = finding.money === null ? '' : ` · ${finding.money.toString()}${finding.currency === null ? '' : ` ${finding.currency}`}`;
  return say('cli.finding', { severity: say(`severity.${finding.severity}`), key: finding.key, title: say(`${finding.check}.title`), subject, size: quantity + money });
}
