import { refusal, type Refusal } from '../base/errors.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { CATALOGUES } from '../fields/index.ts';
import { AMOUNT_FIELDS } from '../fields/facts.ts';
import { RECORD_KINDS, type RecordKind } from '../fields/field.ts';
import { isAbsent } from './cellText.ts';
import { foreignDocument, shallowBill, usageDocument, type WrongDocument } from './documents.ts';
import { headerTexts, mapHeaders, type HeaderMap } from './mapHeaders.ts';
import type { Cell, SourceRow } from './table.ts';

/** Titles, notes and grouping headers may stand above the header row, but not more rows than this. */
export const HEADER_ROWS = 60;

/** What a table turned out to be, and why: enough to read it and to explain the choice. */
export interface Recognition {
  readonly kind: RecordKind;
  /** `cn`, `intl` or `reseller` for a bill; `paired` or `separate` for the others. */
  readonly layout: string;
  /** Index of the header row among the rows given, and its line in the file. */
  readonly headerAt: number;
  readonly headerLine: number;
  readonly headers: HeaderMap;
}

/** Fields that hardly any document of another kind has: a few of them make the kind clear. */
const MARKS: Readonly<Record<RecordKind, readonly string[]>> = {
  packages: ['packageId', 'packageName', 'packageType', 'periodRemaining', 'periodTotal', 'periodsRemaining', 'periodsTotal', 'remaining', 'total', 'combo', 'scope',
    'effective', 'expiry', 'endedAt', 'renewalMode', 'renewalTerm'],
  deductions: ['packageId', 'packageName', 'packageOwner', 'deductedAt', 'before', 'deducted', 'after', 'usageOwner', 'usageProduct', 'billingItem', 'coefficient'],
  bill: ['transactionType', 'transactionId', 'componentType', 'componentName', 'listPrice', 'contractedPrice', 'priceUnit', 'usage', 'usageUnit', 'originalCost',
    'payer', 'operator', 'billingMode', 'beforeVoucher', 'totalCost', 'afterDiscount', 'instanceId'],
};
const CLEAR = 4;
const ENOUGH = 3;

interface Candidate {
  readonly kind: RecordKind;
  readonly at: number;
  readonly texts: readonly string[];
  readonly headers: HeaderMap;
  readonly marks: number;
}

/** Recognises a table by the first rows of it, or says why it is refused. */
export function detect(rows: readonly SourceRow[]): Result<Recognition, Refusal> {
  const looked = rows.slice(0, HEADER_ROWS).map((row) => headerTexts(row.cells));
  const best = bestCandidate(looked);
  // Below a header of ours stand names of any kind, which say nothing about the document.
  const foreign = firstOf(best !== null && best.marks >= ENOUGH ? looked.slice(0, best.at + 1) : looked, foreignDocument);
  if (foreign !== null) return fail(wrong(foreign.value, foreign.texts));
  const shallow = best?.kind === 'bill' && best.headers.matched.length >= ENOUGH ? shallowBill(new Set(best.headers.matched)) : null;
  if (best !== null && shallow !== null) return fail(wrong(shallow, best.texts));
  if (best !== null && best.marks >= ENOUGH) {
    const lacking = essentials(best);
    if (lacking.length === 0) {
      return ok({ kind: best.kind, layout: layoutOf(best), headerAt: best.at, headerLine: rows[best.at]!.line, headers: best.headers });
    }
    if (best.marks >= CLEAR) return fail(missing(best, lacking));
  }
  return fail(unknown(rows, looked, best));
}

function firstOf(looked: readonly string[][], find: (texts: readonly string[]) => WrongDocument | null): { value: WrongDocument; texts: string[] } | null {
  for (const texts of looked) {
    const value = texts.length < 2 ? null : find(texts);
    if (value !== null) return { value, texts };
  }
  return null;
}

