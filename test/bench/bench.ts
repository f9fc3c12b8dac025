import { spread, type Spread } from './statistics.ts';

/** What one run of one contender gave. */
export interface Sample {
  /** Seconds by name; `time` is the whole of what the contender is compared by. */
  readonly figures: Readonly<Record<string, number>>;
  /** User and system time of the process with all its threads and children; `null` where the system does not tell. */
  readonly cpuSeconds: number | null;
  /** Largest resident set of the process, its children added; `null` where the system does not tell. */
  readonly peakBytes: number | null;
  /** What it counted, to see that it did its work. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** The program or a peer, doing one job. */
export interface Contender {
  /** `ours`, or the name by which goals call the peer. */
  readonly id: string;
  readonly name: string;
  /** What is missing for it on this machine, in a few words. */
  readonly absent?: string | null;
  /** Does the job once. `scratch` is an empty folder that goes away afterwards. */
  readonly run: (scratch: string) => Promise<Sample>;
}

export interface Bench {
  readonly name: string;
  /** One line for the list and the table. */
  readonly what: string;
  /** How many rows it takes where nobody says otherwise. */
  readonly rows: number;
  /** Fewer runs than were asked for, where one takes minutes. */
  readonly mostRuns?: number;
  /** Makes data and projects ready, which is not measured. */
  readonly prepare: (rows: number) => Promise<Prepared>;
}

export interface Prepared {
  /** What is measured on, such as `1,012,345 deductions, 392 MiB`. */
  readonly data: string;
  readonly contenders: readonly Contender[];
}

/** Everything that a bench gave for one contender. */
export interface Result {
  readonly id: string;
  readonly name: string;
  /** Why there are no samples: not installed, or what it failed with. */
  readonly absent: string | null;
  readonly failure: string | null;
  readonly samples: readonly Sample[];
}

export interface Outcome {
  readonly bench: string;
  readonly what: string;
  readonly rows: number;
  readonly data: string;
  readonly results: readonly Result[];
}

/** Each figure over all runs, in the order in which they came. */
export function figuresOf({ samples }: Result): Map<string, Spread> {
  const names = new Set(samples.flatMap((sample) => Object.keys(sample.figures)));
  return new Map([...names].map((name) => [name, spread(samples.map((sample) => sample.figures[name]).filter((value) => value !== undefined))]));
}

/** The largest of all runs; `null` where it was not seen. */
export function peakOf({ samples }: Result): number | null {
  const peaks = samples.map((sample) => sample.peakBytes).filter((peak) => peak !== null);
  return peaks.length === 0 ? null : Math.max(...peaks);
}

export function cpuOf({ samples }: Result): Spread | null {
  const times = samples.map((sample) => sample.cpuSeconds).filter((time) => time !== null);
  return times.length === 0 ? null : spread(times);
}
