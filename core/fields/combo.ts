import { Decimal } from '../base/decimal.ts';

/** One capacity of a combo package as its overview words it; what the words leave open is `null`. */
export interface ComboCapacity {
  readonly name: string;
  readonly unit: string | null;
  readonly remaining: Decimal | null;
  readonly total: Decimal | null;
}

/**
 * `通话时长:8,000.5分钟/10,000分钟;短信:300条/500条`. How the vendor writes the cell is not documented, so that separators
 * are read widely: items end at a line break, `;`, `；`, `|` or `、`; name and amounts are parted by a colon or a space;
 * remaining and total by `/`. An item that cannot be read keeps its words as its name, without amounts.
 */
export function parseCombo(text: string | null): ComboCapacity[] {
  if (text === null) return [];
  return text.split(/[\n;；|、]+/).map((part) => part.trim()).filter((part) => part !== '').map(parseItem);
}

const AMOUNTS = /^(?<name>.*?)[\s:：]*(?:剩余|remaining)?[\s:：]*(?<remaining>\d[\d,]*(?:\.\d+)?)\s*(?<unit1>[^\d\s/]*)\s*\/\s*(?:总量|共|total)?[\s:：]*(?<total>\d[\d,]*(?:\.\d+)?)\s*(?<unit2>[^\d/]*)$/i;

function parseItem(part: string): ComboCapacity {
  const groups = AMOUNTS.exec(part)?.groups;
  if (groups === undefined) return { name: part, unit: null, remaining: null, total: null };
  const unit = (groups['unit2'] ?? '').trim() || (groups['unit1'] ?? '').trim();
  return {
    name: (groups['name'] ?? '').trim(),
    unit: unit === '' ? null : unit,
    remaining: Decimal.parse(groups['remaining']!.replaceAll(',', '')),
    total: Decimal.parse(groups['total']!.replaceAll(',', '')),
  };
}
