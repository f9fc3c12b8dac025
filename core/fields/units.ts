import { Decimal } from '../base/decimal.ts';

/**
 * Units of measure and the exact ratios between them.
 *
 * A unit is written in many ways (`分钟`, `minute`, `min`; `万GBs`; `100个`; `千token`). It is read as a power of ten,
 * perhaps a number, and one or two base units; two units convert where their dimensions agree. Prefixes of bytes mean
 * 1000 or 1024 depending on the product, so that a conversion between them is asked for with its base.
 */

export type ByteBase = 1000 | 1024;

/** A ratio of whole numbers. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

interface BaseUnit {
  readonly dimension: string;
  readonly numerator: bigint;
  readonly denominator?: bigint;
  /** Which power of 1000 or 1024 the byte prefix stands for. */
  readonly bytePower?: number;
  readonly names: readonly string[];
}

const BASE_UNITS: readonly BaseUnit[] = [
  { dimension: 'time', numerator: 1n, denominator: 1000n, names: ['毫秒', 'ms', 'millisecond'] },
  { dimension: 'time', numerator: 1n, names: ['秒', '秒钟', 's', 'sec', 'second'] },
  { dimension: 'time', numerator: 60n, names: ['分钟', '分', 'min', 'minute'] },
  { dimension: 'time', numerator: 3600n, names: ['小时', '时', 'h', 'hr', 'hour'] },
  { dimension: 'time', numerator: 86_400n, names: ['天', '日', 'd', 'day'] },
  { dimension: 'month', numerator: 1n, names: ['月', '个月', 'month', 'mon'] },
  { dimension: 'month', numerator: 12n, names: ['年', 'year'] },
  { dimension: 'bytes', numerator: 1n, bytePower: 0, names: ['b', 'byte', '字节'] },
  { dimension: 'bytes', numerator: 1n, bytePower: 1, names: ['kb', 'kib'] },
  { dimension: 'bytes', numerator: 1n, bytePower: 2, names: ['mb', 'mib', 'm', '兆'] },
  { dimension: 'bytes', numerator: 1n, bytePower: 3, names: ['gb', 'gib', 'g'] },
  { dimension: 'bytes', numerator: 1n, bytePower: 4, names: ['tb', 'tib', 't'] },
  { dimension: 'bytes', numerator: 1n, bytePower: 5, names: ['pb', 'pib'] },
  { dimension: 'bits/s', numerator: 1n, names: ['bps'] },
  { dimension: 'bits/s', numerator: 1000n, names: ['kbps'] },
  { dimension: 'bits/s', numerator: 1_000_000n, names: ['mbps'] },
  { dimension: 'bits/s', numerator: 1_000_000_000n, names: ['gbps'] },
  { dimension: 'token', numerator: 1n, names: ['token', 'tokens'] },
  { dimension: 'core', numerator: 1n, names: ['核', 'core', 'vcpu', 'cpu'] },
  { dimension: 'call', numerator: 1n, names: ['次', '次数', 'time', 'times', 'call', 'request', '请求'] },
  { dimension: 'piece', numerator: 1n, names: ['个', 'piece', 'pcs', 'unit', 'count'] },
  { dimension: 'item', numerator: 1n, names: ['条', 'entry', 'entries', 'item', 'message', 'sms'] },
  { dimension: 'sheet', numerator: 1n, names: ['张', 'image', 'picture'] },
  { dimension: 'page', numerator: 1n, names: ['页', 'page'] },
  { dimension: 'user', numerator: 1n, names: ['人', 'mau', 'dau', 'user'] },
  { dimension: 'share', numerator: 1n, names: ['份', 'share', 'copy'] },
  { dimension: 'ccu', numerator: 1n, names: ['ccu'] },
  { dimension: 'seat', numerator: 1n, names: ['坐席', '席', 'seat'] },
  { dimension: 'character', numerator: 1n, names: ['字符', '字', 'character', 'char'] },
];

const MULTIPLIERS: readonly [string, bigint][] = [
  ['百万', 1_000_000n], ['千万', 10_000_000n], ['十万', 100_000n], ['亿', 100_000_000n], ['万', 10_000n], ['千', 1000n], ['百', 100n], ['十', 10n],
  ['million', 1_000_000n], ['thousand', 1000n], ['hundred', 100n], ['k', 1000n], ['m', 1_000_000n],
];

interface ParsedUnit {
  readonly dimension: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly bytePower: number;
}

const byName = new Map<string, BaseUnit>();
for (const unit of BASE_UNITS) for (const name of unit.names) byName.set(name, unit);

/** A unit by its name or its plural; `GBs` is no plural of `GB` but gigabytes for seconds. */
function baseUnit(name: string): BaseUnit | undefined {
  const known = byName.get(name);
  if (known !== undefined || !name.endsWith('s') || name.length < 4) return known;
  const singular = byName.get(name.slice(0, -1));
  return singular?.dimension === 'bytes' ? undefined : singular;
}

const parsed = new Map<string, ParsedUnit | null>();

/** What a unit's text means; `null` where we do not know it (it still equals itself). */
function parseUnit(text: string): ParsedUnit | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const unit = readUnit(unitKey(text));
  parsed.set(text, unit);
  return unit;
}

