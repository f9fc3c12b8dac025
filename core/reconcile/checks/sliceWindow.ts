import { DAY, endOf, HOUR, MINUTE } from '../../base/time.ts';
import type { Replay } from '../../deduct/replay.ts';
import type { DeductionRow } from '../../fields/deductions.ts';
import type { Check, Report } from '../check.ts';
import { rowSubject, stake } from '../explain.ts';
import { show, showTime } from '../show.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/**
 * A package per slice may pay only at certain hours: one for the nights, from 23:00 to 07:00, must not pay for usage at noon.
 *
 * No column of the overview is made for those hours. Where the dynamic deduction attribute spells them out (`23:00-07:00`) usage is held
 * to them; where it does not there is no answer. The printed start and end of the period are those of one slice, and say nothing of it.
 */
export const sliceWindow: Check = {
  id: 'slice-window',
  family: 'periods',
  needs: ['deductions', 'packages'],
  texts: {
    title: { zh: '分片时段', en: 'Hours of slices' },
    rule: { zh: '分片递减包抵扣的用量在动态抵扣属性写明的时段内；容差 0', en: 'Usage that a package per slice pays for lies in the hours that its dynamic deduction attribute spells out; tolerance 0' },
    act: { zh: '核对该包的可用时段；若属实，请提交工单', en: 'Check the hours of the package; if they are right, open a ticket' },
    outside: { zh: '{where} · 用量 {start} 至 {end} 不在 {hours} 内，抵扣 {deducted} {unit}', en: '{where} · usage {start} to {end} lies outside {hours}, deducts {deducted} {unit}' },
    noHours: { zh: '总览没有写明该包的时段', en: 'The overview does not spell out the hours of the package' },
  },
  start(world, report) {
    return {
      replayed(replay, pack) {
        if (pack.type !== 'slice') return;
        const hours = hoursOf(pack.overview?.scope ?? null);
        const heard = rowsOf(replay);
        if (hours.length === 0) {
          if (heard.length > 0) report.notCheckable(report.say('noHours'), heard.length);
          return;
        }
        for (const row of heard) judge(row, hours, pack, world, report);
      },
    };
  },
};

function rowsOf(replay: Replay): readonly DeductionRow[] {
  const rows: DeductionRow[] = [...replay.unchained];
  for (const { steps } of replay.histories) for (const { row, copies } of steps) rows.push(row, ...copies);
  return rows;
}

/** Seconds of the day, `[from, to)`; `to` lies beyond the day where the hours run over midnight. */
interface Hours {
  readonly from: number;
  readonly to: number;
}

const CLOCKS = /(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?\s*(?:[-–—~～至]|to)\s*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?/g;

/** `08:00-20:00`, also several of them; an end of `…:59` is the last minute or second. */
function hoursOf(scope: string | null): Hours[] {
  if (scope === null) return [];
  return [...scope.matchAll(CLOCKS)].flatMap(([, h1, m1, s1, h2, m2, s2]) => {
    const from = Number(h1) * HOUR + Number(m1) * MINUTE + Number(s1 ?? 0);
    const end = Number(h2) * HOUR + Number(m2) * MINUTE + Number(s2 ?? 0);
    const to = s2 === undefined ? (m2 === '59' ? end + MINUTE : end) : s2 === '59' ? end + 1 : end;
    if (from >= DAY || to > DAY || from === to) return [];
    return [{ from, to: to < from ? to + DAY : to }];
  });
}

function judge(row: DeductionRow, hours: readonly Hours[], pack: Package, world: World, report: Report): void {
  if (row.usageStart === null || row.usageEnd === null) {
    report.notCheckable({ id: 'common.absent', values: { fields: 'usageStart, usageEnd' } });
    return;
  }
  const start = ((row.usageStart % DAY) + DAY) % DAY;
  const length = endOf(row.usageEnd) - row.usageStart;
  const isInside = hours.some(({ from, to }) => (start >= from && start + length <= to) || (start + DAY >= from && start + DAY + length <= to));
  if (isInside) {
    report.pass();
    return;
  }
  report.fail({
    severity: 'error',
    subject: rowSubject(row),
    cause: [pack.id, 'hours'].join('|'),
    packageId: pack.id,
    product: row.product ?? pack.product,
    rows: [evidenceOf('deductions', row), evidenceOf('packages', pack.overview!)],
    quantity: row.deducted?.abs() ?? null,
    unit: row.packageUnit ?? pack.unit,
    ...(row.deducted === null ? {} : stake(world, pack, row.deducted, row.packageUnit)),
    why: [report.say('outside', {
      where: world.where(row), start: showTime(row.usageStart), end: showTime(row.usageEnd), hours: pack.overview!.scope!, deducted: show(row.deducted, world.scale(row.file, 'deducted')),
      unit: row.packageUnit ?? pack.unit ?? '',
    })],
  });
}
