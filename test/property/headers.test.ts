import { expect, test } from 'vitest';
import { CATALOGUES } from '../../core/fields/index.ts';
import { detect } from '../../core/import/detect.ts';
import { headerTexts, mapHeaders } from '../../core/import/mapHeaders.ts';
import { Random } from './random.ts';

/**
 * Headers as somebody might damage them: whatever comes, the mapper ends with one use for each column, no field twice, every needed field
 * either there or named as missing, and every header told apart; and the same headers in another order mean the same fields.
 */
const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 2);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 31_337);

const KNOWN = Object.values(CATALOGUES).flatMap(({ fields, pairs }) => [...fields.flatMap((field) => [field.text.zh, field.text.en]), ...pairs.map(({ first, second }) => `${fields.find(({ key }) => key === first)!.text.zh}/${fields.find(({ key }) => key === second)!.text.zh}`)]);
const PIECES = ['', ' ', '(', ')', '（', '）', '(元)', '(GB)', '/', '\n', '\u3000', '标签键:', 'tag key: ', '__proto__', 'constructor', 'toString', '#1', '\u202E', '\uFEFF', '0', '-', 'N/A', '💩', '\uD800', 'x'.repeat(5000)];

function header(random: Random): string {
  let text = random.chance(0.8) ? random.pick(KNOWN) : random.pick(PIECES);
  for (let time = random.between(0, 2); time > 0; time -= 1) {
    const at = random.between(0, text.length);
    text = random.pick([
      () => text.slice(0, at) + random.pick(PIECES) + text.slice(at), () => text.slice(0, at) + text.slice(at + 1), () => text.toUpperCase(), () => `${text}${text}`, () => `${text}/${random.pick(KNOWN)}`, () => `${random.pick(PIECES)}${text}`,
    ])();
  }
  return text;
}

/** The fields that a header map gives a column, in no order. */
function fieldsOf(map: ReturnType<typeof mapHeaders>): string[] {
  return map.columns.flatMap(({ use }) => (use.as === 'field' ? [use.field.key] : use.as === 'pair' ? [use.first.key, use.second.key] : []));
}

test(`any headers are mapped, each to one thing (seed ${SEED})`, () => {
  const until = performance.now() + SECONDS * 1000;
  let rounds = 0;
  for (let seed = SEED; performance.now() < until; seed += 1) {
    const random = new Random(seed);
    const row = Array.from({ length: random.between(0, random.pick([3, 12, 40, 200])) }, () => header(random));
    const texts = headerTexts(row);
    for (const catalogue of Object.values(CATALOGUES)) {
      const map = mapHeaders(texts, catalogue);
      const fields = fieldsOf(map);
      // A pair may fill what one of its halves already has a column of its own for.
      const singles = map.columns.flatMap(({ use }) => (use.as === 'field' ? [use.field.key] : []));
      const wrong = [
        map.columns.length === texts.length ? '' : 'a column without a use', new Set(map.columns.map((column) => column.header)).size === texts.length ? '' : 'two columns of one name',
        new Set(singles).size === singles.length ? '' : 'a field twice', map.matched.every((key) => !map.missing.includes(key)) ? '' : 'a field there and missing',
        [...map.matched].sort().join() === [...new Set(fields)].sort().join() ? '' : 'matched is not what columns say',
      ].filter((what) => what !== '');
      expect([`seed ${seed}: ${JSON.stringify(row).slice(0, 300)}`, wrong]).toEqual([expect.anything(), []]);
    }
    // The whole recognition ends too, with a table or a reason.
    const rows = [row, ...Array.from({ length: 3 }, () => row.map(() => random.pick(['1', 'x', '2025-05-01 00:00:00', '', '10分钟'])))].map((cells, at) => ({ line: at + 1, cells }));
    expect(typeof detect(rows).ok).toBe('boolean');
    rounds += 1;
  }
  expect(rounds).toBeGreaterThan(10);
});
