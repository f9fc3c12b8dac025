import { crc32 as zlibCrc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Codecs } from '../../../core/base/codecs.ts';
import { crc32 } from '../../../core/base/crc32.ts';
import { writeZip } from '../../../core/export/zip.ts';
import type { ZipPart } from '../../../core/export/zip.ts';
import { centralHeader, dataDescriptor, endRecords } from '../../../core/export/zipRecords.ts';
import { Dice, collect, openZip, testCodecs } from './support.ts';

async function* listed(parts: readonly ZipPart[]): AsyncGenerator<ZipPart> {
  yield* parts;
}

/** A compressor of the test's own making. */
function deflating(deflateRaw: Codecs['deflateRaw']): Codecs {
  return { ...testCodecs, deflateRaw };
}

const utf8 = (text: string): Uint8Array => Buffer.from(text);

describe('a zip file', () => {
  it('opens again, whatever the pieces of its parts', async () => {
    const parts: ZipPart[] = [
      { name: 'empty', content: [] },
      { name: '资源包/抵扣.txt', content: [utf8('一'), utf8(''), utf8('二')] },
      { name: 'large', content: Array.from({ length: 50 }, (_, index) => new Uint8Array(70_001).fill(index)) },
    ];
    const entries = openZip(await collect(writeZip(listed(parts), testCodecs)));
    expect(entries.map(({ name, content, version }) => [name, content.length, version])).toEqual([
      ['empty', 0, 20], ['资源包/抵扣.txt', 6, 20], ['large', 3_500_050, 20],
    ]);
    expect(entries[1]!.content.toString()).toBe('一二');
  });

  it('counts more than 65,535 entries in a zip64 end', async () => {
    const empty = deflating(async function* (chunks) {
      for await (const piece of chunks) expect(piece.length).toBe(0);
      yield Uint8Array.of(3, 0);
    });
    const parts = Array.from({ length: 66_000 }, (_, index) => ({ name: String(index), content: [] }));
    const entries = openZip(await collect(writeZip(listed(parts), empty)));
    expect(entries.length).toBe(66_000);
    expect(entries.at(-1)!.name).toBe('65999');
  });

  it('has the checksum of zlib', () => {
    const dice = new Dice(3);
    for (let length = 0; length < 100; length += 1) {
      const bytes = Uint8Array.from({ length }, () => dice.below(256));
      expect(crc32(bytes, 0)).toBe(zlibCrc32(bytes));
      expect(crc32(bytes.subarray(13), crc32(bytes.subarray(0, 13), 0))).toBe(zlibCrc32(bytes));
    }
  });

  it('throws what its content throws, even where the codec hides it', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield utf8('a');
      throw new RangeError('the disk is gone');
    }
    const hiding = deflating(async function* (chunks) {
      try {
        for await (const piece of chunks) yield piece;
      } catch {
        yield Uint8Array.of(3, 0);
      }
    });
    const parts = (): AsyncGenerator<ZipPart> => listed([{ name: 'a', content: broken() }]);
    await expect(collect(writeZip(parts(), testCodecs))).rejects.toThrow(new RangeError('the disk is gone'));
    await expect(collect(writeZip(parts(), hiding))).rejects.toThrow(new RangeError('the disk is gone'));
  });

  it('does not trust a codec that leaves some of its input', async () => {
    const lazy = deflating(() => testCodecs.deflateRaw([]));
    await expect(collect(writeZip(listed([{ name: 'a', content: [utf8('a')] }]), lazy))).rejects.toThrow('a codec reads its input to the end');
  });
});

describe('zip64 records', () => {
  const name = utf8('a');
  const entry = { name, crc: 1, compressedSize: 2, size: 3, offset: 4 };
  const last32 = 0xffff_ffff;

  it('describes sizes in 32 bits as long as they fit', () => {
    expect(dataDescriptor({ ...entry, size: last32 }).length).toBe(16);
    const wide = Buffer.from(dataDescriptor({ ...entry, size: last32 + 1 }));
    expect([wide.length, wide.readBigUInt64LE(8), wide.readBigUInt64LE(16)]).toEqual([24, 2n, 0x1_0000_0000n]);
  });

  it('moves exactly the numbers that do not fit into the extra field, in the order size, compressed size, offset', () => {
    const cases: readonly [Partial<typeof entry>, readonly bigint[]][] = [
      [{}, []],
      [{ size: last32 - 1, compressedSize: last32 - 1, offset: last32 - 1 }, []],
      [{ size: last32 }, [0xffff_ffffn]],
      [{ offset: 2 ** 40 }, [2n ** 40n]],
      [{ compressedSize: 2 ** 33, size: 2 ** 34, offset: 2 ** 35 }, [2n ** 34n, 2n ** 33n, 2n ** 35n]],
    ];
    for (const [changes, wide] of cases) {
      const header = Buffer.from(centralHeader({ ...entry, ...changes }));
      expect(header.length).toBe(47 + (wide.length === 0 ? 0 : 4 + 8 * wide.length));
      expect(header.readUInt16LE(30)).toBe(header.length - 47);
      expect(header.readUInt16LE(6)).toBe(wide.length === 0 ? 20 : 45);
      expect(wide.map((_, index) => header.readBigUInt64LE(51 + 8 * index))).toEqual(wide);
      expect([header.readUInt32LE(24), header.readUInt32LE(20), header.readUInt32LE(42)])
        .toEqual([changes.size ?? 3, changes.compressedSize ?? 2, changes.offset ?? 4].map((value) => Math.min(value, last32)));
    }
  });

  it('adds a zip64 end only where a number needs it', () => {
    expect(endRecords(65_534, last32 - 1, last32 - 1).length).toBe(22);
    for (const [count, size, offset] of [[65_535, 9, 9], [1, last32, 9], [1, 9, 2 ** 36]] as const) {
      const end = Buffer.from(endRecords(count, size, offset));
      expect(end.length).toBe(56 + 20 + 22);
      expect([24, 32, 40, 48].map((at) => Number(end.readBigUInt64LE(at)))).toEqual([count, count, size, offset]);
      expect([end.readUInt32LE(56), Number(end.readBigUInt64LE(64)), end.readUInt32LE(72)]).toEqual([0x07064b50, offset + size, 1]);
      expect([end.readUInt16LE(86), end.readUInt32LE(88), end.readUInt32LE(92)]).toEqual([Math.min(count, 65_535), Math.min(size, last32), Math.min(offset, last32)]);
    }
  });
});
