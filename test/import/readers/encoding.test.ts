import { describe, expect, it } from 'vitest';
import { EncodingProbe, unmarkedUtf16 } from '../../../core/import/encoding.ts';
import { nodeCodecs } from '../../../core/host/codecs.ts';
import type { ReaderCodecs } from '../../../core/import/limits.ts';
import type { ByteSource } from '../../../core/import/table.ts';
import { file, gb18030, inPieces, opened, readOne, readTable, refusalOf, seeded, utf16, utf8 } from '../../support/bytes.ts';
import { zip } from '../../support/zip.ts';

const TEXT = '产品名称,用量\n弹性微服务,"3.5核*时\n一行"\n一,💩\n';
const ROWS = [[1, '产品名称', '用量'], [2, '弹性微服务', '3.5核*时\n一行'], [4, '一', '💩']];

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

describe('encodings', () => {
  it.each([
    ['utf-8', utf8(TEXT)],
    ['utf-8-bom', utf8(`\uFEFF${TEXT}`)],
    ['utf-16le', utf16(TEXT, 'le')],
    ['utf-16be', utf16(TEXT, 'be')],
    ['gb18030', gb18030(TEXT)],
    ['gb18030', joined(Uint8Array.of(0x84, 0x31, 0x95, 0x33), gb18030(TEXT))],
  ])('%s', async (encoding, bytes) => {
    expect(await readOne(file('a.csv', bytes))).toEqual({ path: [], sheet: null, format: 'csv', encoding, rows: ROWS });
  });

  it.each([['utf-16le', 'le'], ['utf-16be', 'be']] as const)('%s without a mark', async (encoding, order) => {
    const table = await readOne(file('a.csv', utf16(TEXT.replaceAll('💩', '5'), order, false)));
    expect(table).toMatchObject({ encoding, rows: [ROWS[0], ROWS[1], [4, '一', '5']] });
  });

  it('zeros that do not alternate are no UTF-16', () => {
    expect(unmarkedUtf16(Uint8Array.of(0, 0, 65, 66, 0, 0, 67, 68))).toBeNull();
    expect(unmarkedUtf16(utf8('plain'))).toBeNull();
  });
});

describe('UTF-8 or GB18030', () => {
  const filler = utf8('1,2\n'.repeat(400_000));

  it.each([['utf-8', utf8], ['gb18030', gb18030]] as const)('the first byte that tells comes megabytes later: %s', async (encoding, encode) => {
    const table = await readOne(file('a.csv', joined(utf8('a,b\n'), filler, encode('弹性微服务的资源包,核时\n'))));
    expect(table.encoding).toBe(encoding);
    expect(table.rows.at(-1)).toEqual([400_002, '弹性微服务的资源包', '核时']);
    expect(table.stopped).toBeUndefined();
  });

  it('the same inside an archive', async () => {
    const table = await readOne(file('a.zip', zip([{ name: 'b.csv', content: joined(utf8('a,b\n'), filler, gb18030('核时,1\n')) }])));
    expect(table).toMatchObject({ encoding: 'gb18030', path: ['b.csv'] });
    expect(table.rows.at(-1)).toEqual([400_002, '核时', '1']);
  });

  it('a file is read at most twice', async () => {
    const bytes = joined(utf8('a,b\n'), filler, gb18030('核时,1\n'));
    let read = 0;
    const source: ByteSource = { name: 'a.csv', size: bytes.length, read: (offset, length) => {
      const piece = bytes.subarray(offset, offset + length);
      read += piece.length;
      return piece;
    } };
    for (const table of await opened(source)) if (table.ok) await readTable(table.value);
    expect(read).toBeLessThanOrEqual(bytes.length * 2);
  });

  it('the probe gives the same answer wherever the chunks are cut', () => {
    for (const [encoding, bytes] of [['utf-8', utf8('资源包é💩抵扣明细用量时间')], ['gb18030', gb18030('资源包')], ['utf-8', utf8('é,ß')], ['utf-8', utf8('plain')], ['gb18030', utf8('中').subarray(0, 2)]] as const) {
      for (const size of [1, 2, 3, 100]) {
        const probe = new EncodingProbe();
        const found = [...inPieces(bytes, [size])].reduce<string | null>((answer, piece) => answer ?? probe.push(piece), null);
        expect(found ?? probe.end()).toBe(encoding);
      }
    }
  });

  it('the probe finds what the strict decoder would, wherever it lies in memory', () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = seeded(seed);
      const text = Array.from({ length: 6 }, () => 'x'.repeat(random() * 40) + (random() < 0.7 ? '中é💩'.slice(0, 2) : '')).join('');
      const bytes = joined(Uint8Array.from({ length: Math.floor(random() * 8) }), utf8(text), random() < 0.5 ? Uint8Array.of(0xff) : utf8(''), utf8('y'.repeat(random() * 40)));
      const cut = Math.floor(random() * 8);
      const probe = new EncodingProbe();
      const found = probe.push(bytes.subarray(cut)) ?? probe.end();
      let expected = 'utf-8';
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(cut));
      } catch {
        expected = 'gb18030';
      }
      expect({ seed, found }).toEqual({ seed, found: expected });
    }
  });

  it.each([
    ['an overlong form', [0xc1, 0xaa]], ['a surrogate', [0xed, 0xa0, 0x80]], ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]], ['a lone continuation', [0x80]], ['never a lead', [0xf8, 0x88]],
  ])('is not UTF-8: %s', (_, bytes) => {
    expect(new EncodingProbe().push(Uint8Array.from([...bytes, 0x2c]))).toBe('gb18030');
  });
});

