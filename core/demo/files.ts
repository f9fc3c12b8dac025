import { DAY, formatCivil, monthOf, monthStart, startOfDay, type CivilTime } from '../base/time.ts';
import { billColumns, PAYER } from './billCells.ts';
import { deductionColumns, packageColumns } from './cells.ts';
import type { Column } from './columns.ts';
import { FINE } from './fixed.ts';
import { precisionLine } from './lines.ts';
import { mergeByTime } from './merge.ts';
import { earlierMoment, type Frame, type Interval } from './plan.ts';
import { PLAIN_UNLIMITED, type ProductSpec } from './products.ts';
import { mix } from './random.ts';
import type { BillLine, Overview } from './records.ts';
import type { Source } from './source.ts';
import type { DemoFile, Settings } from './types.ts';

export const PACKAGES_FILE = '资源包总览.csv';
export const EARLIER_FILE = '资源包总览-较早.csv';
export const BILL_FILE = 'L3-bill_details.csv';

export function tableFile<R>(name: string, kind: DemoFile['kind'], columns: readonly Column<R>[], records: () => Iterable<R>): DemoFile {
  return {
    name, kind,
    header: columns.map((column) => column.header),
    *rows() {
      for (const record of records()) yield columns.map((column) => column.cell(record));
    },
  };
}

export function packagesFile(sources: readonly Source[], settings: Settings): DemoFile {
  return tableFile(PACKAGES_FILE, 'packages', packageColumns(settings), () => sources.flatMap((source) => source.overviews()));
}

/** An overview of some packages that was taken before the others. */
export function earlierFile(overviews: readonly Overview[], frame: Frame, settings: Settings): DemoFile {
  return { ...tableFile(EARLIER_FILE, 'packages', packageColumns(settings), () => overviews), taken: formatCivil(earlierMoment(frame)) };
}

/** One export of deductions: a window of usage time, of all products or of one half of them. */
export interface DeductionPart extends Interval {
  readonly name: string;
  /** 0 or 1; `null` for all products. */
  readonly half: number | null;
}

const OVERLAP_DAYS = 3;
const HALVES_FROM = 4;

/** The files of deductions and their names, which tell the window as the vendor's names do. */
export function deductionParts(frame: Frame, settings: Settings): DeductionPart[] {
  const halves = settings.splitDeductions >= HALVES_FROM ? [0, 1] : [null];
  const count = Math.ceil(settings.splitDeductions / halves.length);
  const days = Math.ceil((frame.usageEnd - frame.windowStart) / DAY);
  const parts: DeductionPart[] = [];
  for (const half of halves) {
    for (let index = 0; index < count; index += 1) {
      const first = Math.max(0, Math.floor((days * index) / count) - OVERLAP_DAYS);
      const last = Math.floor((days * (index + 1)) / count);
      const whole = { start: frame.windowStart + first * DAY, end: frame.windowStart + last * DAY };
      for (const piece of without(whole, frame.holes)) parts.push({ ...piece, half, name: deductionName(piece, mix(settings.seed, parts.length, 5)) });
    }
  }
  return parts;
}

export function deductionName({ start, end }: Interval, tail: number): string {
  const time = (moment: CivilTime): string => formatCivil(moment).replaceAll(':', '_');
  const digits = tail.toString(16).padStart(8, '0');
  return `资源包抵扣明细-${time(start)}-${time(end - 1)}_${digits}${digits.slice(3)}.csv`;
}

/** What remains of a window when the holes are cut out. */
function without(whole: Interval, holes: readonly Interval[]): Interval[] {
  const pieces: Interval[] = [];
  let start = whole.start;
  for (const hole of holes) {
    if (hole.end <= start || hole.start >= whole.end) continue;
    if (hole.start > start) pieces.push({ start, end: hole.start });
    start = hole.end;
  }
  if (start < whole.end) pieces.push({ start, end: whole.end });
  return pieces;
}

/** In which half a product is exported. */
export function halfOf(product: string): number {
  let sum = 0;
  for (let at = 0; at < product.length; at += 1) sum += product.charCodeAt(at);
  return sum % 2;
}

export function deductionFiles(sources: readonly Source[], frame: Frame, settings: Settings): DemoFile[] {
  const columns = deductionColumns(settings);
  const parts = deductionParts(frame, settings);
  const files = parts.map((part) => tableFile(part.name, 'deductions', columns, function* records() {
    const mine = sources.filter(({ product }) => part.half === null || halfOf(product) === part.half);
    for (const row of mergeByTime(mine.map((source) => source.deductions()), settings.seed)) {
      if (row.start >= part.start && row.start < part.end) yield row;
    }
  }));
  return files.length === 1 ? files : files.filter((file) => file.rows()[Symbol.iterator]().next().done !== true);
}

/** More lines than this are not read twice just to round their sum. */
const PRECISION_UP_TO_ROWS = 100_000;

/** Every line of the bill, by time. */
export function* billRecords(sources: readonly Source[], frame: Frame, settings: Settings): Generator<BillLine> {
  const streams = (): Iterable<BillLine>[] => sources.flatMap((source) => source.lines());
  const rounded = settings.layout === 'cn' && Math.abs(settings.seed) % 2 === 0 && settings.rows <= PRECISION_UP_TO_ROWS;
  const precision = rounded ? precisionLines(streams(), frame) : [];
  yield* mergeByTime([...streams(), precision], settings.seed + 1);
}

export function billFile(sources: readonly Source[], frame: Frame, settings: Settings): DemoFile {
  return tableFile(BILL_FILE, 'bill', billColumns(settings), () => billRecords(sources, frame, settings));
}

const PRECISION: ProductSpec = { ...PLAIN_UNLIMITED, code: 'precision', product: '月度计费精度差异', subproduct: '月度计费精度差异' };
const CENT = FINE / 100n;

/** For each month that is over: what its lines are above whole cents. */
function precisionLines(streams: readonly Iterable<BillLine>[], frame: Frame): BillLine[] {
  const sums = new Map<number, bigint>();
  for (const lines of streams) for (const line of lines) sums.set(monthOf(line.at), (sums.get(monthOf(line.at)) ?? 0n) + line.net);
  const result: BillLine[] = [];
  for (const [month, sum] of [...sums].sort(([a], [b]) => a - b)) {
    const above = sum % CENT;
    if (above <= 0n || monthStart(month + 1) > frame.snapshot || monthStart(month + 1) <= frame.windowStart) continue;
    result.push(precisionLine(PAYER, PRECISION, { start: monthStart(month), end: monthStart(month + 1) }, -above, result.length));
  }
  return result;
}

/** The files of deductions that hold a row of this product and usage time: one, or two where their windows overlap. */
export function filesOfDeduction(frame: Frame, settings: Settings, product: string, start: CivilTime): string[] {
  return deductionParts(frame, settings).filter((entry) => (entry.half === null || halfOf(product) === entry.half) && entry.start <= start && start < entry.end).map(({ name }) => name);
}

/** The last printed day of the exported usage. */
export function lastDay(frame: Frame): CivilTime {
  return startOfDay(frame.usageEnd - 1);
}
