import { describe, expect, it } from 'vitest';
import { BlockReader, type Block } from '../../renderer/grid/blockReader.ts';

const SIZE = 200;
const TOTAL = 2000;

function reader(fails: ReadonlySet<number> = new Set()): { readonly asked: number[]; readonly read: (block: number, order?: string) => Promise<Block>; readonly forget: () => void } {
  const asked: number[] = [];
  const failing = new Set(fails);
  const blocks = new BlockReader(({ start }) => {
    asked.push(start / SIZE);
    if (failing.delete(start / SIZE)) return Promise.reject(new Error('lost'));
    return Promise.resolve({ rows: [{ id: start, values: {} }] as unknown as Block['rows'], total: TOTAL });
  });
  return { asked, read: (block, order = 'a') => blocks.read({ order, start: block * SIZE, end: (block + 1) * SIZE }), forget: () => blocks.forget() };
}

describe('blocks of rows', () => {
  it('are fetched ahead in the direction of scrolling, each once', async () => {
    const { asked, read } = reader();
    for (const block of [0, 1, 2]) await read(block);
    expect(asked).toEqual([0, 1, 2, 3, 4]);
    await read(8);
    await read(7);
    expect(asked).toEqual([0, 1, 2, 3, 4, 8, 9, 7, 6, 5]);
  });

  it('are never fetched beyond the ends', async () => {
    const { asked, read } = reader();
    await read(9);
    await read(1);
    expect(asked).toEqual([9, 1, 0]);
  });

  it('are forgotten with their order, and when rows change', async () => {
    const { asked, read, forget } = reader();
    await read(0);
    await read(1, 'b');
    expect(asked).toEqual([0, 1, 2, 1, 2, 3]);
    forget();
    await read(1, 'b');
    expect(asked.slice(6)).toEqual([1, 2, 3]);
  });

  it('are asked for again where fetching ahead failed', async () => {
    const { asked, read } = reader(new Set([1]));
    await read(0);
    await expect(read(1)).resolves.toMatchObject({ total: TOTAL });
    expect(asked.filter((block) => block === 1)).toHaveLength(2);
  });

  it('keeps a dozen', async () => {
    const { asked, read } = reader();
    for (let block = 0; block < 10; block += 1) await read(block);
    const before = asked.length;
    for (let block = 0; block < 10; block += 1) await read(block, 'b');
    await read(0, 'b');
    expect(asked.length - before).toBe(10);
  });

  it('tell whoever asks that they failed', async () => {
    const { read } = reader(new Set([3]));
    await expect(read(3)).rejects.toThrow('lost');
  });
});
