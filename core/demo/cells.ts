import { DEDUCTIONS } from '../fields/deductions.ts';
import { PACKAGES } from '../fields/packages.ts';
import { ABSENT, choiceWord, columnsOf, timeText, type Column } from './columns.ts';
import { nanoText, plainNano, type Nano } from './fixed.ts';
import type { Shape } from './products.ts';
import type { Deduction, Overview } from './records.ts';
import type { Settings } from './types.ts';

/** How packages and deductions are worded in cells. */

export const REGION = '华南地区(广州)';
export const ZONE = '广州三区';

const TYPE_CODES: Readonly<Record<Shape, string>> = {
  total: 'total', combo: 'total', month: 'period', anniversary: 'period', day: 'period', slice: 'slice', unlimited: 'unlimited',
};

const PACKAGE_KEYS = [
  'packageName/packageId', 'product', 'subproduct', 'region/zone', 'status/packageType', 'unit', 'periodRemaining/periodTotal',
  'periodStart/periodEnd', 'periodsRemaining/periodsTotal', 'remaining/total', 'combo', 'scope', 'effective/expiry', 'endedAt', 'renewalMode', 'renewalTerm',
];

const DEDUCTION_KEYS = [
  'packageOwner', 'packageName/packageId', 'product', 'subproduct', 'packageType', 'deductedAt', 'before', 'packageUnit', 'deducted', 'after',
  'usageOwner', 'usageProduct', 'usageSubproduct', 'billingItem', 'rawUsage', 'rawUnit', 'coefficient', 'usageStart', 'usageEnd',
];

const UNIT_KEYS: ReadonlySet<string> = new Set(['packageUnit', 'rawUnit']);

function laidOut(keys: readonly string[], settings: Settings): string[] {
  return settings.paired ? [...keys] : keys.flatMap((key) => key.split('/'));
}

export function packageColumns(settings: Settings): Column<Overview>[] {
  const { locale, grouping } = settings;
  const amount = (value: Nano | null): string => (value === null ? ABSENT : nanoText(value, grouping));
  const count = (value: number | null): string => (value === null ? ABSENT : String(value));
  return columnsOf<Overview>(PACKAGES, laidOut(PACKAGE_KEYS, settings), {
    packageName: ({ pack }) => pack.name,
    packageId: ({ pack }) => pack.id,
    product: ({ pack }) => pack.product.product,
    subproduct: ({ pack }) => pack.product.subproduct,
    region: () => REGION,
    zone: () => ZONE,
    status: ({ status }) => choiceWord('packageStatus', status, locale),
    packageType: ({ pack }) => choiceWord('packageType', TYPE_CODES[pack.product.shape], locale),
    unit: ({ unit }) => unit ?? ABSENT,
    periodRemaining: ({ periodRemaining }) => amount(periodRemaining),
    periodTotal: ({ periodTotal }) => amount(periodTotal),
    periodStart: ({ periodStart }) => timeText(periodStart),
    periodEnd: ({ periodEnd }) => timeText(periodEnd === null ? null : periodEnd - 1),
    periodsRemaining: ({ periodsRemaining }) => count(periodsRemaining),
    periodsTotal: ({ periodsTotal }) => count(periodsTotal),
    remaining: ({ remaining }) => amount(remaining),
    total: ({ total }) => amount(total),
    combo: ({ combo }) => combo.map(({ item, unit, remaining, total }) => `${item}:${nanoText(remaining, grouping)}${unit}/${nanoText(total, grouping)}${unit}`).join(';') || ABSENT,
    scope: () => ABSENT,
    effective: ({ effective }) => timeText(effective),
    expiry: ({ expiry }) => timeText(expiry),
    endedAt: ({ endedAt }) => timeText(endedAt),
    renewalMode: ({ renewalMode }) => choiceWord('renewalMode', renewalMode, locale),
    renewalTerm: ({ renewalMode }) => (renewalMode === 'auto' ? (locale === 'zh-CN' ? '1个月' : '1 month') : ABSENT),
  }, { locale, separator: settings.pairSeparator });
}

export function deductionColumns(settings: Settings): Column<Deduction>[] {
  const { locale, gluedUnits, grouping } = settings;
  const amount = (value: Nano | null, unit: string): string => {
    if (value === null) return ABSENT;
    return gluedUnits ? nanoText(value, grouping) + unit : nanoText(value, grouping);
  };
  const keys = laidOut(DEDUCTION_KEYS, settings).filter((key) => !gluedUnits || !UNIT_KEYS.has(key));
  return columnsOf<Deduction>(DEDUCTIONS, keys, {
    packageOwner: ({ pack }) => pack.owner,
    packageName: ({ pack }) => pack.name,
    packageId: ({ pack }) => pack.id,
    product: ({ pack }) => pack.product.product,
    subproduct: ({ pack }) => pack.product.subproduct,
    packageType: ({ pack }) => choiceWord('packageType', TYPE_CODES[pack.product.shape], locale),
    deductedAt: ({ at }) => timeText(at),
    before: ({ before, unit }) => amount(before, unit),
    packageUnit: ({ unit }) => unit,
    deducted: ({ deducted, unit }) => amount(deducted, unit),
    after: ({ after, unit }) => amount(after, unit),
    usageOwner: ({ owner }) => owner,
    usageProduct: ({ pack }) => pack.product.product,
    usageSubproduct: ({ pack }) => pack.product.subproduct,
    billingItem: ({ item }) => item.name,
    rawUsage: ({ raw, item }) => amount(raw, item.rawUnit),
    rawUnit: ({ item }) => item.rawUnit,
    coefficient: ({ coefficient }) => plainNano(coefficient),
    usageStart: ({ start }) => timeText(start),
    usageEnd: ({ end }) => timeText(end - 1),
  }, { locale, separator: settings.pairSeparator });
}
