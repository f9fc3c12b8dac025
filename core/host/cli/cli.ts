import { AppError } from '../../base/errors.ts';
import type { Locale } from '../../base/text.ts';
import { speaker } from '../speak.ts';
import { ENGINE } from '../version.ts';
import { backupCommand, checkCommand, restoreCommand } from './backupCommands.ts';
import { namesCommand, policiesCommand, totalsCommand, unitsCommand } from './basisCommands.ts';
import { demoCommand } from './demoCommand.ts';
import { EXIT, type Context, type ExitCode, type Terminal } from './io.ts';
import { localeOf, parseArguments, type Arguments } from './options.ts';
import { explainCommand, exportCommand, findingsCommand, importCommand, verifyLogCommand } from './projectCommands.ts';
import { reconcileJob } from './reconcileCommand.ts';
import { serveCommand } from './serveCommand.ts';

/** What a program start brings along. */
export interface Start {
  readonly args: readonly string[];
  readonly terminal: Terminal;
  readonly now: string;
  /** `LANG` of the environment. */
  readonly language: string | undefined;
}

/** Runs one command; every failure becomes one sentence and an exit code. */
export async function runCli({ args, terminal, now, language }: Start): Promise<ExitCode> {
  let locale: Locale = localeOf(undefined, language);
  try {
    locale = localeOf(args[args.indexOf('--locale') + 1 || args.length], language);
    const parsed = parseArguments(args);
    locale = localeOf(parsed.options['locale'], language);
    return await dispatch(parsed, { terminal, say: speaker(locale), locale, now });
  } catch (error) {
    terminal.endProgress();
    const say = speaker(locale);
    if (error instanceof AppError) {
      terminal.fail(say(`error.${error.code}`, error.values));
      return EXIT.refused;
    }
    terminal.fail(say('error.defect', { message: error instanceof Error ? error.message : String(error) }));
    if (process.env['PACKLEDGER_TRACE'] !== undefined && error instanceof Error) terminal.fail(error.stack ?? '');
    return EXIT.defect;
  }
}

async function dispatch({ command, words, options }: Arguments, context: Context): Promise<ExitCode> {
  switch (command) {
    case 'reconcile':
      return (await reconcileJob(words, options, context)).code;
    case 'import':
      return importCommand(words, options, context);
    case 'findings':
      return findingsCommand(options, context);
    case 'explain':
      return explainCommand(words, options, context);
    case 'export':
      return exportCommand(words, options, context);
    case 'verify-log':
      return verifyLogCommand(options, context);
    case 'policies':
      return policiesCommand(options, context);
    case 'names':
      return namesCommand(options, context);
    case 'units':
      return unitsCommand(options, context);
    case 'totals':
      return totalsCommand(options, context);
    case 'backup':
      return backupCommand(options, context);
    case 'restore':
      return restoreCommand(words, options, context);
    case 'check':
      return checkCommand(options, context);
    case 'demo':
      return demoCommand(options, context);
    case 'serve':
      return serveCommand(options, context);
    case 'version':
      context.terminal.out(ENGINE);
      return EXIT.clean;
    case 'help':
      context.terminal.out(context.say('cli.help'));
      return EXIT.clean;
    default:
      return unreachable(command);
  }
}

/** A command that has no case would not compile. */
function unreachable(command: never): never {
  throw new Error(`no case for ${String(command)}`);
}
