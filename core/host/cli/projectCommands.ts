import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { Store } from '../../store/store.ts';
import { auditTrail } from '../auditTrail.ts';
import { decisionJson, findingJson } from '../result.ts';
import { redactorOf } from '../redactor.ts';
import { saveFile } from '../saveFile.ts';
import { saveView } from '../saveView.ts';
import { storedFinding } from '../storedFinding.ts';
import { verdictOf } from '../worker/decisionWork.ts';
import { backUpFirst } from './backupCommands.ts';
import { importInto } from './reconcileCommand.ts';
import { EXIT, type Context, type ExitCode } from './io.ts';
import { showFindings, showImports } from './summary.ts';

export function needProject(command: string, project: string | undefined): string {
  if (project === undefined) throw new AppError('project-needed', { command });
  return project;
}

/** Commands that only look must not make a project where there is none. */
export function openForLook(command: string, project: string | undefined): Store {
  return Store.open(needProject(command, project), { readonly: true });
}

/** For commands that change a project: one that is there already. */
export function openForWork(command: string, project: string | undefined): Store {
  const path = needProject(command, project);
  if (!existsSync(path)) throw new AppError('file-missing', { file: basename(path) });
  return Store.open(path);
}

export async function importCommand(paths: readonly string[], options: Readonly<Record<string, string>>, context: Context): Promise<ExitCode> {
  const project = needProject('import', options['project']);
  if (paths.length === 0) throw new AppError('files-missing', { command: 'import' });
  const store = Store.open(project);
  try {
    backUpFirst(store, context);
    const report = await importInto(store, paths, options['snapshot'], context);
    showImports(report, context);
    context.terminal.out(context.say('cli.imported', { file: project }));
    return report.refused.length > 0 ? EXIT.refused : EXIT.clean;
  } finally {
    store.close();
  }
}

export async function findingsCommand(options: Readonly<Record<string, string>>, context: Context): Promise<ExitCode> {
  const { terminal, say } = context;
  const store = openForLook('findings', options['project']);
  try {
    const run = store.runs.latest();
    if (run === null) {
      terminal.out(say('cli.noRun'));
      return EXIT.clean;
    }
    const findings = run.findings.map((entry) => storedFinding(entry.body));
    const target = options['json'];
    if (target === undefined) {
      if (findings.length === 0) terminal.out(say('cli.none'));
      showFindings(findings, context);
    } else {
      const files = new Map(store.dataset().files.map((file) => [file.id, file]));
      const trail = auditTrail(store, () => store.views());
      const json = JSON.stringify(findings.map((finding) => ({ ...findingJson(finding, files, say), ...decisionJson(finding, trail) })), null, 2);
      if (target === '-') terminal.out(json);
      else await saveFile(target, [new TextEncoder().encode(`${json}\n`)]);
    }
    return findings.some((finding) => finding.severity === 'error') ? EXIT.findings : EXIT.clean;
  } finally {
    store.close();
  }
}

export async function exportCommand(words: readonly string[], options: Readonly<Record<string, string>>, context: Context): Promise<ExitCode> {
  const out = options['out'];
  if (out === undefined) throw new AppError('option-value', { option: '--out', value: '', expected: '.xlsx, .csv' });
  const store = openForLook('export', options['project']);
  try {
    await saveView(words[0] ?? '', out, store, context.say, options['redact'] === undefined ? null : redactorOf(store));
    context.terminal.out(context.say('cli.saved', { file: out }));
    return EXIT.clean;
  } finally {
    store.close();
  }
}

export function explainCommand(words: readonly string[], options: Readonly<Record<string, string>>, context: Context): ExitCode {
  const { terminal, say } = context;
  const store = openForLook('explain', options['project']);
  try {
    const key = words[0] ?? '';
    const body = store.runs.findingByKey(key);
    if (body === null) throw new AppError('finding-unknown', { key });
    const finding = storedFinding(body);
    const files = new Map(store.dataset().files.map((file) => [file.id, file]));
    showFindings([finding], context);
    for (const sentence of finding.why) terminal.out(`    ${say(sentence.id, sentence.values)}`);
    for (const row of finding.rows) {
      const file = files.get(row.file);
      const sheet = file?.sheet ?? null;
      terminal.out(sheet === null ? say('cli.where', { file: file?.name ?? '?', line: row.line }) : say('cli.whereSheet', { file: file?.name ?? '?', sheet, line: row.line }));
    }
    terminal.out(`    ${say(`${finding.check}.act`)}`);
    const { status, code, reason, until } = auditTrail(store, () => store.views()).decisionOf(finding);
    const parts = [say(`ui.decision.${status}`), code === null ? null : say(`ui.resolution.${code}`), reason, until];
    terminal.out(`    ${say('report.col.status')}: ${parts.filter((part) => part !== null).join(' · ')}`);
    return EXIT.clean;
  } finally {
    store.close();
  }
}

/** Goes through the whole log of decisions; a log that is not as it was written, or has no entry with a hash noted earlier, counts as an error. */
export function verifyLogCommand(options: Readonly<Record<string, string>>, { terminal, say }: Context): ExitCode {
  const noted = options['hash']?.toLowerCase();
  if (noted !== undefined && !/^[0-9a-f]{64}$/.test(noted)) throw new AppError('option-value', { option: '--hash', value: noted.slice(0, 100), expected: 'SHA-256' });
  const store = openForLook('verify-log', options['project']);
  try {
    const { entries, hash, broken } = verdictOf(store.verifyLog(noted));
    terminal.out(broken === null ? say('log.intact', { entries, hash }) : say(broken.id, broken.values));
    return broken === null ? EXIT.clean : EXIT.findings;
  } finally {
    store.close();
  }
}
