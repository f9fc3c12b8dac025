import { headOf } from './cell.ts';

/**
 * Names of sheets under Excel's rules: 1 to 31 characters, none of `[ ] : * ? / \`, no apostrophe at either end, not
 * `History`, and no two the same when case is ignored.
 */
const MAX_UNITS = 31;

// oxlint-disable-next-line no-control-regex -- a name must not hold control characters
const FORBIDDEN = /[[\]:*?/\\\u0000-\u001f\u007f\ufffe\uffff]/g;

/** A name that Excel accepts, as close to `name` as can be; what is forbidden becomes `_`. */
export function sanitisedSheetName(name: string): string {
  const legal = name.toWellFormed().replace(FORBIDDEN, '_').trim().replace(/^'+|'+$/g, '').trim();
  const short = headOf(legal, MAX_UNITS).replace(/'+$/, '').trim();
  if (short === '') return 'Sheet';
  return short.toLowerCase() === 'history' ? `${short}_` : short;
}

/** Hands out the names of one workbook. */
export class SheetNames {
  private readonly taken = new Set<string>();

  /** A name for a sheet or, where `part` is above 1, for its continuation: `Name (2)`. */
  claim(name: string, part = 1): string {
    const base = sanitisedSheetName(name);
    for (let number = part; ; number += 1) {
      const suffix = number === 1 ? '' : ` (${number})`;
      const candidate = headOf(base, MAX_UNITS - suffix.length).trimEnd() + suffix;
      if (this.taken.has(candidate.toLowerCase())) continue;
      this.taken.add(candidate.toLowerCase());
      return candidate;
    }
  }
}

/** A sheet's name inside a reference such as `'It''s'!$A$1`. */
export function quotedSheetName(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

/** `A`, `B`, … `Z`, `AA` for a column from 0. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
