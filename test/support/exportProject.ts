import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { Store } from '../../core/store/store.ts';
import { BILL_HEADER, DEDUCTION_HEADER, billLine, deduction } from './tables.ts';

/** Texts that a spreadsheet would like to run, round, trim, refuse or take for something else. */
export const HARD_TEXTS: readonly string[] = [
  '=1+1', '=HYPERLINK("http://example.com","x")', '+5', '-5', '-5.50', '@SUM(A1:A9)', '＝1+1', '\t=1', '001', '000000000000000000001234567890123456789', '1E5', '2025-05-08', 'TRUE', '#N/A', '-', '=', "'quoted",
  '100004603310000123456789', 'a "b" c', 'one, two;three', '  around  ', 'first\nsecond\n\nfourth', '😀 𠮷 é', 'control \u0001\u0008 signs', '_x000D_ and _x0041', '<v>&amp;]]>', '\u00a0\u2028\ufeff end', 'İ ß ſ',
  '长'.repeat(300),
];

/** Digits beyond two integers, negative ones, none at all, and every scale. */
const HARD_NUMBERS: readonly string[] = [
  '0', '-0', '0.000000001', '-0.000000001', '20.50', '1234567.123456789', '123456789012345.678', '1234567890123456789012345678901234567890', '-0.1234567890123456789012345678901234567890',
  '99999999.999999999', '999999999999999', '4503599627370495.999999999', '-4503599627370496', '1000000.000000000', '-17.250000000', '', '0.5', '12345678901234567.5', '8.0000000000', '100',
];

function hardDeductions(): string[][] {
  return HARD_TEXTS.flatMap((text, at) => {
    const number = (shift: number): string => HARD_NUMBERS[(at + shift) % HARD_NUMBERS.length]!;
    const row = deduction({ id: `pkg-${at}`, before: number(0), deducted: number(1) === '' ? '1' : number(1), after: number(2), item: text, at: `2025-0${1 + (at % 9)}-1${at % 10} 23:59:59` });
    row[1] = text;
    row[17] = number(3);
    return [[...row, text, at % 3 === 0 ? '' : `note ${at % 4}`], [...deduction({ id: `pkg-${at}`, before: number(4), after: '' }), '', text]];
  });
}

function hardBill(): string[][] {
  return HARD_TEXTS.map((text, at) => {
    const row = billLine({ transaction: at % 2 === 0 ? `2025${'0'.repeat(20)}${at}` : text, amount: HARD_NUMBERS[at % HARD_NUMBERS.length] || '1' });
    row[20] = text;
    return row;
  });
}

function csv(rows: readonly (readonly string[])[]): Uint8Array {
  return new TextEncoder().encode(rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'));
}

const WRITING = { at: '2025-08-01T00:00:00Z', who: null } as const;

/** Findings as a run keeps them, made by hand, so that no change of a check changes an export. */
function findings(): { key: string; check: string; severity: string; body: string }[] {
  return HARD_TEXTS.map((text, at) => {
    const severity = (['error', 'warning', 'info'] as const)[at % 3]!;
    const money = at % 4 === 0 ? null : (HARD_NUMBERS[at % HARD_NUMBERS.length] || null);
    const body = { check: 'chain-gap', severity, key: `chain-gap:${at}`, packageId: text, transactionId: at % 2 === 0 ? null : text, product: text, rows: [], rowCount: at * 7, quantity: at % 5 === 0 ? null : HARD_NUMBERS[(at + 3) % HARD_NUMBERS.length] || null,
      unit: at % 5 === 0 ? null : '次', money, currency: money === null ? null : 'CNY', why: [{ id: 'common.nothing', values: { text } }] };
    return { key: body.key, check: body.check, severity, body: JSON.stringify(body) };
  });
}

/** A project with an ordinary case, whatever is hard to write, a run and two decisions. */
export async function fillExportProject(path: string): Promise<void> {
  const store = Store.open(path);
  try {
    const files = [
      { name: 'case.zip', bytes: new Uint8Array(readFileSync(resolve(import.meta.dirname, '../fixtures/cases/reseller-faults.zip'))) },
      { name: 'hard deductions.csv', bytes: csv([[...DEDUCTION_HEADER, '我的备注', '=2+2'], ...hardDeductions()]) },
      { name: 'hard bill.csv', bytes: csv([[...BILL_HEADER], ...hardBill()]) },
    ];
    const sources = files.map(({ name, bytes }) => ({ name, source: { name, size: bytes.length, read: (offset: number, length: number) => bytes.subarray(offset, offset + length) } }));
    const { refused } = await importFiles(store, sources, { codecs: nodeCodecs, now: '2025-08-01T00:00:00.000Z' });
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
    store.runs.save({ at: '2025-08-01T00:00:00Z', engine: 'test', snapshot: null, inputsHash: '', checks: [], findings: findings() });
    store.decisions.decide(['chain-gap:1', 'chain-gap:2'], { state: 'progress', code: null, reason: null, note: '=1', until: null }, WRITING);
  } finally {
    store.close();
  }
}
