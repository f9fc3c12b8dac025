import { describe, expect, it } from 'vitest';
import type { OutCell } from '../../../core/export/cell.ts';
import { writeWorkbook } from '../../../core/export/xlsx.ts';
import type { SheetSpec } from '../../../core/export/xlsx.ts';
import { collect, testCodecs } from './support.ts';

/** Rows that tell what becomes of them. */
class Witness {
  readonly events: string[] = [];

  *plain(count: number, failAt = -1): Generator<OutCell[]> {
    this.events.push('opened');
    try {
      for (let index = 0; index < count; index += 1) {
        if (index === failAt) throw new RangeError(`row ${index} is gone`);
        yield [`id-${index * 7919}`, { number: String(index) }];
      }
    } finally {
      this.events.push('released');
    }
  }

  async *later(count: number, failAt = -1): AsyncGenerator<OutCell[]> {
    yield* this.plain(count, failAt);
  }
}

function sheet(name: string, rows: SheetSpec['rows']): SheetSpec {
  return { name, rows, columns: [{ header: 'id', kind: 'text' }, { header: 'n', kind: 'number' }] };
}

describe.each(['plain', 'later'] as const)('%s rows of a workbook', (kind) => {
  it('are released when the reader stops early, and later sheets are never opened', async () => {
    const first = new Witness();
    const second = new Witness();
    const bytes = writeWorkbook([sheet('a', first[kind](400_000)), sheet('b', second[kind](1))], testCodecs);
    let read = 0;
    for await (const piece of bytes) {
      read += piece.length;
      if (read > 100_000) break;
    }
    expect(first.events).toEqual(['opened', 'released']);
    expect(second.events).toEqual([]);
  });

  it('are not even opened when the reader stops at the first byte', async () => {
    const rows = new Witness();
    for await (const piece of writeWorkbook([sheet('a', rows[kind](10))], testCodecs)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(rows.events).toEqual([]);
  });

  it.each([0, 150, 250, 300_000])('pass on what they throw at row %i', async (failAt) => {
    const rows = new Witness();
    await expect(collect(writeWorkbook([sheet('a', rows[kind](400_000, failAt))], testCodecs))).rejects.toThrow(new RangeError(`row ${failAt} is gone`));
    expect(rows.events).toEqual(['opened', 'released']);
  });

  it('are opened in turn and come to their own end', async () => {
    const witness = new Witness();
    await collect(writeWorkbook([sheet('a', witness[kind](300)), sheet('b', witness[kind](0))], testCodecs));
    expect(witness.events).toEqual(['opened', 'released', 'opened', 'released']);
  });
});

it('a defect inside a row releases the rows as well', async () => {
  const events: string[] = [];
  function* rows(): Generator<OutCell[]> {
    try {
      for (;;) yield [{ number: 'NaN' }];
    } finally {
      events.push('released');
    }
  }
  await expect(collect(writeWorkbook([sheet('a', rows())], testCodecs))).rejects.toThrow('broken promise');
  expect(events).toEqual(['released']);
});
