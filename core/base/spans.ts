import { DAY, type CivilTime } from './time.ts';

export interface Span {
  readonly start: CivilTime;
  /** First moment after it. */
  readonly end: CivilTime;
}

/** What others leave open of a span, by whole days. */
export function uncovered(span: Span, others: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let at = span.start;
  for (const { start, end } of [...others].sort((a, b) => a.start - b.start)) {
    if (start - at >= DAY) gaps.push({ start: at, end: Math.min(start, span.end) });
    at = Math.max(at, end);
    if (at >= span.end) return gaps;
  }
  if (span.end - at >= DAY) gaps.push({ start: at, end: span.end });
  return gaps;
}
