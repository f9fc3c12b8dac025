import { describe, expect, test } from 'vitest';
import { AppError, type Refusal } from '../../core/base/errors.ts';
import { LINE_SLOT, rowLayout, type SetAside } from '../../core/fields/rowBatch.ts';
import type { Recognition } from '../../core/import/detect.ts';
import { tablePieces, type TableFacts } from '../../core/import/importTable.ts';
import type { Table } from '../../core/import/table.ts';
import { BILL_HEADER, DEDUCTION_HEADER, billLine, deduction, recordsOf, tableOf } from '../support/tables.ts';

interface Read {
  readonly recognition: Recognition | null;
  readonly lines: number[];
  readonly setAside: SetAside[];
  readonly rawLines: number[];
  /** What was read after each piece of rows. */
  readonly steps: number[];
  readonly facts: TableFacts | null;
  readonly refusal: Refusal | null;
}

async function readAll(table: Table): Promise<Read> {
  const read = { recognition: null as Recognition | null, lines: [] as number[], setAside: [] as SetAside[], rawLines: [] as number[], steps: [] as number[], facts: null as TableFacts | null, refusal: null as Refusal | null };
  for await (const piece of tablePieces(table)) {
    if (piece.is === 'recognised') read.recognition = piece.recognition;
    else if (piece.is === 'read') read.facts = piece.facts;
    else if (piece.is === 'refused') read.refusal = piece.refusal;
    else {
      const { kind, headers } = read.recognition!;
      const { width } = rowLayout(kind, headers.matched);
      for (let row = 0; row < piece.batch.count; row += 1) read.lines.push(piece.batch.numbers[row * width + LINE_SLOT]!);
      for (const raw of piece.raw) read.rawLines.push(...raw.lines);
      read.setAside.push(...piece.setAside);
      read.steps.push(piece.read);
    }
  }
  return read;
}

async function factsOf(table: Table): Promise<TableFacts> {
  const { facts, refusal } = await readAll(table);
  if (facts === null) throw new Error(JSON.stringify(refusal));
  return facts;
}

describe('one table', () => {
  const table = (): Table => tableOf([
    ['资源包抵扣明细'], DEDUCTION_HEADER, deduction(), [], deduction({ at: 'bad' }), deduction({ start: '2025-05-07 00:00:00', end: '2025-05-09 23:59:59' }), ['合计', '', '', '', '', '', '', '', '', '0.5'], deduction(),
  ], { batch: 2 });

  test('counts add up and lines are those of the file', async () => {
    const { facts, lines, setAside, rawLines } = await readAll(table());
    expect(facts!.counts).toEqual({ read: 6, ignored: 2, rejected: 1 });
    expect(lines).toEqual([3, 6, 8]);
    expect(setAside.map(({ line, field, reason, cell, cells }) => [line, field, reason, cell, cells.length])).toEqual([[5, 'deductedAt', 'time', 'bad', 20]]);
    expect(facts!.recognition).toMatchObject({ kind: 'deductions', headerLine: 2 });
    expect(rawLines).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  test('totals that a bill prints itself, as printed, and how many records stand before them', async () => {
    const sum = (word: string, amount: string): string[] => BILL_HEADER.map((header, at) => (at === 0 ? word : header === '优惠后总价' ? amount : ''));
    const facts = await factsOf(tableOf([BILL_HEADER, billLine(), sum('小计', '0.89705000'), billLine({ transaction: '2' }), [], sum('合计：', ' 1.79 ')], { batch: 2 }));
    expect([facts.counts, facts.totals]).toEqual([{ read: 5, ignored: 3, rejected: 0 }, [{ line: 6, before: 2, amounts: { afterDiscount: '1.79' } }]]);
    expect((await factsOf(tableOf([BILL_HEADER, billLine(), sum('Total', ''), ['Total']]))).totals).toEqual([]);
    expect((await factsOf(table())).totals).toEqual([]);
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
    expect(await readAll(tableOf(cells))).toMatchObject({ facts: null, refusal: { code } });
  });

  test('a file that breaks off, before or after its header', async () => {
    const breaks = new AppError('quote-not-closed', { line: 7 });
    for (const cells of [[], [DEDUCTION_HEADER, deduction()], [DEDUCTION_HEADER, ...Array.from({ length: 100 }, () => deduction())]]) {
      expect(await readAll(tableOf(cells, { breaks }))).toMatchObject({ facts: null, refusal: { code: 'quote-not-closed', values: { line: 7 } } });
    }
  });

  test('a defect of ours is no refusal', async () => {
    await expect(readAll(tableOf([DEDUCTION_HEADER, deduction()], { breaks: new TypeError('ours') }))).rejects.toThrow('ours');
  });
});

test('rows come piece by piece', async () => {
  const many = tableOf([DEDUCTION_HEADER, ...Array.from({ length: 5000 }, () => deduction())], { batch: 500 });
  expect((await readAll(many)).steps).toEqual([1499, 2999, 4499, 5000]);
});

test.each([['it is refused', ['姓名', '电话']], ['nobody asks for more', [...DEDUCTION_HEADER]]])('a table is left when %s', async (_why, header) => {
  let isClosed = false;
  const table: Table = {
    ...tableOf([]),
    async *rows() {
      try {
        yield recordsOf([{ line: 1, cells: header }, ...Array.from({ length: 100 }, (_, line) => ({ line, cells: ['x', '1'] }))]);
        yield recordsOf([]);
      } finally {
        isClosed = true;
      }
    },
  };
  for await (const piece of tablePieces(table)) if (piece.is === 'recognised') break;
  expect(isClosed).toBe(true);
});
