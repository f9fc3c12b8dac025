import { formatDay, formatMonth, monthOf, parseCivil } from '../../base/time.ts';
import { calendarOf, daysOf, type MonthCell } from '../../reconcile/calendar.ts';
import { productDays } from '../../store/views/productDays.ts';
import { surveyOf } from '../../store/views/survey.ts';
import { basisOf } from '../basis.ts';
import type { WorkContext } from './workContext.ts';

export interface CoverageCalendar {
  readonly months: string[];
  readonly products: { readonly product: string; readonly cells: { readonly deductions: Omit<MonthCell['deductions'], 'gaps'> & { readonly gaps: { from: string; to: string }[] }; readonly bill: MonthCell['bill'] }[] }[];
  readonly others: number;
}

/** `today` as `2025-08-01`. */
export function coverageCalendar({ store, views }: WorkContext, today: string): CoverageCalendar {
  return views.version.once(`calendar ${today}`, () => {
    const data = store.dataset();
    const { months, products, others } = calendarOf({ files: data.files, packages: data.packages(), ...productDays(views), names: basisOf(store).names, billMonths: new Set(surveyOf(views).bill.keys()), now: parseCivil(today)! });
    return {
      months: months.map(formatMonth), others,
      products: products.map(({ product, cells }) => ({ product, cells: cells.map(({ deductions, bill }) => ({ deductions: { ...deductions, gaps: deductions.gaps.map(({ start, end }) => ({ from: formatDay(start), to: formatDay(end - 1) })) }, bill })) })),
    };
  });
}

export function coverageDays({ store, views }: WorkContext, product: string, month: string): { day: string; isCovered: boolean; deductions: number; lines: number }[] {
  const days = daysOf({ files: store.dataset().files, ...productDays(views), names: basisOf(store).names }, product, monthOf(parseCivil(`${month}-01`)!));
  return days.map(({ day, ...rest }) => ({ day: formatDay(day), ...rest }));
}
