import { DAY, parseCivil } from '../base/time.ts';
import type { Window } from '../fields/facts.ts';

/**
 * The usage window in the name of an export: `资源包抵扣明细-2025-05-08 00:00:00-2025-07-31 23:59:59_68946048c9d89…`.
 * Browsers and systems replace what a file name may not hold: `:` becomes `_`, `-`, `%3A` or nothing, a space becomes
 * `_`, `+`, `%20` or nothing.
 */
const DATE = String.raw`(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})`;
const CLOCK = String.raw`(?:[ _+T-]{0,2}(\d{2})[:_\-.\uFF1A]?(\d{2})[:_\-.\uFF1A]?(\d{2}))`;
const BETWEEN = String.raw`\s*(?:-|_|~|\uFF5E|\u81F3|to|\u2013|\u2014)+\s*`;
const WITH_CLOCK = new RegExp(`(?<!\\d)${DATE}${CLOCK}${BETWEEN}${DATE}${CLOCK}(?!\\d)`, 'i');
const DATES_ONLY = new RegExp(`(?<!\\d)${DATE}${BETWEEN}${DATE}(?!\\d)`, 'i');

/** The window that a name states, or `null`. A window of dates ends with the last second of its last day. */
export function windowOfName(name: string): Window | null {
  const plain = decoded(name).replace(/[\u00A0\u3000]/g, ' ');
  const full = WITH_CLOCK.exec(plain);
  if (full !== null) {
    const start = parseCivil(`${full[1]}-${full[2]}-${full[3]} ${full[4]}:${full[5]}:${full[6]}`);
    const end = parseCivil(`${full[7]}-${full[8]}-${full[9]} ${full[10]}:${full[11]}:${full[12]}`);
    if (start !== null && end !== null && start <= end) return { start, end };
  }
  const dates = DATES_ONLY.exec(plain);
  if (dates === null) return null;
  const start = parseCivil(`${dates[1]}-${dates[2]}-${dates[3]}`);
  const end = parseCivil(`${dates[4]}-${dates[5]}-${dates[6]}`);
  return start !== null && end !== null && start <= end ? { start, end: end + DAY - 1 } : null;
}

function decoded(name: string): string {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name.replace(/%3A/gi, ':').replace(/%20/g, ' ');
  }
}
