import { parseArgs } from 'node:util';
import { AppError } from '../../base/errors.ts';
import { LOCALES, type Locale } from '../../base/text.ts';
import { parseCivil, type CivilTime } from '../../base/time.ts';

export const COMMANDS = ['reconcile', 'import', 'export', 'findings', 'explain', 'verify-log', 'backup', 'restore', 'check', 'policies', 'names', 'units', 'totals', 'demo', 'serve', 'help', 'version'] as const;
export type Command = (typeof COMMANDS)[number];

/** Options with a value, by command; every command takes --locale. */
const OPTIONS: Readonly<Record<Command, readonly string[]>> = {
  reconcile: ['project', 'snapshot', 'json', 'xlsx', 'profile', 'redact'],
  import: ['project', 'snapshot'],
  export: ['project', 'out', 'redact'],
  findings: ['project', 'json'],
  explain: ['project'],
  'verify-log': ['project', 'hash'],
  backup: ['project'],
  restore: ['project'],
  check: ['project'],
  policies: ['project', 'product', 'policy', 'value'],
  names: ['project', 'kind', 'name', 'same', 'other'],
  units: ['project', 'unit', 'same'],
  totals: ['project', 'month', 'amount', 'payer', 'product', 'currency'],
  demo: ['out', 'seed', 'rows', 'layout', 'json', 'xlsx'],
  serve: ['project', 'port'],
  help: [],
  version: [],
};

/** Options that stand alone: there with an empty value, or not at all. */
const FLAGS: ReadonlySet<string> = new Set(['redact']);

export interface Arguments {
  readonly command: Command;
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

/** Throws `command-unknown`, `option-unknown` and `option-value`. */
export function parseArguments(args: readonly string[]): Arguments {
  const [first = 'help', ...rest] = args;
  const command = first === '--help' || first === '-h' ? 'help' : first === '--version' || first === '-v' ? 'version' : first;
  if (!isCommand(command)) throw new AppError('command-unknown', { command: first });
  const known = [...OPTIONS[command], 'locale'];
  const { values, positionals, tokens } = parseArgs({ args: [...rest], options: Object.fromEntries(known.map((name) => [name, { type: FLAGS.has(name) ? 'boolean' as const : 'string' as const }])), strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!known.includes(token.name)) throw new AppError('option-unknown', { command, option: token.rawName });
    if (typeof values[token.name] !== (FLAGS.has(token.name) ? 'boolean' : 'string')) throw new AppError('option-value', { option: token.rawName, value: '', expected: '…' });
  }
  return { command, words: positionals, options: Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : value === true ? [[name, '']] : []))) };
}

function isCommand(word: string): word is Command {
  return (COMMANDS as readonly string[]).includes(word);
}

/** `--locale`, else the language of the environment; Chinese where that says nothing else. */
export function localeOf(option: string | undefined, environment: string | undefined): Locale {
  if (option === undefined) return environment !== undefined && /^en/i.test(environment) ? 'en' : 'zh-CN';
  const found = LOCALES.find((locale) => locale.toLowerCase() === option.toLowerCase() || (locale === 'zh-CN' && option.toLowerCase() === 'zh'));
  if (found === undefined) throw new AppError('locale-unknown', { value: option });
  return found;
}

export function snapshotOf(option: string | undefined): CivilTime | undefined {
  if (option === undefined) return undefined;
  const time = parseCivil(option);
  if (time === null) throw new AppError('snapshot-invalid', { value: option });
  return time;
}

export function wholeNumberOf(name: string, option: string | undefined, most: number): number | undefined {
  if (option === undefined) return undefined;
  const value = /^\d{1,15}$/.test(option) ? Number(option) : Number.NaN;
  if (!(value >= 0 && value <= most)) throw new AppError('option-value', { option: `--${name}`, value: option, expected: `0 … ${most}` });
  return value;
}
