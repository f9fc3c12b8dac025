import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCodecs } from '../../../core/host/codecs.ts';
import { openFileSource } from '../../../core/host/fileSource.ts';
import { wholeOf } from '../../../core/import/bytes.ts';
import { inPieces, opened, readTable, seeded, utf8 } from '../../support/bytes.ts';

/** 12 MiB that do not get smaller. */
const NOISE = Uint8Array.from({ length: 12 * 1024 * 1024 }, ((random) => () => random() * 256)(seeded(1)));
const TEXT = utf8('资源包,核*时\n'.repeat(100_000));

function isText(bytes: Uint8Array | null): boolean {
  return bytes !== null && Buffer.compare(bytes, TEXT) === 0;
}

describe('nodeCodecs', () => {
  it('inflates what it deflates, in pieces of any size', async () => {
    for (const size of [1000, 70_000, TEXT.length]) {
      const packed = await wholeOf(nodeCodecs.deflateRaw(inPieces(TEXT, [size])), TEXT.length);
      expect(packed!.length).toBeLessThan(TEXT.length / 10);
      expect(isText(await wholeOf(nodeCodecs.inflateRaw(inPieces(packed!, [size])), TEXT.length))).toBe(true);
    }
  });

  it('takes asynchronous chunks, and none', async () => {
    async function* slowly() {
      for (const piece of inPieces(deflateRawSync(TEXT), [500])) {
        await Promise.resolve();
        yield piece;
      }
    }
    expect(isText(await wholeOf(nodeCodecs.inflateRaw(slowly()), TEXT.length))).toBe(true);
    expect([...(await wholeOf(nodeCodecs.deflateRaw([]), 10))!]).toEqual([...deflateRawSync(new Uint8Array(0))]);
  });

  it.each([
    ['noise', [utf8('this is no deflate stream at all')], 'Z_DATA_ERROR'],
    ['a stream cut off', [deflateRawSync(TEXT).subarray(0, 1000)], 'Z_BUF_ERROR'],
    ['nothing', [], 'Z_BUF_ERROR'],
  ])('%s rejects', async (_, chunks, code) => {
    await expect(wholeOf(nodeCodecs.inflateRaw(chunks), TEXT.length)).rejects.toMatchObject({ code });
  });

  it('an error of the chunks rejects, as it is', async () => {
    function* breaking(): Generator<Uint8Array> {
      yield deflateRawSync(TEXT).subarray(0, 100);
      throw new RangeError('the disk is gone');
    }
    await expect(wholeOf(nodeCodecs.inflateRaw(breaking()), TEXT.length)).rejects.toThrow(new RangeError('the disk is gone'));
  });

  it('a consumer that stops early ends the chunks', async () => {
    const packed = deflateRawSync(NOISE);
    let given = 0;
    let ended = false;
    function* chunks() {
      try {
        for (const piece of inPieces(packed, [1000])) {
          given += 1;
          yield piece;
        }
      } finally {
        ended = true;
      }
    }
    for await (const chunk of nodeCodecs.inflateRaw(chunks())) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    await expect.poll(() => ended).toBe(true);
    expect(given).toBeLessThan(packed.length / 1000);
  });

  it('does not run far ahead of a slow consumer', async () => {
    const packed = deflateRawSync(NOISE);
    let given = 0;
    function* chunks() {
      for (const piece of inPieces(packed, [10_000])) {
        given += piece.length;
        yield piece;
      }
    }
    let taken = 0;
    let ahead = 0;
    for await (const chunk of nodeCodecs.inflateRaw(chunks())) {
      taken += chunk.length;
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
      ahead = Math.max(ahead, given - taken);
    }
    expect(taken).toBe(NOISE.length);
    expect(ahead).toBeLessThan(4 * 1024 * 1024);
  });
});

describe('openFileSource', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packledger-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads a file at any place', async () => {
    writeFileSync(join(folder, 'a.csv'), TEXT);
    const source = openFileSource(join(folder, 'a.csv'));
    expect([source.name, source.size]).toEqual(['a.csv', TEXT.length]);
    expect(source.read(0, 3)).toEqual(TEXT.subarray(0, 3));
    expect(source.read(TEXT.length - 2, 100)).toEqual(TEXT.subarray(-2));
    expect(source.read(TEXT.length, 100)).toHaveLength(0);
    const [table] = await opened(source);
    if (table?.ok !== true) throw new Error('no table');
    expect((await readTable(table.value)).rows).toHaveLength(100_000);
    source.close();
    source.close();
    expect(() => source.read(0, 1)).toThrow(expect.objectContaining({ code: 'file-unreadable', values: { file: 'a.csv', reason: 'EBADF' } }));
  });

  it('a file that is not there, and what is no file', () => {
    expect(() => openFileSource(join(folder, 'none.csv'))).toThrow(expect.objectContaining({ code: 'file-missing', values: { file: 'none.csv', reason: 'ENOENT' } }));
    expect(() => openFileSource(folder, 'the folder')).toThrow(expect.objectContaining({ code: 'file-unreadable', values: { file: 'the folder', reason: 'EISDIR' } }));
  });
});
