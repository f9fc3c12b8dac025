import { describe, expect, it, test } from 'vitest';
import { needsSpacePreserved, xmlEscaped } from '../../../core/export/xmlText.ts';
import { Dice, randomText } from './support.ts';
import { whatIsMalformed } from './wellFormed.ts';

describe('text in a workbook\'s XML', () => {
  test.each([
    ['资源包 A-1', '资源包 A-1'],
    ['a < b & c > "d" \'e\'', 'a &lt; b &amp; c &gt; &quot;d&quot; \'e\''],
    ['😀𠮷', '😀𠮷'],
    ['a\tb\nc', 'a\tb\nc'],
    ['a\r\nb', 'a_x000D_\nb'],
    ['\u0000\u0001\u001f', '_x0000__x0001__x001F_'],
    ['\ufffe\uffff\ufffd', '_xFFFE__xFFFF_\ufffd'],
    ['a\ud83d', 'a_xD83D_'],
    ['\ude00b', '_xDE00_b'],
    ['_x000D_', '_x005F_x000D_'],
    ['_x000D_x000D_', '_x005F_x000D_x005F_x000D_'],
    ['_X00e9_', '_x005F_X00e9_'],
    ['snake_case __ _x _x12 _xyz1_ _x0041', 'snake_case __ _x _x12 _xyz1_ _x0041'],
    ['_x0041\u0001', '_x005F_x0041_x0001_'],
    ['_x0041\ud83d', '_x005F_x0041_xD83D_'],
    ['_x0041😀', '_x0041😀'],
  ])('%j', (text, xml) => {
    expect(xmlEscaped(text)).toBe(xml);
    expect(unescaped(xml)).toBe(text);
  });

  it('comes back whole and is well-formed, for random texts', () => {
    const dice = new Dice(7);
    for (let round = 0; round < 20_000; round += 1) {
      const text = randomText(dice);
      const xml = xmlEscaped(text);
      expect(unescaped(xml)).toBe(text);
      expect(whatIsMalformed(`<t>${xml}</t>`)).toBeNull();
    }
  });

  it('asks for its spaces to be kept where a reader may trim them', () => {
    expect([' a', 'a ', 'a\n', '\ta', 'a\nb'].map(needsSpacePreserved)).toEqual([true, true, true, true, true]);
    expect(['a', 'a b', '分钟'].map(needsSpacePreserved)).toEqual([false, false, false]);
  });
});

/** What a reader does: entities first, then escapes from left to right, each consumed once. */
function unescaped(xml: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return xml.replace(/&(\w+);/g, (_, name: string) => entities[name]!)
    .replace(/_[xX]([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
