import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/base/errors.ts';
import { importTable, type RejectedRecord, type RowSink, type TableFacts } from '../../core/import/importTable.ts';
import type { Table } from '../../core/import/table.ts';
import { BILL_HEADER, DEDUCTION_HEADER, billLine, deduction, tableOf } from '../support/tables.ts';

interface Sink extends RowSink {
  readonly lines: number[];
  readonly rejected: RejectedRecord[];
}

/** Takes every row; a line in `known` counts as known. */
function sinkOf(known: readonly number[] = []): Sink {
  const lines: number[] = [];
  const rejected: RejectedRecord[] = [];
  return {
    lines,
    rejected,
    row(_values, _extra, line) {
      lines.push(line);
      return !known.includes(line);
    },
    reject: (record) => void rejected.push(record),
  };
}

async function factsOf(table: Table, sink: RowSink = sinkOf()): Promise<TableFacts> {
  const result = await importTable(table, () => sink);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('one table', () => {
  const table = (): Table => tableOf([
    ['资源包抵扣明细'], DEDUCTION_HEADER, deduction(), [], deduction({ at: 'bad' }), deduction({ start: '2025-05-07 00:00:00', end: '2025-05-09 23:59:59' }), ['合计', '', '', '', '', '', '', '', '', '0.5'], deduction(),
  ], { batch: 2 });

  test('counts add up and lines are those of the file', async () => {
    const sink = sinkOf([8]);
    const facts = await factsOf(table(), sink);
    expect(facts.counts).toEqual({ read: 6, stored: 2, known: 1, ignored: 2, rejected: 1 });
    expect(sink.lines).toEqual([3, 6, 8]);
    expect(sink.rejected.map(({ line, field, reason, cell, cells }) => [line, field, reason, cell, cells.length])).toEqual([[5, 'deductedAt', 'time', 'bad', 20]]);
    expect(facts.recognition).toMatchObject({ kind: 'deductions', headerLine: 2 });
  });

  test('usage window and products of a deduction table', async () => {
    const facts = await factsOf(table());
    expect(facts.usage).toEqual({ start: 1_746_576_000, end: 1_746_835_199 });
    expect(facts.products).toEqual(['实时音视频']);
    expect((await factsOf(tableOf([BILL_HEADER, billLine()]))).usage).toBeNull();
  });

  test('a header far down and many rows after it', async () => {
    const notes = Array.from({ length: 50 }, (_, index) => [`note ${index}`]);
    const rows = Array.from({ length: 200 }, () => deduction());
    for (const batch of [1, 59, 60, 61, 1000]) {
      expect((await factsOf(tableOf([...notes, DEDUCTION_HEADER, ...rows], { batch }))).counts.read).toBe(200);
    }
  });
});

describe('refusals', () => {
  test.each([
    ['header-without-rows', [DEDUCTION_HEADER]],
    ['header-without-rows', [DEDUCTION_HEADER, [], ['合计', '', '', '5']]],
    ['header-missing', []],
    ['header-missing', [deduction()]],
    ['missing-column', [DEDUCTION_HEADER.slice(3), deduction().slice(3)]],
    ['wrong-document', [['姓名', '电话'], ['张三', '1']]],
  ])('%s', async (code, cells) => {
    const result = await importTable(tableOf(cells), () => sinkOf());
    expect(result).toMatchObject({ ok: false, error: { code } });
  });

  test('a file that breaks off, before or after its header', async () => {
    const breaks = new AppError('quote-not-closed', { line: 7 });
    for (const cells of [[], [DEDUCTION_HEADER, deduction()], [DEDUCTION_HEADER, ...Array.from({ length: 100 }, () => deduction())]]) {
      expect(await importTable(tableOf(cells, { breaks }), () => sinkOf())).toEqual({ ok: false, error: { code: 'quote-not-closed', values: { line: 7 } } });
    }
  });

  test('a defect of ours is no refusal', async () => {
    await expect(importTable(tableOf([DEDUCTION_HEADER, deduction()], { breaks: new TypeError('ours') }), () => sinkOf())).rejects.toThrow('ours');
  });
});

test('stopping', async () => {
  const many = tableOf([DEDUCTION_HEADER, ...Array.from({ length: 500 }, () => deduction())], { batch: 50 });
  const seen: number[] = [];
  await expect(importTable(many, () => sinkOf(), {
    shouldStop: () => seen.length >= 3,
    onRows(rows) {
      seen.push(rows);
      return undefined;
    },
  })).rejects.toMatchObject({ code: 'cancelled' });
  expect(seen).toEqual([99, 149, 199]);
});

test('a table is left when it is refused', async () => {
  let isClosed = false;
  const table: Table = {
    ...tableOf([]),
    async *rows() {
      try {
        yield [{ line: 1, cells: ['姓名', '电话'] }, ...Array.from({ length: 100 }, (_, line) => ({ line, cells: ['x', '1'] }))];
        yield [];
      } finally {
        isClosed = true;
      }
    },
  };
  await importTable(table, () => sinkOf());
  expect(isClosed).toBe(true);
});
