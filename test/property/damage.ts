import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { utils, write } from 'xlsx';
import { AppError } from '../../core/base/errors.ts';
import { generateDemo, renderCsv } from '../../core/demo/index.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { readForeignWorkbook } from '../../core/host/foreignThread.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import type { Store } from '../../core/store/store.ts';
import { zip } from '../support/zip.ts';
import { Random } from './random.ts';

/** Real files with damage, for tests that import whatever comes. */

/** A damaged file of a few kilobytes that takes longer than this hangs somebody's program. */
const MOST_MS = 10_000;
const MOST_HEAP_BYTES = 700 * 1024 * 1024;

const encoder = new TextEncoder();
const demo = generateDemo({ seed: 5, rows: 60, timesEach: 1, faults: 'none', layout: 'cn' });
const texts = demo.files.map((file) => [...renderCsv(file)].join('').split('\r\n').slice(0, 40).join('\r\n'));

function workbook(bookType: 'xlsx' | 'biff8'): Uint8Array[] {
  return texts.map((text) => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(text.split('\r\n').map((line) => line.split(','))), 'Sheet1');
    return new Uint8Array(write(book, { type: 'buffer', bookType }) as Buffer);
  });
}

const corpus = join(import.meta.dirname, '../fixtures/workbooks');
/** Real files to begin with, by what they are called. */
export const FILES: Readonly<Record<string, readonly Uint8Array[]>> = {
  csv: texts.flatMap((text) => [encoder.encode(text), encoder.encode(`\uFEFF${text}`), new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))]),
  xlsx: [...workbook('xlsx'), ...readdirSync(corpus).filter((name) => name.endsWith('.xlsx')).map((name) => new Uint8Array(readFileSync(join(corpus, name))))],
  xls: workbook('biff8'),
  zip: texts.map((text) => zip([{ name: 'a.csv', content: encoder.encode(text) }, { name: 'b/c.xlsx', content: workbook('xlsx')[0]! }])),
};

/** What readers of tables, of XML and of archives stumble over. */
const NASTY = ['"', '""', '\0', '\r', '\n', '\uFEFF', '\u202E', ',', '\t', ';', '<', '>', '&', '&#x110000;', '&lt', '<![CDATA[', ']]>', '<!--', '<!DOCTYPE x [<!ENTITY a "aa">]>', '<?xml', '</c>', '<c', 'r="ZZZZ9999999"',
  't="s"', '<v>-1</v>', '<v>1e999</v>', 'PK\u0003\u0004', 'PK\u0001\u0002', 'PK\u0005\u0006', '99999999999999999999', '1E+400', '-0', '=1+1', '../../x', '资源包ID', '\u{1F4A9}'].map((text) => encoder.encode(text));
const BYTES = [0, 0x7f, 0x80, 0xff, 0xfe, 0x0d, 0x0a, 0x22, 0xc3, 0xe4];

function spliced(bytes: Uint8Array, at: number, cut: number, put: Uint8Array): Uint8Array {
  const result = new Uint8Array(at + put.length + Math.max(0, bytes.length - at - cut));
  result.set(bytes.subarray(0, at));
  result.set(put, at);
  result.set(bytes.subarray(at + cut), at + put.length);
  return result;
}

function damagedOnce(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.between(0, Math.max(0, bytes.length - 1));
  const length = random.between(1, random.pick([1, 2, 4, 64, 1024]));
  switch (random.between(0, 5)) {
    case 0: {
      const result = bytes.slice();
      for (let index = at; index < Math.min(at + length, bytes.length); index += 1) result[index] = random.chance(0.5) ? random.pick(BYTES) : result[index]! ^ (1 << random.between(0, 7));
      return result;
    }
    case 1: return bytes.slice(0, at);
    case 2: return spliced(bytes, at, length, new Uint8Array(0));
    case 3: return spliced(bytes, at, 0, bytes.slice(at, at + length));
    case 4: return spliced(bytes, at, random.chance(0.5) ? length : 0, random.pick(NASTY));
    default: {
      const from = random.between(0, Math.max(0, bytes.length - 1));
      return spliced(bytes, at, length, bytes.slice(from, from + length));
    }
  }
}

const FULL = 0xffff_ffff;

/** Entries of an archive whose parts are whole: damage inside of them survives their checksums. */
function entriesOf(bytes: Uint8Array): { name: string; content: Uint8Array }[] {
  const buffer = Buffer.from(bytes);
  const found: { name: string; content: Uint8Array }[] = [];
  for (let at = buffer.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0; at = buffer.indexOf('PK\u0001\u0002', at + 4, 'latin1')) {
    const [method, packed, nameLength, header] = [buffer.readUInt16LE(at + 10), buffer.readUInt32LE(at + 20), buffer.readUInt16LE(at + 28), buffer.readUInt32LE(at + 42)];
    // Sizes of zip64 stand elsewhere.
    if (packed === FULL || header === FULL) return [];
    const from = header + 30 + buffer.readUInt16LE(header + 26) + buffer.readUInt16LE(header + 28);
    const raw = buffer.subarray(from, from + packed);
    found.push({ name: buffer.toString('utf8', at + 46, at + 46 + nameLength), content: method === 0 ? raw : inflateRawSync(raw) });
  }
  return found;
}

/** None of an archive that is damaged already. */
function entriesOrNone(bytes: Uint8Array): ReturnType<typeof entriesOf> {
  try {
    return entriesOf(bytes);
  } catch {
    return [];
  }
}

/** A file with one to four damages; in workbooks and archives mostly inside of a part, with its checksums made right. */
export function damaged(kind: string, bytes: Uint8Array, random: Random): Uint8Array {
  let result = bytes;
  const entries = (kind === 'xlsx' || kind === 'zip') && random.chance(0.7) ? entriesOrNone(bytes) : [];
  const times = random.between(1, 4);
  if (entries.length === 0) {
    for (let time = 0; time < times; time += 1) result = damagedOnce(result, random);
    return result;
  }
  const target = random.pick(entries);
  let { content } = target;
  for (let time = 0; time < times; time += 1) content = damagedOnce(content, random);
  return zip(entries.map(({ name, content: own }) => ({ name, content: name === target.name ? content : own })));
}

/** What SheetJS may take for a file of a few kilobytes. */
const FOREIGN_MS = 3000;
const CODECS = { ...nodeCodecs, foreignWorkbook: (bytes: Uint8Array) => readForeignWorkbook(bytes, FOREIGN_MS) };

/** Imports the bytes, and answers what is wrong about how that went; `null` where it ended in time with rows or a sentence that we know. */
export async function wrongWith(store: Store, name: string, bytes: Uint8Array): Promise<string | null> {
  const begun = performance.now();
  try {
    const report = await importFiles(store, [{ name, source: { name, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) } }], { codecs: CODECS, now: '2025-08-01T00:00:00.000Z' });
    const sums = report.files.filter(({ counts: { read, stored, known, ignored, rejected } }) => read !== stored + known + ignored + rejected);
    if (sums.length > 0) return `rows do not add up: ${JSON.stringify(sums.map(({ counts }) => counts))}`;
    if (report.files.length + report.refused.length + report.skipped.length === 0) return 'neither rows nor a refusal';
    store.removeImport(report.id);
  } catch (error) {
    if (!(error instanceof AppError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  if (performance.now() - begun > MOST_MS) return `${Math.round(performance.now() - begun)} ms`;
  return process.memoryUsage().heapUsed > MOST_HEAP_BYTES ? `${process.memoryUsage().heapUsed} bytes of heap` : null;
}
