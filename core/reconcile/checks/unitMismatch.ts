import { compareText } from '../../base/order.ts';
import type { DeductionRow } from '../../fields/deductions.ts';
import { conversion } from '../../fields/units.ts';
import type { Check, Report } from '../check.ts';
import { rowSubject } from '../explain.ts';
import { evidenceOf, type Package, type World } from '../world.ts';

/**
 * A package counts in one unit. A row that takes 3 GB from a balance of minutes makes every sum over the package
 * meaningless. Units that convert into each other are fine, and so is a unit that nobody knows as long as it is the same
 * everywhere. The vendor writes 次, 条 and 个 loosely for one thing, so they count as one, unless the other rows of the
 * package in that file all print the unit of the overview.
 */
export const unitMismatch: Check = {
  id: 'unit-mismatch',
  family: 'rows',
  needs: ['deductions'],
  texts: {
    title: { zh: '单位不一致', en: 'Unit mismatch' },
    rule: { zh: '抵扣前余量、实际抵扣量、抵扣后余量与资源包容量的单位相同或可换算', en: 'The units of before, deducted, after and the capacity are the same or convert' },
    act: { zh: '在控制台核对该行的单位；若相同，请提交工单', en: 'Compare the units with the console; if they are the same, open a ticket' },
    pair: { zh: '{where} · {leftName}的单位是“{left}”，{rightName}的单位是“{right}”，两者不能换算', en: '{where} · {leftName} is in "{left}", {rightName} in "{right}", which do not convert' },
    before: { zh: '抵扣前余量', en: 'the balance before' },
    deducted: { zh: '实际抵扣量', en: 'the deduction' },
    after: { zh: '抵扣后余量', en: 'the balance after' },
    capacity: { zh: '容量', en: 'the capacity' },
    alone: { zh: '该包其他行的单位都是“{right}”', en: 'The other rows of the package are in "{right}"' },
  },
  start(world, report) {
    const state = { usual: new Map<string, number>(), loose: [] as DeductionRow[], capacities: [] as readonly string[], of: null as Package | null };
    const settle = (pack: Package): void => {
      for (const row of state.loose) {
        if ((state.usual.get(usualKey(row.file, pack.unit)) ?? 0) < MOST_ROWS * (state.usual.get(usualKey(row.file, row.packageUnit)) ?? 0)) report.pass();
        else tell(world, report, row, { left: row.packageUnit!, leftName: 'before', right: pack.unit!, rightName: 'capacity' }, true);
      }
      state.loose = [];
      state.usual.clear();
    };
    return {
      deduction(row, _step, _history, pack) {
        if (row.packageUnit === null && row.deductedUnit === null && row.afterUnit === null) {
          report.notCheckable({ id: 'common.noUnit', values: {} });
          return;
        }
        const key = usualKey(row.file, row.packageUnit);
        state.usual.set(key, (state.usual.get(key) ?? 0) + 1);
        if (state.of !== pack) {
          state.capacities = capacityUnits(pack);
          state.of = pack;
        }
        const pair = mismatchOf(row, state.capacities);
        if (pair !== null) tell(world, report, row, pair, false);
        else if (isLoose(row.packageUnit, pack)) state.loose.push(row);
        else report.pass();
      },
      history: (_history, pack) => settle(pack),
      replayed: (_replay, pack) => settle(pack),
    };
  },
};

/** So many times as many rows print the unit of the overview as print the other one. */
const MOST_ROWS = 10;

type Amount = 'before' | 'deducted' | 'after' | 'capacity';

interface Mismatch {
  readonly left: string;
  readonly leftName: Amount;
  readonly right: string;
  readonly rightName: Amount;
}

function usualKey(file: number, unit: string | null): string {
  return `${file}|${unit ?? ''}`;
}

function mismatchOf(row: DeductionRow, capacities: readonly string[]): Mismatch | null {
  const main = row.packageUnit ?? row.deductedUnit ?? row.afterUnit!;
  if (row.deductedUnit !== null && row.deductedUnit !== main && conversion(row.deductedUnit, main) === null) return { left: main, leftName: 'before', right: row.deductedUnit, rightName: 'deducted' };
  if (row.afterUnit !== null && row.afterUnit !== main && conversion(row.afterUnit, main) === null) return { left: main, leftName: 'before', right: row.afterUnit, rightName: 'after' };
  if (capacities.length === 0 || capacities.some((unit) => unit === main || conversion(main, unit) !== null)) return null;
  return { left: main, leftName: 'before', right: capacities.join(' / '), rightName: 'capacity' };
}

/** The units in which the overview counts the package; none where it shows none. */
function capacityUnits(pack: Package): string[] {
  const units = new Set(pack.combo.map((item) => item.unit));
  // An item without a unit may be counted in any.
  if (units.has(null)) return [];
  const named = [...units].filter((unit) => unit !== null);
  const printed = pack.overview?.unit ?? null;
  return printed === null ? named : [...new Set([printed, ...named])];
}

/** Another word for a counted thing than the overview prints: `条` for `次`, but not `万次`, which converts. */
function isLoose(unit: string | null, pack: Package): boolean {
  const printed = pack.overview?.unit ?? null;
  if (unit === null || printed === null || unit === printed || pack.combo.length > 0 || conversion(printed, '次') === null) return false;
  const ratio = conversion(unit, printed);
  return ratio !== null && ratio.numerator === ratio.denominator;
}

function tell(world: World, report: Report, row: DeductionRow, pair: Mismatch, alone: boolean): void {
  report.fail({
    severity: 'error',
    subject: rowSubject(row),
    cause: [row.packageId, ...[pair.left, pair.right].sort(compareText)].join('|'),
    packageId: row.packageId,
    product: row.product,
    rows: [evidenceOf('deductions', row)],
    why: [
      report.say('pair', {
        where: world.where(row), left: pair.left, leftName: `@unit-mismatch.${pair.leftName}`, right: pair.right, rightName: `@unit-mismatch.${pair.rightName}`,
      }),
      ...(alone ? [report.say('alone', { right: pair.right })] : []),
    ],
  });
}
