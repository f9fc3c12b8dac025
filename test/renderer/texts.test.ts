import { describe, expect, it } from 'vitest';
import english from '../../resources/strings/en.json' with { type: 'json' };

/** Every source of the page as text, by its path. */
const sources: Readonly<Record<string, string>> = import.meta.glob('../../renderer/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });
const keys = Object.keys(english).filter((key) => key.startsWith('ui.')).map((key) => key.slice(3));
const used = Object.values(sources).join('\n');

describe('texts of the page', () => {
  it('every text that the page names is there', () => {
    const known = new Set(keys);
    const named = [...used.matchAll(/\bt\('([\w.-]+)'/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(150);
    expect(named.filter((key) => !known.has(key))).toEqual([]);
  });

  it('every family of texts that the page completes with a value has members', () => {
    const families = [...used.matchAll(/\bt\(`([\w.-]+\.)\$\{/g)].map((match) => match[1]!);
    expect(families.filter((family) => !keys.some((key) => key.startsWith(family)))).toEqual([]);
  });

  it('no text waits for a page that does not use it', () => {
    const families = [...used.matchAll(/`(?:ui\.)?([\w.-]+\.)\$\{/g)].map((match) => match[1]!);
    const isUsed = (key: string): boolean => used.includes(`'${key}'`) || used.includes(`'ui.${key}'`) || families.some((family) => key.startsWith(family));
    expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  });
});
