import { Decimal } from './decimal.ts';
import { invariant } from './errors.ts';

/**
 * Plain data: texts, numbers, booleans, `null`, decimals, arrays, maps, sets and objects of them, as text and back. What is absent in
 * an object stays absent; no class but `Decimal` survives.
 */
export function plainText(data: unknown): string {
  return JSON.stringify(written(data));
}

/** Throws where the text was not made by `plainText`. */
export function plainData(text: string): unknown {
  return read(JSON.parse(text));
}

/** Marks what JSON has no word for; no object of ours has a key of this name. */
const MARK = '$';

function written(data: unknown): unknown {
  if (typeof data === 'number' && !Number.isFinite(data)) return { [MARK]: 'number', of: String(data) };
  if (data === null || typeof data !== 'object') return data;
  if (data instanceof Decimal) return { [MARK]: 'decimal', of: data.toString() };
  if (Array.isArray(data)) return data.map(written);
  if (data instanceof Map) return { [MARK]: 'map', of: [...data].map(([key, value]) => [written(key), written(value)]) };
  if (data instanceof Set) return { [MARK]: 'set', of: [...data].map(written) };
  invariant(!(MARK in data), 'data without a key that marks');
  const copy: Record<string, unknown> = {};
  for (const key in data) copy[key] = written((data as Record<string, unknown>)[key]);
  return copy;
}

function read(data: unknown): unknown {
  if (data === null || typeof data !== 'object') return data;
  if (Array.isArray(data)) return data.map(read);
  if (MARK in data) return marked(data as { readonly [MARK]: string; readonly of: unknown });
  const copy = data as Record<string, unknown>;
  for (const key in copy) copy[key] = read(copy[key]);
  return copy;
}

function marked({ [MARK]: kind, of }: { readonly [MARK]: string; readonly of: unknown }): unknown {
  switch (kind) {
    case 'number': return Number(of);
    case 'decimal': return Decimal.of(of as string);
    case 'map': return new Map((of as [unknown, unknown][]).map(([key, value]) => [read(key), read(value)]));
    case 'set': return new Set((of as unknown[]).map(read));
    default: throw new Error(`plain data of an unknown kind: ${kind}`);
  }
}
