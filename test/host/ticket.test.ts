import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read, utils } from 'xlsx';
import { speaker } from '../../core/host/speak.ts';
import { saveEvidence, ticketText, type TicketFinding, type TicketRow } from '../../core/host/ticket.ts';

const row = (line: number, more: Partial<TicketRow> = {}): TicketRow => ({ kind: 'deductions', file: 'a.csv', sheet: null, line, headers: ['资源包ID', '抵扣量'], cells: ['pkg-1', '=1+1'], ...more });

const FINDING: TicketFinding = {
  key: 'row-arithmetic.0123456789ab', check: 'row-arithmetic', packageId: 'pkg-1', transactionId: null, product: '实时音视频', quantity: '19.6', unit: '分钟', money: '0.24', currency: 'CNY', rowCount: 3,
  why: [{ id: 'row-arithmetic.rule', values: {} }, { id: 'common.absent', values: { fields: 'x' } }],
  rows: [row(2), row(7), row(9, { kind: 'bill', file: 'b.xlsx', sheet: '明细', headers: ['交易ID'], cells: ['T1', '2'] })],
};

describe('a ticket', () => {
  it.each(['zh-CN', 'en'] as const)('has ids, arithmetic, sizes, records and a reference in %s', (locale) => {
    const say = speaker(locale);
    const text = ticketText(FINDING, say);
    for (const part of ['pkg-1', '实时音视频', '19.6 分钟', '0.24 CNY', '- a.csv : 7', '- b.xlsx › 明细 : 9', FINDING.key, say('row-arithmetic.title'), say('row-arithmetic.rule'), `1. ${say('common.absent', { fields: 'x' })}`]) expect(text).toContain(part);
    expect(text).not.toMatch(/\{\w+\}|ticket\.|null|undefined/);
  });

  it('leaves out what is not known', () => {
    const text = ticketText({ ...FINDING, packageId: null, quantity: null, money: null, rowCount: 0, rows: [], why: [] }, speaker('en'));
    expect(text).not.toMatch(/Package ID|Amount|Records|Quantity/);
    expect(text.split('\n')[0]).toContain('实时音视频');
  });

  it('has the records to attach, each under the headers of its file, as text that no spreadsheet computes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'packledger-test-'));
    try {
      const path = join(folder, 'evidence.xlsx');
      expect(await saveEvidence(path, FINDING, speaker('zh-CN'))).toBe(3);
      const { SheetNames, Sheets } = read(readFileSync(path));
      const cells = SheetNames.map((name) => utils.sheet_to_json<unknown[]>(Sheets[name]!, { header: 1 }));
      expect(SheetNames).toEqual([expect.stringMatching(/^1 /), expect.stringMatching(/^2 /)]);
      expect(cells[0]!.slice(0, 3)).toEqual([[expect.any(String), expect.any(String), '资源包ID', '抵扣量'], ['a.csv', 2, 'pkg-1', '=1+1'], ['a.csv', 7, 'pkg-1', '=1+1']]);
      expect(cells[1]!.slice(0, 2)).toEqual([[expect.any(String), expect.any(String), '交易ID', '#2'], ['b.xlsx › 明细', 9, 'T1', '2']]);
      expect((Sheets[SheetNames[0]!]!['D2'] as { t: string; f?: string })).toMatchObject({ t: 's' });
      expect(await saveEvidence(path, { rows: [] }, speaker('en'))).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
