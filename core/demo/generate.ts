import { formatCivil } from '../base/time.ts';
import { endingScope, expiringScope, fullRows, inactiveScope, lastingScope, payingScope, refundedScope } from './accounts.ts';
import { Bench } from './bench.ts';
import { chosenFaults, isLater, plantFaults } from './faults.ts';
import { billFile, billRecords, deductionFiles, earlierFile, packagesFile } from './files.ts';
import { frameOf, type Rhythm, type ScopePlan } from './plan.ts';
import { Planner } from './planner.ts';
import { PLAIN, productOf, PRODUCTS, SERVER, type ProductSpec } from './products.ts';
import { caseSource, playedSource, type Source } from './source.ts';
import { settingsOf, type Demo, type DemoOptions } from './types.ts';

/** Days without a file of deductions; more than these share a day among several products. */
const MOST_HOLES = 3;

/**
 * Exports as the vendor would write them for some accounts, exactly simulated, with the faults that were asked for. The
 * same options give the same bytes. Rows are made while they are read.
 */
export function generateDemo(options: DemoOptions): Demo {
  const settings = settingsOf(options);
  const chosen = chosenFaults(options);
  const frame = frameOf(settings.seed, chosen.includes('coverage-hole') ? Math.min(settings.timesEach, MOST_HOLES) : 0);
  const planner = new Planner(settings, frame);
  const bench = new Bench(planner);
  plantFaults(bench, chosen.filter((id) => !isLater(id)));
  const first = bench.cases.length;
  const planted = bench.cases.reduce((sum, { deductions }) => sum + deductions.length, 0);
  const clean = cleanScopes(planner, Math.max(settings.rows - planted, Math.floor(settings.rows / 4)));
  plantFaults(bench, chosen.filter(isLater));
  const cases = bench.cases.map(caseSource);
  const sources = [...cases.slice(0, first), ...clean.map((plan) => playedSource(plan, frame)), ...cases.slice(first)];
  if (bench.earlier.length > 0) bench.addFile(earlierFile(bench.earlier, frame, settings), bench.earlier.length);
  let counts: Demo['counts'] | null = null;
  return {
    snapshot: formatCivil(frame.snapshot),
    files: [packagesFile(sources, settings), ...deductionFiles(sources, frame, settings), billFile(sources, frame, settings), ...bench.extraFiles.map(({ file }) => file)],
    expected: bench.expected,
    totals: bench.totals,
    get counts() {
      counts ??= countsOf(sources, bench, billRecords(sources, frame, settings));
      return counts;
    },
  };
}

function countsOf(sources: readonly Source[], bench: Bench, lines: Iterable<unknown>): Demo['counts'] {
  const counts = { packages: 0, deductions: 0, bill: 0 };
  for (const { file: { kind }, records } of bench.extraFiles) if (kind !== 'other') counts[kind] += records;
  for (const source of sources) {
    counts.packages += source.overviews().length;
    for (const _ of source.deductions()) counts.deductions += 1;
  }
  for (const _ of lines) counts.bill += 1;
  return counts;
}

/** Products with one record for many minutes and those with one a day are used less and more often than the others. */
function shareOf(product: ProductSpec, perMille: number): Rhythm {
  const factor = product.recordSeconds < 3600 ? 1 / 8 : product.recordSeconds > 3600 ? 12 : 1;
  return { kind: 'share', perMille: Math.min(900, Math.round(perMille * factor)) };
}

const ENDING = ['trtc', 'text', 'llm', 'img'];
const PAYING = ['text', 'did', 'cap'];

/** The scopes of a clean demo with about `rows` deductions: as many rounds of all products as that takes. */
export function cleanScopes(planner: Planner, rows: number): ScopePlan[] {
  const full = PRODUCTS.reduce((sum, product) => sum + Math.min(fullRows(product), 10_000), 0) * 1.2;
  const rounds = Math.max(1, Math.ceil(rows / (full * 0.7)));
  const perMille = Math.max(4, Math.round((1000 * rows) / (full * rounds)));
  const scopes: ScopePlan[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const product of PRODUCTS) scopes.push(lastingScope(planner, product, shareOf(product, perMille), round === 0 && product.code === 'ccc'));
    for (const code of ENDING) scopes.push(endingScope(planner, productOf(code), shareOf(productOf(code), perMille)));
    for (const code of PAYING) scopes.push(payingScope(planner, productOf(code), shareOf(productOf(code), perMille)));
    scopes.push(payingScope(planner, SERVER, shareOf(SERVER, perMille)));
    scopes.push(expiringScope(planner, productOf('audi'), shareOf(productOf('audi'), perMille)));
    scopes.push(refundedScope(planner, productOf('did'), shareOf(productOf('did'), perMille)));
    if (round === 0) scopes.push(inactiveScope(planner, PLAIN[1]!));
  }
  return scopes;
}
