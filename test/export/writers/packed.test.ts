import { describe, expect, it, test } from 'vitest';
import { Decimal } from '../../../core/base/decimal.ts';
import { civil, formatMonth } from '../../../core/base/time.ts';
import { writeCsv } from '../../../core/export/csv.ts';
import { unpacked } from '../../../core/export/packed.ts';
import type { PackedColumn, PackedDecimal, PackedRow } from '../../../core/export/packed.ts';
import { writeWorkbook } from '../../../core/export/xlsx.ts';
import { Dice, collect, openZip, partOf, randomText, reopenedValues, testCodecs } from './support.ts';

/** Wide numbers are told by this mark, as a store might. */
const decimalAt = (at: number, as: 'decimal' | 'twin', decimals: PackedDecimal['decimals']): PackedColumn => ({ as, at, decimals, digits: (stored) => stored.slice(1) });

function headers(columns: readonly PackedColumn[]): { header: string; kind: 'text' | 'number' }[] {
  return columns.map(({ as }, index) => ({ header: `${as} ${index}`, kind: as === 'count' || as === 'twin' ? 'number' : 'text' }));
}

function* blocksOf(rows: readonly PackedRow[], dice: Dice): Generator<readonly PackedRow[]> {
  for (let at = 0; at < rows.length;) {
    const size = dice.below(400);
    yield rows.slice(at, at + size);
    at += size;
  }
}

/** The same file from packed rows and from their cells. */
async function bothWays(columns: readonly PackedColumn[], rows: readonly PackedRow[], limits: Parameters<typeof writeWorkbook>[3] = {}): Promise<Uint8Array> {
  const dice = new Dice(7);
  const sheet = { name: 'packed', columns: headers(columns) };
  const names = sheet.columns.map(({ header }) => header);
  const cells = rows.map((row) => unpacked(row, columns));
  expect(Buffer.compare(await collect(writeCsv(names, { columns, blocks: blocksOf(rows, dice) })), await collect(writeCsv(names, cells)))).toBe(0);
  const bytes = await collect(writeWorkbook([{ ...sheet, rows: { columns, blocks: blocksOf(rows, dice) } }], testCodecs, {}, limits));
  const ordinary = await collect(writeWorkbook([{ ...sheet, rows: cells }], testCodecs, {}, limits));
  const textsOf = (file: Uint8Array): string[][] => openZip(file).map(({ name, content }) => [name, content.toString('utf8')]);
  expect(textsOf(bytes)).toEqual(textsOf(ordinary));
  return bytes;
}

/** Numbers of every size, more often those near a limit. */
function randomDecimal(dice: Dice): [number | string, number | null] {
  const nano = dice.pick([() => 0, () => 999_999_999, () => 1, () => 500_000_000, () => dice.below(1_000_000_000), () => dice.below(1000) * 1_000_000])();
  const whole = dice.pick([() => dice.below(100), () => dice.below(2 ** 31), () => dice.below(1_000_000) * 1_000_000_000 + dice.below(1_000_000_000), () => 10 ** dice.below(16) - dice.below(2), () => 9_000_000 + dice.below(2)])();
  const signed = whole * dice.pick([1, 1, -1]);
  if (dice.below(20) === 0) return [`~${Decimal.ofParts(signed, nano).times(Decimal.of('1000000000000.000000000001')).toString()}`, null];
  return [signed === 0 ? 0 : signed, nano];
}

