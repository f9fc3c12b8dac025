import { basename, dirname, resolve } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { listBackups, restoreBackup } from '../../store/backups.ts';
import { Store } from '../../store/store.ts';
import { civilOf } from '../clock.ts';
import { formatCivil } from '../../base/time.ts';
import { backUp, soundnessOf } from '../worker/backupWork.ts';
import { EXIT, type Context, type ExitCode } from './io.ts';
import { needProject, openForLook } from './projectCommands.ts';

/** The day's backup, before the first command of a day that changes a project. One that fails stops the command: nothing is lost yet. */
export function backUpFirst(store: Store, { now, terminal, say }: Context): void {
  const name = backUp(store, { now, isWished: false });
  if (name !== null) terminal.progress(say('cli.backup.made', { file: name }));
}

/** Makes a backup beside the project and lists all that there are. */
export function backupCommand(options: Readonly<Record<string, string>>, context: Context): ExitCode {
  const { terminal, say, now } = context;
  const store = openForLook('backup', options['project']);
  try {
    const name = store.backUp({ now });
    terminal.out(say('cli.backup.made', { file: name }));
    showBackups(store.path, context);
    return EXIT.clean;
  } finally {
    store.close();
  }
}

function showBackups(path: string, { terminal, say }: Context): void {
  for (const { name, kind, at, bytes } of listBackups(path)) {
    terminal.out(say('cli.backup.line', { file: name, time: formatCivil(civilOf(new Date(at))), kind: `@ui.backup.kind.${kind}`, size: Math.ceil(bytes / 1024) }));
  }
}

/** Puts a backup in place of its project; without a name it lists what there is. What was there becomes a backup. */
export function restoreCommand(words: readonly string[], options: Readonly<Record<string, string>>, context: Context): ExitCode {
  const { terminal, say, now } = context;
  const project = needProject('restore', options['project']);
  const [word] = words;
  if (word === undefined) {
    const backups = listBackups(project);
    if (backups.length === 0) terminal.out(say('ui.backup.none'));
    showBackups(project, context);
    return EXIT.clean;
  }
  // A path of a backup that lies beside the project is as good as its name.
  const name = basename(word);
  if (name !== word && resolve(dirname(word)) !== resolve(dirname(project))) throw new AppError('backup-unknown', { file: word });
  const replaced = restoreBackup(project, name, now);
  // Brings one of an older version up to date, or says why it cannot be opened.
  Store.open(project).close();
  terminal.out(say('cli.backup.restored', { file: name, replaced }));
  return EXIT.clean;
}

/** Reads the whole project and goes through its log; anything wrong counts as an error. */
export function checkCommand(options: Readonly<Record<string, string>>, { terminal, say }: Context): ExitCode {
  const store = openForLook('check', options['project']);
  try {
    const { faults, entries, hash, broken } = soundnessOf(store);
    for (const fault of faults) terminal.out(`  ${fault}`);
    if (faults.length > 0) terminal.out(say('ui.backup.faults'));
    else if (broken !== null) terminal.out(say(broken.id, broken.values));
    else terminal.out(`${say('ui.backup.sound')} ${say('log.intact', { entries, hash })}`);
    return faults.length === 0 && broken === null ? EXIT.clean : EXIT.findings;
  } finally {
    store.close();
  }
}
