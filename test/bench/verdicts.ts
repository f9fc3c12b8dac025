import { figuresOf, peakOf, type Outcome } from './bench.ts';
import type { Goal } from './goals.ts';

export type Word = 'met' | 'missed' | 'not measured';

export interface Verdict {
  readonly goal: Goal;
  readonly word: Word;
  /** The ratio, the seconds or the bytes. */
  readonly value: number | null;
  /** Where it was measured with other rows than the goal is set for, or why it was not. */
  readonly note: string;
}

/** One verdict for each goal, in their order; a goal whose bench did not run was not measured. */
export function verdictsOf(goals: readonly Goal[], outcomes: readonly Outcome[]): Verdict[] {
  return goals.map((goal) => (goal.bench === '*' ? judgePeak(goal, outcomes) : judge(goal, outcomes.find(({ bench }) => bench === goal.bench))));
}

function judge(goal: Goal, outcome: Outcome | undefined): Verdict {
  if (outcome === undefined) return notMeasured(goal, 'bench not run');
  const ours = outcome.results.find(({ id }) => id === 'ours');
  const own = ours === undefined ? undefined : figuresOf(ours).get(goal.figure)?.median;
  if (ours === undefined || own === undefined) return notMeasured(goal, ours?.failure ?? 'no such figure');
  let value = own;
  if (goal.against !== undefined) {
    const other = figuresOf(ours).get(goal.against)?.median;
    if (other === undefined) return notMeasured(goal, 'no such figure');
    value = own / other;
  } else if (goal.peer !== undefined) {
    const peer = outcome.results.find(({ id }) => id === goal.peer);
    const time = peer === undefined ? undefined : figuresOf(peer).get('time')?.median;
    if (time === undefined) return notMeasured(goal, peer?.absent ?? peer?.failure ?? `${goal.peer} not run`);
    value = own / time;
  }
  return { goal, word: value <= goal.most ? 'met' : 'missed', value, note: outcome.rows === goal.rows ? '' : `with ${outcome.rows.toLocaleString('en-US')} rows` };
}

/** The one bench that takes most decides, and is named, with all others above the limit. */
function judgePeak(goal: Goal, outcomes: readonly Outcome[]): Verdict {
  const peaks = outcomes.flatMap(({ bench, results }) => results.filter(({ id }) => id === 'ours').map((result) => ({ bench, peak: peakOf(result) })))
    .filter((one): one is { bench: string; peak: number } => one.peak !== null);
  if (peaks.length === 0) return notMeasured(goal, 'no memory seen');
  const sorted = [...peaks].sort((a, b) => b.peak - a.peak);
  const most = sorted[0]!;
  return { goal, word: most.peak <= goal.most ? 'met' : 'missed', value: most.peak, note: sorted.filter((one) => one === most || one.peak > goal.most).map(({ bench }) => bench).join(', ') };
}

function notMeasured(goal: Goal, note: string): Verdict {
  return { goal, word: 'not measured', value: null, note };
}