/** Whether a text is a unit that we can convert. */
export function isKnownUnit(text: string): boolean {
  return parseUnit(text) !== null;
}

/** The form under which words of units are compared. */
export function unitKey(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .toLowerCase()
    .replace(/[\s()（）]+/g, '')
    .replace(/[×·•x](?=[^a-z]|h|s$)/g, '*');
}

function readUnit(text: string): ParsedUnit | null {
  const multiplied = /^(\d+)(.+)$/.exec(text);
  if (multiplied !== null) return scaled(readUnit(multiplied[2]!), BigInt(multiplied[1]!));
  const whole = baseUnit(text);
  if (whole !== undefined) return { dimension: whole.dimension, numerator: whole.numerator, denominator: whole.denominator ?? 1n, bytePower: whole.bytePower ?? 0 };
  for (const [word, factor] of MULTIPLIERS) {
    if (text.startsWith(word) && text.length > word.length) {
      const rest = readUnit(text.slice(word.length));
      if (rest !== null) return scaled(rest, factor);
    }
  }
  for (const [left, right] of splits(text)) {
    const a = readUnit(left);
    const b = readUnit(right);
    if (a !== null && b !== null) return product(a, b);
  }
  return null;
}

/** The places at which a product of units may be cut: `核*时`, `GB*s`, `GBs`, `核时`, `GB-hour`, `GB月`. */
function splits(text: string): [string, string][] {
  const explicit = text.search(/[*·.-]/);
  if (explicit > 0) return [[text.slice(0, explicit), text.slice(explicit + 1)]];
  const cuts: [string, string][] = [];
  for (let at = text.length - 1; at > 0; at -= 1) {
    const right = text.slice(at);
    if (['s', '秒', '分钟', '小时', '时', '天', '日', '月', 'hour', 'hours', 'second', 'seconds', 'month', 'day', 'h'].includes(right)) cuts.push([text.slice(0, at), right]);
  }
  return cuts;
}

function scaled(unit: ParsedUnit | null, factor: bigint): ParsedUnit | null {
  return unit === null ? null : { ...unit, numerator: unit.numerator * factor };
}

function product(a: ParsedUnit, b: ParsedUnit): ParsedUnit {
  return {
    dimension: [a.dimension, b.dimension].sort().join('*'),
    numerator: a.numerator * b.numerator,
    denominator: a.denominator * b.denominator,
    bytePower: a.bytePower + b.bytePower,
  };
}

/** Counted things without a measure of their own: the vendor calls one thing `次` in one column and `个` in the next. */
const COUNTED = new Set(['call', 'piece', 'item', 'sheet', 'share', 'page']);

/**
 * How many of unit `to` one of unit `from` is: 秒 to 分钟 is 1/60. `null` where they do not convert or are unknown;
 * equal texts always convert at 1.
 */
export function conversion(from: string, to: string, byteBase: ByteBase = 1024): Ratio | null {
  if (from === to) return { numerator: 1n, denominator: 1n };
  const a = parseUnit(from);
  const b = parseUnit(to);
  if (a === null || b === null) return unitKey(from) === unitKey(to) ? { numerator: 1n, denominator: 1n } : null;
  if (a.dimension !== b.dimension && !(COUNTED.has(a.dimension) && COUNTED.has(b.dimension))) return null;
  const power = a.bytePower - b.bytePower;
  const bytes = BigInt(byteBase) ** BigInt(Math.abs(power));
  return {
    numerator: a.numerator * b.denominator * (power > 0 ? bytes : 1n),
    denominator: a.denominator * b.numerator * (power < 0 ? bytes : 1n),
  };
}

/** Whether a conversion between the two depends on 1000 or 1024 per prefix. */
export function dependsOnByteBase(from: string, to: string): boolean {
  const a = parseUnit(from);
  const b = parseUnit(to);
  return a !== null && b !== null && a.bytePower !== b.bytePower;
}

/** The number inside a unit, as in `100个` or `万次`: what the unit price counts by. 1 where there is none. */
export function countInside(unit: string): Decimal {
  let rest = unitKey(unit);
  let count = 1n;
  const digits = /^(\d+)/.exec(rest);
  if (digits !== null) {
    count *= BigInt(digits[1]!);
    rest = rest.slice(digits[1]!.length);
  }
  if (baseUnit(rest) === undefined) {
    for (const [word, factor] of MULTIPLIERS) {
      if (rest.startsWith(word) && rest.length > word.length && !/^[a-z]$/.test(word)) {
        count *= factor;
        break;
      }
    }
  }
  return Decimal.ofUnits(count, 0);
}

/** `amount x ratio`, to `decimals` places: for showing, never for a verdict (those multiply both sides instead). */
export function convert(amount: Decimal, ratio: Ratio, decimals = 12): Decimal {
  if (ratio.numerator === ratio.denominator) return amount;
  const multiplied = amount.times(Decimal.ofUnits(ratio.numerator, 0));
  return ratio.denominator === 1n ? multiplied : multiplied.dividedBy(Decimal.ofUnits(ratio.denominator, 0), decimals);
}
