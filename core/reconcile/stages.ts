/** Told about every so many rows; throws to stop. */
export type Progress = (stage: 'survey' | 'deductions' | 'bill', rows: number) => void;

const PROGRESS_EVERY = 20_000;

/** The same rows, with `progress` told how many have gone by. */
export function* counted<T>(rows: Iterable<T>, stage: Parameters<Progress>[0], progress: Progress): Generator<T> {
  let count = 0;
  for (const row of rows) {
    count += 1;
    if (count % PROGRESS_EVERY === 0) progress(stage, count);
    yield row;
  }
  progress(stage, count);
}
