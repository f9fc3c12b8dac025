import { Decimal } from '../../base/decimal.ts';
import { compareText } from '../../base/order.ts';
import type { BillRow } from '../../fields/bill.ts';
import { amountOf } from '../../fields/facts.ts';
import { isPrecisionLine, lineCurrency, typeWord } from '../billLine.ts';
import type { LineCheck, Report } from '../check.ts';
import type { Evidence } from '../finding.ts';
import { show } from '../show.ts';
import { evidenceOf, type LineWorld } from '../world.ts';

/**
 * Adjustments, offline charges and fees often name no instance, sometimes no product. Whoever adds up a bill by account
 * or product loses them silently; here they are listed, all lines of one currency that lack the same thing together.
 */
export const unattributed: LineCheck = {
  onlyLines: true,
  id: 'unattributed',
  family: 'totals',
  needs: ['bill'],
  texts: {
    title: { zh: '无归属的行', en: 'Unattributed lines' },
    rule: { zh: '每行账单有使用者、产品和资源 ID（月度计费精度差异行除外）', en: 'Every line of the bill has an owner, a product and an instance (precision lines aside)' },
    act: { zh: '决定这些金额归谁', en: 'Decide who bears these amounts' },
    group: { zh: '{count} 行缺少 {fields}：扣费 {charges} {currency}，退还 {credits} {currency}', en: '{count} lines without {fields}: charges {charges} {currency}, credits {credits} {currency}' },
    type: { zh: '交易类型 {type}：{times} 行', en: 'Transaction type {type}: {times} lines' },
  },
  start(world, report) {
    const groups = new Map<string, Group>();
    let attributed = 0;
    return {
      line(line) {
        if (isPrecisionLine(line)) return;
        if (line.owner !== null && line.product !== null && line.instanceId !== null) attributed += 1;
        else note(groups, line, world);
      },
      end() {
        report.pass(attributed);
        for (const key of [...groups.keys()].sort(compareText)) fail(groups.get(key)!, report);
      },
    };
  },
};

interface Group {
  readonly fields: string;
  readonly currency: string | null;
  readonly rows: Evidence[];
  readonly types: Map<string, number>;
  count: number;
  charges: Decimal;
  credits: Decimal;
}

const NEEDED = ['owner', 'product', 'instanceId'] as const satisfies readonly (keyof BillRow)[];
const ROWS_KEPT = 10_000;

function note(groups: Map<string, Group>, line: BillRow, world: LineWorld): void {
  const fields = NEEDED.filter((field) => line[field] === null).join(', ');
  const currency = lineCurrency(world, line);
  const key = `${fields}\u0001${currency ?? ''}`;
  let group = groups.get(key);
  if (group === undefined) {
    group = { fields, currency, rows: [], types: new Map(), count: 0, charges: Decimal.zero, credits: Decimal.zero };
    groups.set(key, group);
  }
  group.count += 1;
  if (group.rows.length < ROWS_KEPT) group.rows.push(evidenceOf('bill', line));
  const type = typeWord(line);
  group.types.set(type, (group.types.get(type) ?? 0) + 1);
  const amount = amountOf(line) ?? Decimal.zero;
  if (amount.sign() > 0) group.charges = group.charges.plus(amount);
  else group.credits = group.credits.minus(amount);
}

function fail(group: Group, report: Report): void {
  const { fields, currency, count, charges, credits } = group;
  report.fail({
    severity: 'info',
    subject: [fields, currency],
    rows: group.rows,
    money: charges.minus(credits).abs(),
    currency,
    why: [report.say('group', { count, fields, charges: show(charges), credits: show(credits), currency: currency ?? '' }), ...[...group.types].sort((a, b) => compareText(a[0], b[0])).map(([type, times]) => report.say('type', { type, times }))],
  });
}
