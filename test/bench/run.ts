import { writeFileSync } from 'node:fs';
import { BENCHES } from './benches/index.ts';
import type { Outcome } from './bench.ts';
import { buildOurs } from './buildOurs.ts';
import { GOALS } from './goals.ts';
import { installPeers } from './installPeers.ts';
import { OptionError, parseBenchOptions, type BenchOptions } from './options.ts';
import { RESULT } from './place.ts';
import { outcomeText, resultJson, verdictsText } from './report.ts';
import { runBench } from './runner.ts';
import { verdictsOf } from './verdicts.ts';

const HELP = `npm run bench -- [BENCH...] [--rows N] [--runs N]
npm run bench -- --list | --install-peers | --help

Measures the built program against what others would use, in turn on the same data, and prints medians, ratios,
memory and the goals. Everything also goes into bench-result.json. Without options it takes about three quarters of an
hour on two processors, and once as long as that again to make its data in bench-data/, some 15 GB at 5,000,000 rows;
the folder can be deleted at any time. Peers that are not there are named in the table.

--rows N          rows of every bench; else each has its own
--runs N          how often each contender runs, 3 by default
--list            names the benches
--install-peers   gets the peers that npm and, as root, Debian's apt-get have
`;

const EXIT_OPTION = 2;
const EXIT_INTERRUPTED = 130;

async function main(args: readonly string[]): Promise<number> {
  let options: BenchOptions;
  try {
    options = parseBenchOptions(args, BENCHES.map(({ name }) => name));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT_OPTION;
  }
  if (options.action === 'help') process.stdout.write(HELP);
  else if (options.action === 'list') process.stdout.write(BENCHES.map(({ name, rows, what }) => `${name.padEnd(18)} ${rows.toLocaleString('en-US').padStart(9)} rows  ${what}\n`).join(''));
  else if (options.action === 'install-peers') return installPeers() ? 0 : 1;
  else return measure(options);
  return 0;
}

/** Exit code 1 where a bench of ours failed; a goal that is missed is no failure of the bench. */
async function measure({ names, rows, runs }: BenchOptions): Promise<number> {
  await buildOurs();
  const outcomes: Outcome[] = [];
  for (const bench of BENCHES.filter(({ name }) => names.includes(name))) {
    const outcome = await runBench(bench, rows ?? bench.rows, runs, (line) => process.stderr.write(`${line}\n`));
    outcomes.push(outcome);
    process.stdout.write(`\n${outcomeText(outcome)}\n`);
    // Written after each bench: whoever stops the next one keeps this one.
    writeFileSync(RESULT, resultJson(outcomes, verdictsOf(GOALS, outcomes), new Date().toISOString()));
  }
  process.stdout.write(`${verdictsText(verdictsOf(GOALS, outcomes))}\n`);
  return outcomes.some(({ results }) => results.some(({ id, failure }) => id === 'ours' && failure !== null)) ? 1 : 0;
}

// Ends as a process does, so that scratch folders go away.
process.once('SIGINT', () => process.exit(EXIT_INTERRUPTED));
process.exitCode = await main(process.argv.slice(2));
