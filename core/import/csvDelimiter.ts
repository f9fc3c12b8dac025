/** What may separate the cells of a text file, the likeliest first. */
const DELIMITERS = [',', '\t', ';'] as const;

const SAMPLE_RECORDS = 50;

/**
 * The delimiter of a text, from its first records; `null` where none occurs, so that the text is no table at all.
 *
 * For each candidate the records are grouped by how often it occurs outside quotes, and the group that covers most
 * cells wins: a comma that is a decimal point varies from line to line, a delimiter does not. A tab next to another
 * delimiter guards a number from Excel and separates nothing.
 */
export function delimiterOf(sample: string): string | null {
  const records = countsOf(sample);
  let best: string | null = null;
  let bestScore = 0;
  DELIMITERS.forEach((delimiter, index) => {
    const groups = new Map<number, number>();
    for (const counts of records) {
      const count = counts[index]!;
      if (count > 0) groups.set(count, (groups.get(count) ?? 0) + 1);
    }
    const score = Math.max(0, ...[...groups].map(([count, times]) => count * times));
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  });
  return best;
}

/** For each record how often each candidate occurs in it outside quotes. */
function countsOf(sample: string): number[][] {
  const records: number[][] = [];
  let counts = [0, 0, 0];
  let quoted = false;
  let started = true;
  for (let at = 0; at < sample.length && records.length < SAMPLE_RECORDS; at += 1) {
    const character = sample[at]!;
    if (quoted) {
      if (character !== '"') continue;
      if (sample[at + 1] === '"') at += 1;
      else quoted = false;
      continue;
    }
    if (character === '"' && started) {
      quoted = true;
      started = false;
      continue;
    }
    const index = DELIMITERS.indexOf(character as ',');
    started = index >= 0 || character === '\n' || character === '\r';
    if (index >= 0 && !(character === '\t' && (isOther(sample[at - 1]) || isOther(sample[at + 1])))) counts[index]! += 1;
    if (character === '\n' || character === '\r') {
      records.push(counts);
      counts = [0, 0, 0];
    }
  }
  // What the sample cuts off would count as a record with fewer cells.
  if (records.length === 0) records.push(counts);
  return records;
}

function isOther(neighbour: string | undefined): boolean {
  return neighbour === ',' || neighbour === ';';
}
