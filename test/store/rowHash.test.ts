import { expect, test } from 'vitest';
import { RowHasher } from '../../core/store/rowHash.ts';
import { Tally } from '../../core/store/tally.ts';
import { numbers } from '../support/stores.ts';

const KEY = '0123456789abcdeffedcba9876543210';

function hashOf(key: string, ...words: readonly number[]): string {
  const hasher = new RowHasher(key);
  hasher.room(words.length).set(words);
  hasher.finish(words.length);
  return `${hasher.hashA} ${hasher.hashB}`;
}

test('a hash depends on every word, their order and the key, and on nothing before', () => {
  const hashes = [hashOf(KEY, 1, 2), hashOf(KEY, 2, 1), hashOf(KEY, 1, 3), hashOf(KEY, 1), hashOf(KEY, 1, 2, 0), hashOf(KEY.replace('0', '1'), 1, 2)];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashOf(KEY, 1, 2)).toBe(hashes[0]);
});

test('rows that projects of earlier versions hold are known again', () => {
  const hasher = new RowHasher(KEY);
  hasher.words.set(Array.from({ length: 3 }, (_, at) => 'abc'.charCodeAt(at)));
  hasher.words.set([3, 123_456_789_012 | 0, Math.floor(123_456_789_012 / 2 ** 32)], 3);
  hasher.finish(6);
  expect([hasher.hashA, hasher.hashB]).toEqual([1_871_742_458, 1_479_408_913_328_809]);
});

test('hashes are integers that SQLite keeps, and spread over their range', () => {
  const hasher = new RowHasher(KEY);
  const counts = { a: new Uint32Array(16), b: new Uint32Array(16), low: new Uint32Array(16) };
  const seenA = new Set<number>();
  const seenB = new Set<number>();
  const total = 100_000;
  for (let index = 0; index < total; index += 1) {
    hasher.words[0] = index;
    hasher.words[1] = 0;
    hasher.finish(2);
    const { hashA, hashB } = hasher;
    expect(Number.isInteger(hashA) && hashA >= 0 && hashA < 2 ** 32 && Number.isInteger(hashB) && hashB >= 0 && hashB < 2 ** 51).toBe(true);
    seenA.add(hashA);
    seenB.add(hashB);
    counts.a[Math.floor(hashA / 2 ** 28)]! += 1;
    counts.b[Math.floor(hashB / 2 ** 47)]! += 1;
    counts.low[hashB % 16]! += 1;
  }
  // 100,000 of 2^32 values collide about once; of 2^51 never.
  expect(seenA.size).toBeGreaterThan(total - 10);
  expect(seenB.size).toBe(total);
  for (const count of [...counts.a, ...counts.b, ...counts.low]) expect(Math.abs(count - total / 16)).toBeLessThan(400);
});

test('one changed bit changes about half of the bits', () => {
  const bits = (key: number[]): number[] => {
    const [a = 0, b = 0] = hashOf(KEY, ...key).split(' ').map(Number);
    return `${a.toString(2).padStart(32, '0')}${b.toString(2).padStart(51, '0')}`.split('').map(Number);
  };
  const base = bits([5, 7, 9]);
  for (let bit = 0; bit < 32; bit += 1) {
    const other = bits([5, 7 ^ (1 << bit), 9]);
    const changed = base.filter((value, index) => value !== other[index]).length;
    expect(changed).toBeGreaterThan(22);
    expect(changed).toBeLessThan(61);
  }
});

test('the tally agrees with a plain map', () => {
  const next = numbers(3);
  const tally = new Tally();
  const plain = new Map<string, { row: number; stamp: number }>();
  let differences = 0;
  for (let step = 0; step < 30_000; step += 1) {
    const identity = { hashA: next(40) * 0x0400_0001, hashB: next(60) * 0x8_0000, copy: next(4) };
    const key = `${identity.hashA} ${identity.hashB} ${identity.copy}`;
    const slot = tally.find(identity.hashA, identity.hashB, identity.copy);
    const known = plain.get(key);
    if (slot >= 0 !== (known !== undefined)) differences += 1;
    else if (known === undefined) {
      tally.add(slot, identity, step, step % 7);
      plain.set(key, { row: step, stamp: step % 7 });
    } else {
      if (tally.rowAt(slot) !== known.row || tally.stampAt(slot) !== known.stamp) differences += 1;
      known.stamp = step % 7;
      tally.stamp(slot, known.stamp);
    }
  }
  expect(differences).toBe(0);
  expect(tally.size).toBe(plain.size);
  tally.cut(0, 0);
  expect(tally.find(0, 0, 0)).toBeLessThan(0);
});
