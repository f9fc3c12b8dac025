import { describe, expect, test } from 'vitest';
import { cellsOfRecord } from '../../core/base/csvRecord.ts';
import { Decimal } from '../../core/base/decimal.ts';
import { RECORD_KINDS, type Field } from '../../core/fields/field.ts';
import { CATALOGUES } from '../../core/fields/index.ts';
import { ByteRecords } from '../../core/import/byteRecords.ts';
import { csvTable } from '../../core/import/decodeCsv.ts';
import { detect } from '../../core/import/detect.ts';
import { LIMITS } from '../../core/import/limits.ts';
import { rowReader, type RowReader } from '../../core/import/readRow.ts';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { utf8 } from '../support/bytes.ts';
import { numbers } from '../support/stores.ts';

/** Cells are read from bytes where that is faster. What they say must be what their texts say. */

const WHOLE = ['', '-', '0', '-0', '00', '1', '-1', '12', '1,234', '12,34', '1,234,567.000000001', '-0.5', '0.1234567891', '123456789012345', '1234567890123456', '.5', '5.', '+5', '1e5', '1.5E-7', '1.23457E+11',
  '20,000.000000000分钟', '20,000.5分钟', '-3分钟', '3分钟', '3 分钟', '3GB', '3(GB)', '85%', '8.5折', '12.50元', '0.5 USD/GB', '1:500', '3E', '3e+', '5 ', ' 5', "'5", '="5"', '５', '无限', 'NaN',
  '2025-05-08 01:59:59', '2025-05-08 24:00:00', '2025-02-30 00:00:00', '2025-05-08 1:59:59', '2025/05/08 01:59:59', '2025-5-08  01:59:59', '2025-05-08', '45785.5', '永久', '0000-00-00 00:00:00', '2025-05',
  '总量递减', '周期递减', '没见过的词', '包年包月新购', 'null', 'N/A', 'none', 'trtcpkg-0a11', '名称/服务-1b01/textpkg-1b01', '名称\ntextpkg-1b01', '名称\r\ntextpkg-1b01', '1.00012E+11', '1E5', '100012345678', '100012345678.0',
  '20250508000000007530', 'abc-123_DEF', '-abc', 'abc-', 'e123456', '12345678-1234-1234-1234-123456789012e', '合计', '合计：', '总', '注：无', 'Total', 'tag', '\u00A0x', '\uFEFFx', '　x', 'a"b', 'a""b', '🙂', '中文、很长的名字、很长的名字、很长的名字（AMS）一', '中文、很长的名字、很长的名字、很长的名字（AMS）二',
  '500MB/1GB', '1/2', '华南地区(广州)/广州三区', 'x'.repeat(300)];

/** The same records without their bytes, so that every cell is read as a text. */
function textsOf(records: ByteRecords): ByteRecords {
  const texts = new ByteRecords(records.delimiter);
  for (let record = 0; record < records.count; record += 1) {
    for (let cell = records.first[record]!; cell < records.first[record + 1]!; cell += 1) {
      while (cell >= texts.from.length) texts.growCells();
      texts.from[cell] = -1;
      texts.odd.set(cell, records.text(cell));
    }
    texts.endRecord(records.lines[record]!, records.ends[record]!, records.first[record + 1]!);
  }
  return texts;
}

function shown(reader: RowReader): unknown {
  return [reader.values.map((value) => (value instanceof Decimal ? `decimal ${value.toString()}` : value)), reader.extra];
}

/** As a CSV has it: quoted where needed, and sometimes where not; sometimes with more behind the closing quote. */
function written(cell: string, choice: number): string {
  if (choice === 0 && !cell.includes('"')) return `"${cell}`.replace(/^"(.)(.*)$/s, '"$1"$2').replace(/^"$/, '""');
  return choice === 1 || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

describe.each(RECORD_KINDS)('%s', (kind) => {
  const fields: readonly Field[] = CATALOGUES[kind].fields.filter((field) => field.derived !== true);
  const pairs = CATALOGUES[kind].pairs.map((pair) => pair.text.zh);

  test.each([1, 2, 3, 4])('the bytes of a record say what its texts say, seed %d', async (seed) => {
    const next = numbers(seed * 777 + kind.length);
    const names = seed % 2 === 0 ? [...pairs, ...fields.map((field) => field.text.zh)] : [...fields.map((field) => field.text.zh), '组件用量(GB)', fields[0]!.text.zh];
    const header = [...names, '别的', '标签键:a'];
    // Few cells for each column, so that most of them come again and again.
    const pools = header.map(() => Array.from({ length: 3 + next(4) }, () => WHOLE[next(WHOLE.length)]!));
    const rows = Array.from({ length: 1500 }, () => Array.from({ length: header.length - next(3) + next(2) }, (_, at) => {
      const pool = pools[at] ?? WHOLE;
      return next(10) === 0 ? WHOLE[next(WHOLE.length)]! : pool[next(pool.length)]!;
    }));
    const text = [header, ...rows].map((row) => row.map((cell) => written(cell, next(6))).join(',')).join('\n');
    const reading = { file: 'a.csv', limits: { ...LIMITS, windowBytes: 1 << 26 }, codecs: nodeCodecs };
    for await (const records of csvTable(reading, { path: [], encoding: 'utf-8', mark: 0, delimiter: ',', chunks: () => [utf8(text)] }).rows()) {
      const texts = textsOf(records);
      const all = Array.from({ length: records.count }, (_, at) => records.row(at));
      const detected = detect(all.slice(0, 1));
      if (!detected.ok) throw new Error(JSON.stringify(detected.error));
      const [fromBytes, fromTexts] = [rowReader(detected.value), rowReader(detected.value)];
      let start = records.ends[0]!;
      for (let at = 1; at < records.count; at += 1) {
        const outcome = fromBytes.read(records, at);
        expect({ seed, at, outcome }).toEqual({ seed, at, outcome: fromTexts.read(texts, at) });
        const saying = (reader: typeof fromBytes): unknown => (outcome === 'row' ? shown(reader) : outcome === 'ignored' || outcome === 'total' ? null : reader.known());
        expect({ seed, at, says: saying(fromBytes) }).toEqual({ seed, at, says: saying(fromTexts) });
        // A reader that has seen nothing before remembers nothing wrong.
        const fresh = at % 5 === 0 ? rowReader(detected.value) : fromTexts;
        const again = fresh === fromTexts ? outcome : fresh.read(texts, at);
        expect({ seed, at, outcome: again, says: saying(fresh) }).toEqual({ seed, at, outcome, says: saying(fromBytes) });
        if (outcome === 'row' && next(2) === 0) for (const reader of [fromBytes, fromTexts]) reader.batch.keepRow(reader.extra);
        expect(cellsOfRecord(new TextDecoder('utf-8', { ignoreBOM: true }).decode(records.bytes.subarray(start, records.ends[at])), ',')).toEqual(all[at]!.cells);
        start = records.ends[at]!;
      }
      expect([fromBytes.scales(), fromBytes.unknownWords()]).toEqual([fromTexts.scales(), fromTexts.unknownWords()]);
    }
  });
});
