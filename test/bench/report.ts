import { availableParallelism, cpus, totalmem } from 'node:os';
import { cpuOf, figuresOf, peakOf, type Outcome, type Result } from './bench.ts';
import { bytesText, ratioText, secondsText, tableText } from './table.ts';
import type { Verdict } from './verdicts.ts';

/** What one bench gave: each figure of each contender, and how often as long ours took. */
export function outcomeText({ bench, what, data, results }: Outcome): string {
  const ours = results.find(({ id }) => id === 'ours');
  const rows = results.flatMap((result) => rowsOf(result, ours));
  const notes = results.flatMap(({ name, absent, failure }) => (absent !== null ? [`${name} is absent: ${absent}`] : failure !== null ? [`${name} failed: ${failure}`] : []));
  return [`${bench}: ${what}`, data, '', tableText(['who', 'figure', 'median', 'least', 'most', 'runs', 'CPU', 'peak', 'time, ours / it', 'CPU, ours / it'], rows, 2), ...notes, ''].join('\n');
}

function rowsOf(result: Result, ours: Result | undefined): string[][] {
  if (result.absent !== null) return [[result.name, 'absent']];
  if (result.failure !== null) return [[result.name, 'failed']];
  const peak = peakOf(result);
  const cpu = cpuOf(result)?.median;
  const isPeer = ours !== undefined && ours !== result;
  return [...figuresOf(result)].map(([figure, { median, min, max, runs }], index) => {
    const cells = [index === 0 ? result.name : '', figure, secondsText(median), secondsText(min), secondsText(max), String(runs)];
    if (index > 0) return cells;
    const ownTime = isPeer ? figuresOf(ours).get('time')?.median : undefined;
    const ownCpu = isPeer ? cpuOf(ours)?.median : undefined;
    return [...cells, given(cpu, secondsText), given(peak ?? undefined, bytesText), given(ownTime === undefined ? undefined : ownTime / median, ratioText), given(ownCpu === undefined || cpu === undefined ? undefined : ownCpu / cpu, ratioText)];
  });
}

function given(value: number | undefined, text: (value: number) => string): string {
  return value === undefined ? '' : text(value);
}

/** Every goal with what was measured beside it. */
export function verdictsText(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ goal, word, value, note }) => [goal.bench === '*' ? '' : goal.bench, goal.text, value === null ? '' : amountText(value, goal), amountText(goal.most, goal), word, note]);
  return tableText(['bench', 'goal', 'measured', 'at most', '', ''], rows);
}

function amountText(value: number, { figure, peer, against }: Verdict['goal']): string {
  if (peer !== undefined || against !== undefined) return ratioText(value);
  return figure === 'peak' ? bytesText(value) : secondsText(value);
}

/** What stands in bench-result.json: every sample, so that anybody can count again. */
export function resultJson(outcomes: readonly Outcome[], verdicts: readonly Verdict[], at: string): string {
  const machine = { platform: process.platform, arch: process.arch, node: process.versions.node, processor: cpus()[0]?.model ?? null, processors: availableParallelism(), memoryBytes: totalmem() };
  const benches = outcomes.map(({ results, ...outcome }) => ({
    ...outcome,
    results: results.map((result) => ({ ...result, figures: Object.fromEntries(figuresOf(result)), cpuSeconds: cpuOf(result), peakBytes: peakOf(result) })),
  }));
  return `${JSON.stringify({ at, machine, benches, goals: verdicts.map(({ goal, ...verdict }) => ({ ...goal, ...verdict })) }, null, 2)}\n`;
}
