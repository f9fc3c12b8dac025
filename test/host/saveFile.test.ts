import { existsSync, readdirSync, statSync, writeFileSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { saveFile } from '../../core/host/saveFile.ts';
import { temporaryFolder } from '../support/stores.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** More than is sent to the disk at a time. */
const CHUNK = 40 * 1024 * 1024;
const CHUNKS = 4;

/** Chunks that are filled anew once the next one is asked for, except for the one before. */
async function* chunks(failAt = -1): AsyncGenerator<Uint8Array> {
  const two = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)];
  for (let at = 0; at < CHUNKS; at += 1) {
    if (at === failAt) throw new RangeError('no more');
    yield two[at % 2]!.fill(at + 1);
  }
}

test('a large file is written whole, though parts of it go to the disk before', async () => {
  const path = folder.at('large');
  await saveFile(path, chunks());
  expect(statSync(path).size).toBe(CHUNK * CHUNKS);
  const bytes = readFileSync(path);
  for (let at = 0; at < CHUNKS; at += 1) expect(bytes.subarray(at * CHUNK, (at + 1) * CHUNK).equals(Buffer.alloc(CHUNK, at + 1))).toBe(true);
});

test('what fails on the way leaves nothing but what stood there before', async () => {
  const path = folder.at('failed');
  await expect(saveFile(path, chunks(3))).rejects.toThrow(new RangeError('no more'));
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, 'before');
  let pieces = 0;
  const stop = (): Promise<void> => {
    pieces += 1;
    return pieces === 3 ? Promise.reject(new RangeError('enough')) : Promise.resolve();
  };
  await expect(saveFile(path, chunks(), stop)).rejects.toThrow(new RangeError('enough'));
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([]);
});
