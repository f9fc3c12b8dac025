import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { startLoopback, type Loopback } from '../loopback/loopback.ts';
import { programFolder } from '../resources.ts';
import { wholeNumberOf } from './options.ts';
import { EXIT, type Context, type ExitCode } from './io.ts';

const MOST_PORT = 65_535;

/** Where settings and unnamed projects lie when there is no Electron to say so. */
export function profileFolder(): string {
  const { env, platform } = process;
  const given = env['PACKLEDGER_PROFILE'];
  if (given !== undefined && given !== '') return given;
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'PackLedger');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'PackLedger');
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'PackLedger');
}

/** Serves the built page to a browser of this machine. Throws `page-missing` and `port-taken`. */
export async function openLoopback(options: Readonly<Record<string, string>>, language: string | undefined, report: (error: unknown, where: string) => void): Promise<Loopback> {
  const page = join(programFolder(), 'out', 'renderer');
  if (!existsSync(join(page, 'index.html'))) throw new AppError('page-missing');
  return startLoopback({ page, profileFolder: profileFolder(), project: options['project'] ?? null, port: wholeNumberOf('port', options['port'], MOST_PORT) ?? 0, language, report });
}

/** Until it is told to stop. */
export async function serveCommand(options: Readonly<Record<string, string>>, { terminal, say, locale }: Context): Promise<ExitCode> {
  const loopback = await openLoopback(options, locale, (error, where) => terminal.fail(`${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  terminal.out(say('start.served', { url: loopback.url }));
  terminal.out(say('start.stop'));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await loopback.close();
  return EXIT.clean;
}