describe('packed rows', () => {
  it('make the same file as their cells do, byte by byte', async () => {
    const dice = new Dice(3);
    const texts = Array.from({ length: 700 }, (_, index) => (index % 50 === 0 ? '' : index % 51 === 0 ? '长'.repeat(300) : randomText(dice)));
    const manyCodes = (code: number): string | null => (code % 11 === 0 ? null : `name ${code}`);
    const columns: PackedColumn[] = [
      { as: 'code', at: 0, text: (code) => texts[code]! }, { as: 'code', at: 1, text: manyCodes }, { as: 'text', at: 2 }, { as: 'text', at: 2, named: (text) => `${text}\n!` },
      { as: 'time', at: 3 }, { as: 'time', at: 4 }, { as: 'count', at: 5 }, { as: 'code', at: 6, text: formatMonth },
      decimalAt(7, 'decimal', (row) => [0, 2, 9, 12, 18, 40][row[9] as number]!), decimalAt(7, 'twin', (row) => [0, 2, 9, 12, 18, 40][row[9] as number]!),
      decimalAt(10, 'decimal', () => 1), decimalAt(10, 'twin', () => 1), decimalAt(12, 'twin', () => 0), { as: 'code', at: 0, text: (code) => `${code % 3}` },
    ];
    const times = Array.from({ length: 90 }, (_, index) => civil(2025, 1 + (index % 12), 1 + (index % 28), index % 24, 59, index % 60));
    const rows = Array.from({ length: 12_000 }, (): PackedRow => {
      const [wide, wideNano] = randomDecimal(dice);
      const [third, thirdNano] = randomDecimal(dice);
      return [
        dice.below(700), dice.below(50_000), dice.pick(['=1+1', randomText(dice), null]), dice.pick(times), dice.below(9) === 0 ? null : dice.below(4_000_000_000), dice.pick([0, 7, 1_048_577, 3_000_000_000, 2 ** 52, -4, null]), dice.pick([24_300, 24_311, null]),
        wide, wideNano, dice.below(6), dice.below(30), dice.pick([0, 500_000_000]), third, thirdNano,
      ];
    });
    const withBlanks = rows.map((row) => (dice.below(10) === 0 ? row.map((value, at) => (at === 9 ? value : at > 9 && at % 2 === 1 ? value : null)) : row));
    const bytes = await bothWays(columns, withBlanks);
    expect(bytes.length).toBeGreaterThan(100_000);
  });

  it('go on in the next sheet, and stop being shared there where they were not', async () => {
    const columns: PackedColumn[] = [{ as: 'code', at: 0, text: (code) => `text ${code}` }, { as: 'time', at: 1 }];
    const rows = Array.from({ length: 20_000 }, (_, index): PackedRow => [index % 6000, civil(2025, 1, 1) + index]);
    const bytes = await bothWays(columns, rows, { rows: 7001 });
    const sheets = reopenedValues(bytes);
    expect(Object.entries(sheets).map(([name, values]) => [name, values.length])).toEqual([['packed', 7001], ['packed (2)', 7001], ['packed (3)', 6001]]);
    expect(sheets['packed (3)']![1]).toEqual(['text 2000', '2025-01-01 03:53:20']);
    expect(sheets['packed (3)']!.at(-1)).toEqual(['text 1999', '2025-01-01 05:33:19']);
    // Each column is judged once, not once for each sheet: the first 4096 texts and its header.
    expect(partOf(bytes, 'xl/sharedStrings.xml').match(/<si>/g)!.length).toBe(2 * 4097);
  });

  it('are a row each also where they have one blank cell', async () => {
    const columns: PackedColumn[] = [{ as: 'count', at: 0 }];
    await bothWays(columns, [[1], [null], [2]]);
    const csv = Buffer.from(await collect(writeCsv(['n'], { columns, blocks: [[[1], [null]], [], [[2]]] }, { bom: false }))).toString();
    expect(csv).toBe('n\r\n1\r\n""\r\n2\r\n');
  });

  test.each([
    ['-0.5', [-1, 500_000_000], 0, '-0.5', -0.5], ['trailing zeros', [5_300_000, 0], 9, '5300000.000000000', 5_300_000], ['sixteen digits', [1_234_567, 123_456_789], 0, '1234567.123456789', 1_234_567.12345679],
    ['a carry', [99_999_999, 999_999_999], 0, '99999999.999999999', 100_000_000], ['a negative carry', [-100_000_000, 1], 2, '-99999999.999999999', -100_000_000], ['more decimals than kept', [3, 0], 12, '3.000000000000', 3],
  ] as const)('say %s exactly, with a number beside it', async (_, [whole, nano], least, text, number) => {
    const columns = [decimalAt(0, 'decimal', () => least), decimalAt(0, 'twin', () => least)];
    const values = reopenedValues(await bothWays(columns, [[whole, nano]]))['packed']!;
    expect(values[1]).toEqual([text, number]);
  });

  it('release their source when the reader stops, and when they fail', async () => {
    const columns: PackedColumn[] = [{ as: 'count', at: 0 }];
    const events: string[] = [];
    async function* blocks(failAt: number): AsyncGenerator<readonly PackedRow[]> {
      events.push('opened');
      try {
        for (let at = 0; at < 600; at += 1) {
          if (at === failAt) throw new RangeError('no more');
          yield Array.from({ length: 1000 }, (_, index) => [at * 1000 + index]);
        }
      } finally {
        events.push('released');
      }
    }
    const sheet = { name: 'a', columns: headers(columns) };
    for await (const piece of writeWorkbook([{ ...sheet, rows: { columns, blocks: blocks(-1) } }], testCodecs)) if (piece.length > 1000) break;
    for await (const piece of writeCsv(['n'], { columns, blocks: blocks(-1) })) if (piece.length > 1000) break;
    await expect(collect(writeWorkbook([{ ...sheet, rows: { columns, blocks: blocks(300) } }], testCodecs))).rejects.toThrow(new RangeError('no more'));
    await expect(collect(writeCsv(['n'], { columns, blocks: blocks(300) }))).rejects.toThrow(new RangeError('no more'));
    expect(events).toEqual(Array.from({ length: 4 }, () => ['opened', 'released']).flat());
  });
});
