import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly action: 'run' | 'list' | 'help' | 'install-peers';
  /** Benches in the order of the list; all of them where none is named. */
  readonly names: readonly string[];
  /** `null` leaves each bench its own. */
  readonly rows: number | null;
  readonly runs: number;
}

const FEWEST_ROWS = 2000;
const MOST_ROWS = 5_000_000;
const MOST_RUNS = 99;
const USUAL_RUNS = 3;

/** A wrong option: one sentence for the user. */
export class OptionError extends Error {}

/** Throws `OptionError`. `known` are the names of all benches. */
export function parseBenchOptions(args: readonly string[], known: readonly string[]): BenchOptions {
  const { tokens } = parseArgs({ args: [...args], options: { rows: { type: 'string' }, runs: { type: 'string' } }, strict: false, allowPositionals: true, tokens: true });
  const names = new Set<string>();
  let action: BenchOptions['action'] = 'run';
  let rows: number | null = null;
  let runs = USUAL_RUNS;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (!known.includes(token.value)) throw new OptionError(`There is no bench "${token.value}": the benches are ${known.join(', ')}.`);
      names.add(token.value);
    } else if (token.name === 'rows') rows = wholeNumber('--rows', token.value, FEWEST_ROWS, MOST_ROWS);
    else if (token.name === 'runs') runs = wholeNumber('--runs', token.value, 1, MOST_RUNS);
    else if (token.name === 'h') action = 'help';
    else if ((token.name === 'list' || token.name === 'help' || token.name === 'install-peers') && token.value === undefined) action = token.name;
    else throw new OptionError(`There is no option ${token.rawName}: the options are --rows, --runs, --list, --install-peers and --help.`);
  }
  return { action, names: names.size === 0 ? known : known.filter((name) => names.has(name)), rows, runs };
}

function wholeNumber(option: string, text: string | undefined, least: number, most: number): number {
  const value = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new OptionError(`${option} takes a whole number from ${least.toLocaleString('en-US')} to ${most.toLocaleString('en-US')}, not "${text ?? ''}".`);
}
