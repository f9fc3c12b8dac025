import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { deflateInBlocks, PIECES_AT_ONCE } from '../../core/host/deflate.ts';
import { numbers } from '../support/stores.ts';
import { ByteSink } from '../../core/export/byteSink.ts';
import type { PackedColumn } from '../../core/export/packed.ts';
import { writeWorkbook } from '../../core/export/xlsx.ts';

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(Uint8Array.from(piece));
  return Buffer.concat(all);
}

test('pieces deflated for themselves are one stream', async () => {
  const random = numbers(11);
  const pieces = [0, 1, 5, 300_000, 1_048_576, 0, 65_536, 7, 2_000_000].map((size, index) => Uint8Array.from({ length: size }, () => (index % 2 === 0 ? random(256) : 97 + random(3))));
  expect(inflateRawSync(await joined(deflateInBlocks(pieces))).equals(Buffer.concat(pieces))).toBe(true);
  expect(inflateRawSync(await joined(deflateInBlocks([])))).toHaveLength(0);
});

test('an error of the pieces comes out, and a reader that stops early ends them', async () => {
  const events: string[] = [];
  async function* pieces(failAt: number): AsyncGenerator<Uint8Array> {
    try {
      for (let at = 0; at < 40; at += 1) {
        if (at === failAt) throw new RangeError('no more');
        yield new Uint8Array(200_000).fill(at);
      }
    } finally {
      events.push('released');
    }
  }
  await expect(joined(deflateInBlocks(pieces(9)))).rejects.toThrow(new RangeError('no more'));
  for await (const piece of deflateInBlocks(pieces(-1))) if (piece.length > 0) break;
  expect(events).toEqual(['released', 'released']);
});

test('never more pieces are in use than the writers are told, and these few are used again and again', async () => {
  const columns: PackedColumn[] = [{ as: 'count', at: 0 }, { as: 'time', at: 0 }];
  const blocks = Array.from({ length: 120 }, (_, block) => Array.from({ length: 1000 }, (__, row) => [block * 1000 + row]));
  const sheet = { name: 'a', columns: [{ header: 'n', kind: 'number' as const }, { header: 't', kind: 'text' as const }], rows: { columns, blocks } };
  const buffers = new Set<ArrayBufferLike>();
  const seen = {
    ...nodeCodecs,
    deflateRaw: (chunks: Parameters<typeof deflateInBlocks>[0]) => deflateInBlocks((async function* all() {
      for await (const chunk of chunks) {
        if (chunk.buffer.byteLength >= 1024 * 1024) buffers.add(chunk.buffer);
        yield chunk;
      }
    })()),
  };
  const { held: _, ...careful } = nodeCodecs;
  const file = await joined(writeWorkbook([sheet], seen));
  expect(file.equals(await joined(writeWorkbook([sheet], careful)))).toBe(true);
  expect(file.length).toBeGreaterThan(1_000_000);
  expect(buffers.size).toBe(PIECES_AT_ONCE + 2);
});

test('a sink keeps its hands off the pieces that are in use', () => {
  const sink = new ByteSink(64, 2);
  const inUse: Uint8Array[] = [];
  for (let round = 0; round < 50; round += 1) {
    for (let at = 0; at < 10; at += 1) sink.write(`${round % 10}`.repeat(8));
    for (const piece of sink.take()) {
      inUse.push(piece);
      if (inUse.length > 2) inUse.shift();
    }
    const before = inUse.map((piece) => Buffer.from(piece).toString());
    sink.write('x'.repeat(8));
    expect(inUse.map((piece) => Buffer.from(piece).toString())).toEqual(before);
  }
  expect(inUse).toHaveLength(2);
});
