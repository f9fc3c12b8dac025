import { headerIndex, normaliseHeader, type HeaderTarget } from '../fields/headers.ts';
import type { Catalogue, Field, Pair } from '../fields/field.ts';
import { isKnownUnit } from '../fields/units.ts';
import { cleanText, isAbsent, textOf } from './cellText.ts';
import type { Cell } from './table.ts';

/** What a column of a file is to us. */
export type ColumnUse =
  /** `unit` is the unit that the header states for all its cells, as in `组件用量(GB)`; an empty text where it states none. */
  | { readonly as: 'field'; readonly field: Field; readonly unit: string }
  | { readonly as: 'pair'; readonly pair: Pair; readonly first: Field; readonly second: Field }
  /** A cost allocation tag: kept under its header, `tag` being its key. */
  | { readonly as: 'tag'; readonly tag: string }
  /** Not known: kept verbatim. `again` is the field that an earlier column already holds; it fills the gaps of that one. */
  | { readonly as: 'unknown'; readonly again: Field | null };

export interface Column {
  /** Place in the row, from 0. */
  readonly at: number;
  /** The header as it is printed, unique within the table; `#3` where there is none. */
  readonly header: string;
  readonly use: ColumnUse;
}

/** How the headers of one table were understood, for a preview to show and a reader to follow. */
export interface HeaderMap {
  readonly columns: readonly Column[];
  /** Keys of the fields that have a column. */
  readonly matched: readonly string[];
  /** Keys of needed fields that have none. */
  readonly missing: readonly string[];
  /** Headers that are not known, tags apart. */
  readonly unknown: readonly string[];
}

const TAG = /^(?:标签键|标签|tag_key|tag key|tagkey|cost allocation tags?)\s*[:：]\s*(.+)$/i;

export function headerText(cell: Cell): string {
  return cleanText(textOf(cell)).replace(/\s*[\r\n]+\s*/g, '');
}

/** The texts of a header row without the empty cells at its end. */
export function headerTexts(cells: readonly Cell[]): string[] {
  const texts = cells.map(headerText);
  while (texts.length > 0 && texts.at(-1) === '') texts.pop();
  return texts;
}

export function mapHeaders(texts: readonly string[], catalogue: Catalogue): HeaderMap {
  const index = headerIndex(catalogue);
  const byKey = new Map(catalogue.fields.map((field) => [field.key, field]));
  const taken = new Set<string>();
  const names = new Map<string, number>();
  const columns = texts.map((text, at): Column => {
    const header = uniqueName(text === '' ? `#${at + 1}` : text, names);
    const tag = TAG.exec(text);
    if (tag !== null) return { at, header, use: { as: 'tag', tag: tag[1]!.trim() } };
    const { target, unit } = targetOf(text, index);
    if (target === undefined) return { at, header, use: { as: 'unknown', again: null } };
    if ('field' in target) {
      if (taken.has(target.field.key)) return { at, header, use: { as: 'unknown', again: target.field } };
      taken.add(target.field.key);
      return { at, header, use: { as: 'field', field: target.field, unit } };
    }
    const { pair } = target;
    if (taken.has(pair.first) && taken.has(pair.second)) return { at, header, use: { as: 'unknown', again: null } };
    taken.add(pair.first);
    taken.add(pair.second);
    return { at, header, use: { as: 'pair', pair, first: byKey.get(pair.first)!, second: byKey.get(pair.second)! } };
  });
  return {
    columns,
    matched: catalogue.fields.filter((field) => taken.has(field.key)).map((field) => field.key),
    missing: catalogue.fields.filter((field) => field.needed === true && !taken.has(field.key)).map((field) => field.key),
    unknown: columns.filter((column) => column.use.as === 'unknown').map((column) => column.header),
  };
}

const WITH_UNIT = /^(.+)[(\uFF08\u3010[]([^()\uFF08\uFF09]+)[)\uFF09\u3011\]]$/;

/** The field or pair of a header; where only the header without its bracketed unit is known, the unit comes along. */
function targetOf(text: string, index: ReadonlyMap<string, HeaderTarget>): { readonly target: HeaderTarget | undefined; readonly unit: string } {
  const whole = isAbsent(text) ? undefined : index.get(normaliseHeader(text));
  const match = whole === undefined ? WITH_UNIT.exec(text) : null;
  if (match === null) return { target: whole, unit: '' };
  const unit = match[2]!.replace(/^(?:单位|unit)\s*[:\uFF1A]?\s*/i, '').trim();
  const target = index.get(normaliseHeader(match[1]!));
  const takesUnit = target !== undefined && 'field' in target && target.field.kind === 'quantity' && target.field.unit !== undefined;
  return takesUnit && isKnownUnit(unit) ? { target, unit } : { target: undefined, unit: '' };
}

/** A header that occurs twice gets a number, so that what is kept under it stays apart. */
function uniqueName(text: string, names: Map<string, number>): string {
  const count = (names.get(text) ?? 0) + 1;
  names.set(text, count);
  return count === 1 ? text : uniqueName(`${text} (${count})`, names);
}