describe('neither', () => {
  it('bytes that no GB18030 has are refused before anything is read, with their line', async () => {
    expect(await refusalOf(file('a.csv', joined(utf8('a,b\n1,'), Uint8Array.of(0xff, 0xff, 0x0a)))))
      .toEqual({ code: 'encoding-unknown', values: { file: 'a.csv', line: 2 } });
  });

  it('the same far behind the beginning stops the reading', async () => {
    const table = await readOne(file('a.csv', joined(gb18030('核时,b\n'), utf8('1,2\n'.repeat(30_000)), Uint8Array.of(0xff, 0x2c, 0x0a))));
    expect(table.stopped).toEqual({ code: 'encoding-unknown', values: { file: 'a.csv', line: 30_002 } });
  });

  it('a wrong byte in what is UTF-8 for certain is damage and not another encoding', async () => {
    const table = await readOne(file('a.csv', joined(utf8('资源包名称,抵扣时间\n"x\ny",2\n'), Uint8Array.of(0xd6, 0xd0, 0x2c, 0x0a))));
    expect(table.stopped).toEqual({ code: 'encoding-unknown', values: { file: 'a.csv', line: 4 } });
  });

  it('so is a file that was cut off inside a character', async () => {
    const table = await readOne(file('a.csv', utf8('资源包名称,抵扣时间\n1,中').subarray(0, -1)));
    expect(table).toMatchObject({ encoding: 'utf-8', stopped: { code: 'encoding-unknown', values: { line: 2 } } });
  });

  it('a lone half of a pair in UTF-16', async () => {
    const table = await readOne(file('a.csv', joined(utf16('a,b\n1,', 'le'), Uint8Array.of(0x00, 0xd8, 0x0a, 0x00))));
    expect(table.stopped).toEqual({ code: 'encoding-unknown', values: { file: 'a.csv', line: 2 } });
  });
});

describe('an encoding that the user names', () => {
  it.each(['gbk', 'GB2312', 'gb18030', ' GB18030 '])('%s', async (encoding) => {
    expect(await readOne(file('a.csv', gb18030('核时,b\n1,2\n')), { encoding })).toMatchObject({ encoding: 'gb18030', rows: [[1, '核时', 'b'], [2, '1', '2']] });
  });

  it('UTF-16 without a mark that no guess would find', async () => {
    expect((await readOne(file('a.csv', utf16('资源包名称抵扣时间产品名称,用量', 'be', false)), { encoding: 'utf-16be' })).rows).toEqual([[1, '资源包名称抵扣时间产品名称', '用量']]);
  });

  it('stays strict', async () => {
    const table = await readOne(file('a.csv', gb18030('核时,b\n')), { encoding: 'utf-8' });
    expect(table.stopped).toEqual({ code: 'encoding-unknown', values: { file: 'a.csv', line: 1 } });
  });

  it('an unknown name is refused', async () => {
    expect(await refusalOf(file('a.csv', 'a,b\n'), { encoding: 'latin-1' })).toEqual({ code: 'encoding-unknown', values: { file: 'a.csv', line: 1 } });
  });
});

it('the codecs of the host need not lend a checksum', async () => {
  const bare: ReaderCodecs = { inflateRaw: (chunks) => nodeCodecs.inflateRaw(chunks), deflateRaw: (chunks) => nodeCodecs.deflateRaw(chunks) };
  const table = await readOne(file('a.zip', zip([{ name: 'b.csv', content: `a,b\n${'1,2\n'.repeat(50_000)}` }])), {}, bare);
  expect(table.rows).toHaveLength(50_001);
});