/** The row and kind with the most recognised fields; the first of equals. */
function bestCandidate(looked: readonly string[][]): Candidate | null {
  let best: Candidate | null = null;
  looked.forEach((texts, at) => {
    if (texts.length < 2) return;
    for (const kind of RECORD_KINDS) {
      const headers = mapHeaders(texts, CATALOGUES[kind]);
      if (headers.matched.length === 0) continue;
      const matched = new Set(headers.matched);
      const candidate = { kind, at, texts, headers, marks: MARKS[kind].filter((key) => matched.has(key)).length };
      if (best === null || weight(candidate) > weight(best)) best = candidate;
    }
  });
  return best;
}

function weight(candidate: Candidate): number {
  return candidate.headers.matched.length + candidate.marks + (essentials(candidate).length === 0 ? 2 : 0);
}

/** Keys of the fields without which there is no record, as far as they have no column. A bill needs a cost, whichever. */
function essentials({ kind, headers }: Candidate): string[] {
  const lacking: string[] = CATALOGUES[kind].fields.filter((field) => field.essential === true && !headers.matched.includes(field.key)).map((field) => field.key);
  const costs: readonly string[] = ['originalCost', ...AMOUNT_FIELDS];
  if (kind === 'bill' && !costs.some((key) => headers.matched.includes(key))) lacking.push('originalCost');
  return lacking;
}

const RESELLER = ['reseller', 'customerDiscountRate', 'beforeVoucher', 'customerVoucher', 'resellerVoucher', 'resellerDiscountRate'];
const TAXED = ['amountBeforeTax', 'taxRate', 'taxAmount', 'totalIncludingTax'];

function layoutOf({ kind, headers, texts }: Candidate): string {
  if (kind !== 'bill') return headers.columns.some((column) => column.use.as === 'pair') ? 'paired' : 'separate';
  const has = (keys: readonly string[]): boolean => keys.some((key) => headers.matched.includes(key));
  if (has(RESELLER)) return 'reseller';
  if (has(TAXED)) return 'intl';
  return isChinese(texts) ? 'cn' : 'intl';
}

function isChinese(texts: readonly string[]): boolean {
  const present = texts.filter((text) => text !== '');
  return present.filter((text) => /[\u4E00-\u9FFF]/.test(text)).length * 2 > present.length;
}

const SHOWN = 40;

/** The headers that were seen, as one line. */
function shown(texts: readonly string[]): string {
  const present = texts.filter((text) => text !== '');
  return present.slice(0, SHOWN).join(', ') + (present.length > SHOWN ? ', …' : '');
}

function wrong({ code, document }: WrongDocument, texts: readonly string[]): Refusal {
  return refusal(code, { document, columns: shown(texts) });
}

function missing(best: Candidate, lacking: readonly string[]): Refusal {
  const chinese = isChinese(best.texts);
  const labels = lacking.map((key) => CATALOGUES[best.kind].fields.find((field) => field.key === key)!.text);
  return refusal('missing-column', {
    kind: best.kind,
    columns: labels.map((text) => (chinese ? text.zh : text.en)).join(', '),
    fields: lacking.join(', '),
    seen: shown(best.texts),
  });
}

/** Nothing of ours: a header row of something else, or no header row at all. */
function unknown(rows: readonly SourceRow[], looked: readonly string[][], best: Candidate | null): Refusal {
  const usage = firstOf(looked, usageDocument);
  if (usage !== null) return wrong(usage.value, usage.texts);
  if (best !== null && best.headers.matched.length >= 2 && isHeaderLike(rows[best.at]!.cells)) return refusal('wrong-document', { columns: shown(best.texts) });
  const at = rows.slice(0, HEADER_ROWS).findIndex((row) => isHeaderLike(row.cells));
  return at < 0 ? refusal('header-missing', { seen: shown(looked.find((texts) => texts.length > 0) ?? []) }) : refusal('wrong-document', { columns: shown(looked[at]!) });
}

/** Whether a row could name columns: at least two cells, all of them different words, none a number, a time or a long code. */
function isHeaderLike(cells: readonly Cell[]): boolean {
  if (cells.some((cell) => typeof cell !== 'string')) return false;
  const texts = headerTexts(cells).filter((text) => text !== '');
  return texts.length >= 2
    && new Set(texts).size === texts.length
    && texts.every((text) => !isAbsent(text) && !/\d{4}|^[-+]?[\d,.]+[^\d]*$/.test(text));
}
