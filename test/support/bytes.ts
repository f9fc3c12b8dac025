import { nodeCodecs } from '../../core/host/codecs.ts';
import { memorySource } from '../../core/import/bytes.ts';
import type { ReaderCodecs } from '../../core/import/limits.ts';
import { openTables, type OpenOptions } from '../../core/import/openTables.ts';
import type { ByteSource, Cell, Chunks, OpenedTable, Table } from '../../core/import/table.ts';
import { AppError, type Refusal } from '../../core/base/errors.ts';

/** Files in memory and what the readers make of them, as plain values that a test can compare. */

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function utf16(text: string, order: 'le' | 'be', mark = true): Uint8Array {
  const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le');
  return new Uint8Array(order === 'le' ? bytes : bytes.swap16());
}

const GB18030: Map<string, Uint8Array> = new Map();

/** Encodes what `TextDecoder` decodes, by asking it about every pair of bytes once. */
export function gb18030(text: string): Uint8Array {
  if (GB18030.size === 0) {
    const decoder = new TextDecoder('gb18030');
    for (let lead = 0x81; lead <= 0xfe; lead += 1) {
      for (let trail = 0x40; trail <= 0xfe; trail += 1) {
        const character = decoder.decode(Uint8Array.of(lead, trail));
        if (character.length === 1 && character !== '\uFFFD' && !GB18030.has(character)) GB18030.set(character, Uint8Array.of(lead, trail));
      }
    }
    GB18030.set('💩', Uint8Array.of(0x94, 0x39, 0xda, 0x33));
  }
  const pieces = Array.from(text, (character) => {
    const known = character.charCodeAt(0) < 0x80 ? utf8(character) : GB18030.get(character);
    if (known === undefined) throw new Error(`no GB18030 bytes for ${character}`);
    return known;
  });
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

export function file(name: string, content: Uint8Array | string): ByteSource {
  return memorySource(name, typeof content === 'string' ? utf8(content) : content);
}

/** The bytes in pieces whose sizes are taken from `sizes` in turn. */
export function* inPieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** The host's codecs, handing on what they inflate in other pieces. */
export function codecsInPieces(sizes: readonly number[]): ReaderCodecs {
  return {
    ...nodeCodecs,
    async *inflateRaw(chunks: Chunks) {
      for await (const chunk of nodeCodecs.inflateRaw(chunks)) yield* inPieces(chunk, sizes);
    },
  };
}

/** What was read of one table: `[line, ...cells]` for each row, a number cell as `{ number }`. */
export interface ReadTable {
  readonly path: readonly string[];
  readonly sheet: string | null;
  readonly format: string;
  readonly encoding: string | null;
  readonly rows: readonly (readonly [number, ...Cell[]])[];
  /** Why `rows()` stopped, where it did. */
  readonly stopped?: Refusal;
}

export async function readTable(table: Table): Promise<ReadTable> {
  const rows: [number, ...Cell[]][] = [];
  const { path, sheet, format, encoding } = table;
  try {
    for await (const batch of table.rows()) {
      for (let at = 0; at < batch.count; at += 1) {
        const { line, cells } = batch.row(at);
        rows.push([line, ...cells]);
      }
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { path, sheet, format, encoding, rows, stopped: { code: error.code, values: error.values } };
  }
  return { path, sheet, format, encoding, rows };
}

export async function opened(source: ByteSource, options?: OpenOptions, codecs: ReaderCodecs = nodeCodecs): Promise<readonly OpenedTable[]> {
  const all: OpenedTable[] = [];
  for await (const table of openTables(source, codecs, options)) all.push(table);
  return all;
}

/** All tables of a file, read, and the refusals. */
export async function readAll(source: ByteSource, options?: OpenOptions, codecs?: ReaderCodecs): Promise<{ tables: ReadTable[]; refusals: { path: readonly string[]; refusal: Refusal }[] }> {
  const tables: ReadTable[] = [];
  const refusals: { path: readonly string[]; refusal: Refusal }[] = [];
  for (const outcome of await opened(source, options, codecs)) {
    if (outcome.ok) tables.push(await readTable(outcome.value));
    else refusals.push({ path: outcome.error.path, refusal: outcome.error.refusal });
  }
  return { tables, refusals };
}

/** The only table of a file that has no refusals. */
export async function readOne(source: ByteSource, options?: OpenOptions, codecs?: ReaderCodecs): Promise<ReadTable> {
  const { tables, refusals } = await readAll(source, options, codecs);
  if (tables.length !== 1 || refusals.length > 0) throw new Error(`${tables.length} tables, ${JSON.stringify(refusals)}`);
  return tables[0]!;
}

/** The only refusal of a file that has no tables, without its path. */
export async function refusalOf(source: ByteSource, options?: OpenOptions): Promise<Refusal> {
  const { tables, refusals } = await readAll(source, options);
  if (tables.length > 0 || refusals.length !== 1) throw new Error(`${tables.length} tables, ${JSON.stringify(refusals)}`);
  return refusals[0]!.refusal;
}

/** Numbers from 0 to below 1 that depend on the seed alone (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
