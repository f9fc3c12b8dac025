import { AppError } from '../../base/errors.ts';
import type { Locale } from '../../base/text.ts';
import { programSpeaker } from '../programSpeech.ts';
import { ENGINE } from '../version.ts';
import { EXIT, type Context, type ExitCode, type Terminal } from './io.ts';
import { localeOf, parseArguments, type Arguments } from './options.ts';

/** What a program start brings along. */
export interface Start {
  readonly args: readonly string[];
  readonly terminal: Terminal;
  readonly now: string;
  /** `LANG` of the environment. */
  readonly language: string | undefined;
}

/** These say nothing about checks, whose texts take a while to load: the page of `serve` does not wait for them. */
const WITHOUT_CHECKS: ReadonlySet<string> = new Set<Arguments['command']>(['serve', 'version', 'help']);

/** Runs one command; every failure becomes one sentence and an exit code. */
export async function runCli({ args, terminal, now, language }: Start): Promise<ExitCode> {
  let locale: Locale = localeOf(undefined, language);
  try {
    locale = localeOf(args[args.indexOf('--locale') + 1 || args.length], language);
    const parsed = parseArguments(args);
    locale = localeOf(parsed.options['locale'], language);
    const say = WITHOUT_CHECKS.has(parsed.command) ? programSpeaker(locale) : (await import('../speak.ts')).speaker(locale);
    return await dispatch(parsed, { terminal, say, locale, now });
  } catch (error) {
    terminal.endProgress();
    const { speaker } = await import('../speak.ts');
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

/** Commands load what they need. */
async function dispatch({ command, words, options }: Arguments, context: Context): Promise<ExitCode> {
  switch (command) {
    case 'reconcile':
      return (await (await import('./reconcileCommand.ts')).reconcileJob(words, options, context)).code;
    case 'import':
      return (await import('./projectCommands.ts')).importCommand(words, options, context);
    case 'findings':
      return (await import('./projectCommands.ts')).findingsCommand(options, context);
    case 'explain':
      return (await import('./projectCommands.ts')).explainCommand(words, options, context);
    case 'export':
      return (await import('./projectCommands.ts')).exportCommand(words, options, context);
    case 'verify-log':
      return (await import('./projectCommands.ts')).verifyLogCommand(options, context);
    case 'policies':
      return (await import('./basisCommands.ts')).policiesCommand(options, context);
    case 'names':
      return (await import('./basisCommands.ts')).namesCommand(options, context);
    case 'units':
      return (await import('./basisCommands.ts')).unitsCommand(options, context);
    case 'totals':
      return (await import('./basisCommands.ts')).totalsCommand(options, context);
    case 'backup':
      return (await import('./backupCommands.ts')).backupCommand(options, context);
    case 'restore':
      return (await import('./backupCommands.ts')).restoreCommand(words, options, context);
    case 'check':
      return (await import('./backupCommands.ts')).checkCommand(options, context);
    case 'demo':
      return (await import('./demoCommand.ts')).demoCommand(options, context);
    case 'serve':
      return (await import('./serveCommand.ts')).serveCommand(options, context);
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
