import { expect, test } from 'vitest';
import { GrowingDoubles, GrowingIntegers, GrowingTexts, Words } from '../../core/base/growing.ts';

test('numbers stand where they were put, in any order, far beyond the beginning', () => {
  const integers = new GrowingIntegers();
  const doubles = new GrowingDoubles();
  for (const at of [5, 0, 300_000, 1024]) {
    integers.set(at, at - 7);
    doubles.set(at, at + 2 ** 52);
  }
  expect([5, 0, 300_000, 1024, 1, 10 ** 7].map((at) => integers.get(at))).toEqual([-2, -7, 299_993, 1017, 0, 0]);
  expect([5, 0, 300_000, 1].map((at) => doubles.get(at))).toEqual([5 + 2 ** 52, 2 ** 52, 300_000 + 2 ** 52, 0]);
});

test('texts come back as they were, an empty one is not an absent one', () => {
  const texts = new GrowingTexts();
  const given = ['20250508000000007530', '', '交易-1', '💩é', 'x'.repeat(5000), '\uFEFFa'];
  given.forEach((text, at) => texts.set(given.length - 1 - at, text));
  texts.set(100, null);
  expect(given.map((_, at) => texts.get(given.length - 1 - at))).toEqual(given);
  expect([texts.get(100), texts.get(50), texts.get(99_999)]).toEqual([null, null, null]);
});

test('as many texts as a bill has lines', () => {
  const texts = new GrowingTexts();
  for (let at = 0; at < 200_000; at += 1) texts.set(at, `id-${at * 7}`);
  for (let at = 0; at < 200_000; at += 997) expect(texts.get(at)).toBe(`id-${at * 7}`);
});

test('words are numbered from 1 on, each once', () => {
  const words = new Words();
  expect(['a', 'b', 'a', null].map((text) => words.number(text))).toEqual([1, 2, 1, 0]);
  expect([words.text(2), words.text(0)]).toEqual(['b', null]);
});
