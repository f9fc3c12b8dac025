import { Decimal } from '../base/decimal.ts';
import type { Sentence, Text } from '../base/text.ts';
import { DAY, endOf, type CivilTime } from '../base/time.ts';
import { isTelling, largestRate, perDay, ratesOf, type Rate } from '../deduct/forecast.ts';
import type { Replay } from '../deduct/replay.ts';
import { isKnownChoice } from '../fields/choices.ts';
import type { PackageRow } from '../fields/packages.ts';
import type { Report } from './check.ts';
import { show, showTime } from './show.ts';
import type { Package, World } from './world.ts';

/** What the checks of waste and risk share: which packages can still be used, what is left of them, and how fast it goes. */

/** The exports end at most so long before the snapshot; what happened in between is not known. */
export const SLACK = 2 * DAY;

/** A package that its newest overview shows as usable at its snapshot. */
export interface Alive {
  readonly overview: PackageRow;
  readonly snapshot: CivilTime;
}

/** The package as an overview shows it alive; `null` where it is over, not begun, inactive or in no overview. */
export function aliveAt(pack: Package): Alive | null {
  const { overview, snapshot } = pack;
  if (overview === null || snapshot === null) return null;
  if (overview.status !== null && overview.status !== 'valid' && isKnownChoice('packageStatus', overview.status)) return null;
  if (pack.effective !== null && pack.effective > snapshot) return null;
  return pack.expiresAt !== null && pack.expiresAt <= snapshot ? null : { overview, snapshot };
}

/** What is left at the snapshot: of the period for packages with periods, else of the package. */
export function balanceOf(pack: Package): Decimal | null {
  const overview = pack.overview;
  if (overview === null) return null;
  return pack.type === 'period' || pack.type === 'slice' ? overview.periodRemaining : overview.remaining;
}

/** `[from, until)`: the time up to the snapshot of which all usage of the product is in the files; `null` where they end too early. */
export interface Observed {
  readonly from: CivilTime;
  readonly until: CivilTime;
}

export function observedBefore(world: World, pack: Package, snapshot: CivilTime): Observed | null {
  const part = world.coverage.of(pack.product).filter(({ start }) => start < snapshot).at(-1);
  if (part === undefined) return null;
  const until = Math.min(part.end, snapshot);
  return snapshot - until > SLACK ? null : { from: part.start, until };
}

/** How a package goes on if it is used as before. */
export interface Outlook extends Alive {
  readonly balance: Decimal;
  readonly capacity: Decimal;
  /** When what is left is lost: end of the period, else expiry. */
  readonly end: CivilTime;
  readonly rates: readonly Rate[];
  /** The largest of the rates: it makes waste look small and running out look near. */
  readonly rate: Rate;
}

/** The outlook of a package with a total or per period; `null` where it is no subject, or where the report was told why there is none. */
export function outlookOf(world: World, report: Report, replay: Replay, pack: Package): Outlook | null {
  const outlook = outlookOrReason(world, report, replay, pack);
  if (outlook === null || !('id' in outlook)) return outlook;
  report.notCheckable(outlook);
  return null;
}

function outlookOrReason(world: World, report: Report, replay: Replay, pack: Package): Outlook | Sentence | null {
  if (pack.type !== 'total' && pack.type !== 'period') return null;
  if (pack.overview !== null && pack.snapshot === null) return { id: 'common.noSnapshot', values: {} };
  const alive = aliveAt(pack);
  if (alive === null) return null;
  const balance = balanceOf(pack);
  const { capacity } = pack;
  if (balance === null || capacity === null || capacity.sign() <= 0) return { id: 'common.noCapacity', values: {} };
  const end = endOfBalance(pack);
  if (end === null) return { id: 'common.absent', values: { fields: pack.type === 'period' ? 'periodEnd' : 'expiry' } };
  if (balance.sign() <= 0 || end <= alive.snapshot) return null;
  const observed = observedBefore(world, pack, alive.snapshot);
  if (observed === null) return { id: 'common.notCovered', values: {} };
  const rates = ratesOf(replay, Math.max(observed.from, pack.effective ?? observed.from), observed.until);
  const rate = largestRate(rates);
  return rate === null ? report.say('fewDays') : { ...alive, balance, capacity, end, rates, rate };
}

function endOfBalance(pack: Package): CivilTime | null {
  const printed = pack.type === 'period' ? (pack.overview?.periodEnd ?? null) : null;
  return printed === null ? (pack.type === 'period' ? null : pack.expiresAt) : Math.min(endOf(printed), pack.expiresAt ?? Number.POSITIVE_INFINITY);
}

/** Sentences that the forecasting checks share; each takes them into its own texts. */
export const OUTLOOK_TEXTS = {
  left: { zh: '快照 {snapshot}：剩余 {balance} {unit}，容量 {capacity} {unit}，{end} 失效，还有 {days} 天', en: 'Snapshot {snapshot}: {balance} {unit} left of {capacity} {unit}, lost on {end}, in {days} days' },
  rates: { zh: '每天抵扣：近 7 天 {rate7}，近 30 天 {rate30}，近 90 天 {rate90}；取最大值 {rate}', en: 'Deducted per day: {rate7} over 7 days, {rate30} over 30, {rate90} over 90; the largest counts: {rate}' },
  fewDays: { zh: '近 7、30、90 天内有抵扣的日子都不足 3 天', en: 'There are fewer than 3 days with a deduction in the last 7, 30 and 90 days' },
} as const satisfies Readonly<Record<string, Text>>;

export function outlookLines(report: Report, pack: Package, outlook: Outlook): Sentence[] {
  const scale = 3;
  const shown = (days: number): string => {
    const rate = outlook.rates.find((candidate) => candidate.days === days);
    return rate === undefined || !isTelling(rate) ? '-' : show(perDay(rate));
  };
  return [
    report.say('left', {
      snapshot: showTime(outlook.snapshot), balance: show(outlook.balance), capacity: show(outlook.capacity), unit: pack.unit ?? '',
      end: showTime(outlook.end), days: show(Decimal.ofInteger(outlook.end - outlook.snapshot).dividedBy(Decimal.ofInteger(DAY), scale)),
    }),
    report.say('rates', { rate7: shown(7), rate30: shown(30), rate90: shown(90), rate: show(perDay(outlook.rate)) }),
  ];
}

/** That the moment of the snapshot was not given but taken from the file. */
export function assumptionLines(world: World, pack: Package): Sentence[] {
  const file = pack.overview === null ? undefined : world.files.get(pack.overview.file);
  return file?.snapshotAssumed === true ? [{ id: 'common.assumedSnapshot', values: { time: showTime(file.snapshot) } }] : [];
}
