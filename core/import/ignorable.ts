import { normaliseHeader } from '../fields/headers.ts';
import { cleanText, isAbsent, textOf } from './cellText.ts';
import type { ByteRecords } from './byteRecords.ts';
import type { Column } from './mapHeaders.ts';
import type { Cell } from './table.ts';

/** A quick look: only a row that begins with one of these, or with a space, can be a total or a note. */
const FIRST_CHARACTERS = '合总小汇共本注备说提温导制tgsnrdTGSNRD\'="\u3000\u00A0\uFEFF';

const BYTE_ORDER_MARK = 0xfeff;

const encoder = new TextEncoder();

/** Why a row is no record: it is the sum of a whole table, or blank, a sum of a part, the header row repeated, a note under the table. */
export type NoRecord = 'total' | 'nothing';
/** `null` for a record. */
export type Ignorable = (records: ByteRecords, record: number) => NoRecord | null;

const TOTAL = /^(?:合计|总计|小计|总和|汇总|共计|本页合计|本页小计|total|grandtotal|subtotal|sum|totals)(?:[:(,].*)?$/;
const WHOLE = /^(?:合计|总计|总和|汇总|共计|total|grandtotal|sum|totals)(?:[:(,].*)?$/;
const NOTE = /^(?:注|备注|说明|提示|温馨提示|note|notes|remark|disclaimer|导出时间|制表)[^a-z]/;

export function ignorable(columns: readonly Column[]): Ignorable {
  const ids = columns.filter((column) => isIdColumn(column)).map((column) => column.at);
  const printed = columns.map((column) => column.header);
  const headers = printed.map(normaliseHeader);

  function isTotal(cells: readonly Cell[], word: string): boolean {
    return ids.every((at) => {
      const text = cleanText(textOf(cells[at] ?? ''));
      return isAbsent(text) || text === word;
    });
  }

  const judge = (cells: readonly Cell[]): NoRecord | null => {
    const at = firstPresent(cells);
    if (at < 0) return 'nothing';
    const text = textOf(cells[at]!);
    if (at < headers.length && (text === printed[at] || text.charCodeAt(0) === BYTE_ORDER_MARK) && repeatsHeader(cells, headers)) return 'nothing';
    if (text.charCodeAt(0) > 0x20 && !FIRST_CHARACTERS.includes(text.charAt(0))) return null;
    const word = cleanText(text);
    const normal = word.replace(/[\s\u3000]+/g, '').replace(/：/g, ':').replace(/（/g, '(').toLowerCase();
    if (TOTAL.test(normal)) return !isTotal(cells, word) ? null : WHOLE.test(normal) ? 'total' : 'nothing';
    return NOTE.test(`${normal}:`) && headers.length > 1 && firstPresent(cells, at + 1) < 0 ? 'nothing' : null;
  };

  // Nearly all records are told by the first character of their bytes alone.
  const header = encoder.encode(columns[0]?.header ?? '');
  return (records, record) => {
    const cell = records.first[record]!;
    if (cell < records.first[record + 1]! && isRecordForCertain(records.bytes, records.from[cell]!, records.to[cell]!, header)) return null;
    return judge(records.row(record).cells);
  };
}

const FIRST_CODES = new Set(Array.from(FIRST_CHARACTERS, (character) => character.charCodeAt(0)));

/** Whether the first cell is neither blank, nor like the header, nor begins like a total or a note. */
function isRecordForCertain(bytes: Uint8Array, from: number, to: number, header: Uint8Array): boolean {
  if (from < 0 || from === to) return false;
  const byte = bytes[from]!;
  if (byte === header[0] && to - from === header.length) return false;
  if (byte >= 0x30 && byte <= 0x39) return true;
  let code = byte;
  if (byte >= 0xc0 && byte < 0xe0) code = ((byte & 0x1f) << 6) | (bytes[from + 1]! & 0x3f);
  else if (byte >= 0xe0 && byte < 0xf0) code = ((byte & 0x0f) << 12) | ((bytes[from + 1]! & 0x3f) << 6) | (bytes[from + 2]! & 0x3f);
  return code > 0x20 && !FIRST_CODES.has(code);
}

function isIdColumn({ use }: Column): boolean {
  if (use.as === 'field') return use.field.identifier === true;
  return use.as === 'pair' && (use.first.identifier === true || use.second.identifier === true);
}

function firstPresent(cells: readonly Cell[], from = 0): number {
  for (let at = from; at < cells.length; at += 1) {
    const cell = cells[at]!;
    if (typeof cell !== 'string') return at;
    if (cell.length > 0 && (cell.charCodeAt(0) > 0x20 || cleanText(cell) !== '')) return at;
  }
  return -1;
}

/** Parts joined one below another bring their header row along, the first cell perhaps with a byte order mark. */
function repeatsHeader(cells: readonly Cell[], headers: readonly string[]): boolean {
  let same = 0;
  let present = 0;
  cells.forEach((cell, place) => {
    const header = normaliseHeader(cleanText(textOf(cell)));
    if (header === '') return;
    present += 1;
    if (header === headers[place]) same += 1;
  });
  return same >= 2 ? same * 2 > present : same === present;
}
