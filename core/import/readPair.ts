import type { RejectReason } from '../fields/facts.ts';
import type { Field } from '../fields/field.ts';
import { cleanText, halfWidth, isAbsent, textOf } from './cellText.ts';
import { newCellReading, type CellReader, type CellReading } from './readCell.ts';
import type { Cell } from './table.ts';

/**
 * Cells that hold two values, such as `总剩余量/总量`. The page shows them on two lines; copies and exports join them by
 * a line break or by `/`, which may also stand inside a name (`文本内容安全/服务-1b01/textpkg-1b01`), a date or a unit.
 */
export interface PairReading {
  readonly first: CellReading;
  readonly second: CellReading;
}

/** Which half cannot be read, and why. */
export interface PairTrouble {
  readonly half: 'first' | 'second';
  readonly reason: RejectReason;
}

export type PairReader = (cell: Cell, out: PairReading) => PairTrouble | null;

export function newPairReading(): PairReading {
  return { first: newCellReading(), second: newCellReading() };
}

type Cut = readonly [string, string];

export function pairReader(firstField: Field, secondField: Field, readFirst: CellReader, readSecond: CellReader): PairReader {
  const textual = isTextual(firstField) && isTextual(secondField);

  function readHalves([left, right]: Cut, out: PairReading): PairTrouble | null {
    const first = readFirst(left, out.first);
    if (first !== null) return { half: 'first', reason: first };
    const second = readSecond(right, out.second);
    return second === null ? null : { half: 'second', reason: second };
  }

  /** A cell with one value only: a region without a zone, a known status, or an id without a name. */
  function readAlone(text: string, out: PairReading): PairTrouble | null {
    if (firstField.kind === 'choice') {
      const halves: readonly Cut[] = [[text, ''], ['', text]];
      for (const half of halves) if (readHalves(half, out) === null && !out.first.unknownWord && !out.second.unknownWord) return null;
      return readHalves([text, ''], out);
    }
    if (secondField.identifier === true && /^[\w.]*[a-z\d][-_][\w.-]+$/i.test(halfWidth(text))) return readHalves(['', text], out);
    if (textual) return readHalves([text, ''], out);
    // One amount or time could be either of the two.
    return { half: 'second', reason: secondField.kind === 'time' ? 'time' : secondField.kind === 'count' ? 'count' : 'number' };
  }

  return (cell, out) => {
    const text = cleanText(textOf(cell));
    if (isAbsent(text)) return readHalves(['', ''], out);
    const lines = linesOf(textOf(cell));
    if (lines !== null) return readHalves(lines, out);
    const all = cuts(text, textual);
    // The last `/` ends the name; an earlier one would only hide a damaged identifier inside a longer text.
    const tried = secondField.identifier === true ? all.slice(-1) : all;
    let trouble: PairTrouble | null = null;
    for (const cut of tried) {
      const wrong = readHalves(cut, out);
      if (wrong === null && !out.first.unknownWord && !out.second.unknownWord) return null;
      trouble ??= wrong;
    }
    if (tried[0] === undefined) return readAlone(text, out);
    return trouble ?? readHalves(tried[0], out);
  };
}

function isTextual(field: Field): boolean {
  return field.kind === 'name' || field.kind === 'id' || field.kind === 'choice';
}

/**
 * The two lines of a cell, either of which may be empty; a name may itself go over lines, and then the last line is the
 * second value.
 */
function linesOf(text: string): Cut | null {
  if (!text.includes('\n') && !text.includes('\r')) return null;
  const lines = text.split(/\r\n?|\n/).map(cleanText);
  const present = lines.filter((line) => line !== '');
  if (present.length === 1) return lines.length === 2 && !present[0]!.includes('/') ? [lines[0]!, lines[1]!] : null;
  return [present.slice(0, -1).join('\n').replace(/\s*\/$/, ''), present.at(-1)!.replace(/^\/\s*/, '')];
}

/** Every way to cut at a separator, from the left. */
function cuts(text: string, textual: boolean): Cut[] {
  const found: Cut[] = [];
  for (let at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) found.push([text.slice(0, at), text.slice(at + 1)]);
  if (found.length > 0) return found;
  const wide = textual ? /^(.+)\s*\uFF0F\s*(.+)$/s.exec(text) : /^(.+?)\s*(?:\uFF0F|~|\uFF5E|\u81F3|\s-\s)\s*(.+)$/s.exec(text);
  return wide === null ? [] : [[wide[1]!, wide[2]!]];
}
