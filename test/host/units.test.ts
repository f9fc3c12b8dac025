import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeCodecs } from '../../core/host/codecs.ts';
import { runCli } from '../../core/host/cli/cli.ts';
import { importFiles } from '../../core/host/importFiles.ts';
import { memorySource } from '../../core/import/bytes.ts';
import { runChecks, type RunOptions } from '../../core/host/runChecks.ts';
import { unitsOf } from '../../core/host/worker/basisWork.ts';
import { UnitAliases } from '../../core/fields/unitAliases.ts';
import { Store } from '../../core/store/store.ts';
import { utf8 } from '../support/bytes.ts';
import { BY } from '../support/decided.ts';
import { BILL_HEADER, DEDUCTION_HEADER, billLine, deduction } from '../support/tables.ts';
import { temporaryFolder } from '../support/stores.ts';
import { testService } from '../support/service.ts';

const NOW = '2025-08-01T00:00:00.000Z';
const csv = (rows: readonly (readonly string[])[]): Uint8Array => utf8(rows.map((row) => row.map((cell) => (/[",]/.test(cell) ? `"${cell}"` : cell)).join(',')).join('\n'));
const swapped = (row: readonly string[], header: readonly string[], cells: Readonly<Record<string, string>>): string[] => row.map((cell, at) => cells[header[at]!] ?? cell);

/** 17.6 seconds as `Zeits`, and a bill line of 2563 of them. */
const DEDUCTIONS = csv([DEDUCTION_HEADER, swapped(deduction(), DEDUCTION_HEADER, { 被抵扣资源原始用量单位: 'Zeits' })]);
const BILL = csv([BILL_HEADER, swapped(billLine(), BILL_HEADER, { 组件价格单位: '元/zeits', 组件用量单位: 'Zeits' })]);

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
beforeEach(async () => {
  folder = temporaryFolder();
  store = Store.open(folder.at('p.packledger'));
  await importFiles(store, [{ name: 'd.csv', source: memorySource('d.csv', DEDUCTIONS) }, { name: 'b.csv', source: memorySource('b.csv', BILL) }], { codecs: nodeCodecs, now: NOW });
});
afterEach(() => {
  store.close();
  folder.remove();
});

function answers(options: RunOptions = {}): Record<string, string> {
  const { checks } = runChecks(store, NOW, options);
  return Object.fromEntries(['coefficient', 'original-cost', 'unit-mismatch'].map((id) => {
    const { checked, passed, failed, notCheckable } = checks.find((check) => check.id === id)!;
    return [id, [checked, passed, failed, notCheckable].join('/')];
  }));
}

describe('units that the program does not know', () => {
  test('are listed with their rows, and checks that convert have no answer until the user explains them', () => {
    expect(unitsOf({ store, views: store.views() }).units).toEqual([{ word: 'Zeits', rows: 3, places: ['deductions.rawUnit', 'bill.priceUnit', 'bill.usageUnit'], same: null }]);
    const before = answers();
    expect(before).toMatchObject({ coefficient: '1/0/0/1' });
    store.settings.setUnit({ word: 'ZEITS', same: '秒' }, BY);
    expect(answers()).toMatchObject({ coefficient: '1/1/0/0', 'unit-mismatch': '1/1/0/0' });
    expect(unitsOf({ store, views: store.views() }).units).toMatchObject([{ word: 'Zeits', same: '秒' }]);
    // A multiple that is wrong is a wrong deduction.
    store.settings.setUnit({ word: 'Zeits', same: '1000秒' }, BY);
    expect(answers()).toMatchObject({ coefficient: '1/0/1/0' });
    store.decisions.undo(store.decisions.undoable().undo!.act, BY);
    expect(answers()).toMatchObject({ coefficient: '1/1/0/0' });
    // The facts stay as they were printed.
    expect(Array.from(store.dataset().deductions(), ({ rawUnit }) => rawUnit)).toEqual(['Zeits']);
  });

  test('belong to what decides whether a run may be taken over, of the bill too, and hold in both threads', () => {
    const build = 'test';
    expect(runChecks(store, NOW, { build }).isSame).toBe(false);
    expect(runChecks(store, NOW, { build }).isSame).toBe(true);
    store.settings.setUnit({ word: 'Zeits', same: '分钟' }, BY);
    const alone = runChecks(store, NOW, { build, inTwoThreads: false });
    expect(alone.isSame).toBe(false);
    const whole = runChecks(store, NOW, { build: null, inTwoThreads: true });
    expect(JSON.stringify([whole.checks, whole.findings])).toBe(JSON.stringify([alone.checks, alone.findings]));
    store.settings.setUnit({ word: 'Zeits', same: null }, BY);
    expect(answers({ build })).toMatchObject({ coefficient: '1/0/0/1' });
  });

  test('from the command line: listed, explained, taken back; known units keep their meaning', async () => {
    store.close();
    const project = folder.at('p.packledger');
    const said = async (...args: readonly string[]): Promise<[number, string[]]> => {
      const lines: string[] = [];
      const terminal = { out: (text: string) => void lines.push(text), fail: (text: string) => void lines.push(text), progress: () => {}, endProgress: () => {} };
      return [await runCli({ args: ['units', ...args, '--project', project, '--locale', 'en'], terminal, now: NOW, language: 'en' }), lines];
    };
    expect(await said()).toEqual([0, ['Zeits = ? (3 rows; Raw Usage Unit / Component Price Measurement Unit / Component Usage Unit)']]);
    expect((await said('--unit', 'zeits', '--same', '1000秒'))[1]).toEqual([expect.stringMatching(/^Zeits = 1000秒 \(3 rows/) as string]);
    expect((await said('--unit', 'zeits', '--same', 'none'))[1]).toEqual([expect.stringMatching(/^Zeits = \? /) as string]);
    for (const [unit, same] of [['GB', 'MB'], ['zeits', 'nonsense'], ['zeits', '']] as const) expect((await said('--unit', unit, '--same', same))[0]).toBe(2);
    expect((await said('--unit', 'zeits'))[0]).toBe(2);
    store = Store.open(project);
    expect(store.verifyLog()).toMatchObject({ entries: 2, broken: null });
  });

  test('from the page, with undo', async () => {
    const app = await testService();
    try {
      const { client } = app;
      await client.call('projects.openSample', {});
      expect(await client.call('units.list', {})).toEqual({ units: [] });
      await expect(client.call('units.set', { word: 'GB', same: '分钟' })).rejects.toMatchObject({ code: 'option-value' });
      expect(await client.call('units.set', { word: 'Mins2x', same: '分钟' })).toEqual({ isChanged: true });
      expect(await client.call('units.list', {})).toEqual({ units: [{ word: 'Mins2x', rows: 0, places: [], same: '分钟' }] });
      const { undo } = await client.call('findings.undoable', {});
      expect(undo).toMatchObject({ kind: 'unit', count: 0 });
      expect(await client.call('findings.undo', { act: undo!.act })).toMatchObject({ changed: 0 });
      expect(await client.call('units.list', {})).toEqual({ units: [] });
      expect((await client.call('findings.undoable', {})).redo).toMatchObject({ kind: 'unit' });
    } finally {
      await app.close();
    }
  });
});

test('aliases are found whatever their case and width, also in prices; nothing else changes', () => {
  const aliases = new UnitAliases([{ word: 'K calls', same: '1000次' }]);
  expect([aliases.of('k CALLS'), aliases.of('Ｋ calls'), aliases.of('calls'), aliases.of(null), aliases.ofPrice('元/K calls'), aliases.ofPrice('元／K calls/小时'), aliases.ofPrice(null)])
    .toEqual(['1000次', '1000次', 'calls', null, '元/1000次', '元/1000次/小时', null]);
  expect([new UnitAliases([]).isEmpty, aliases.isEmpty]).toEqual([true, false]);
  // The words that the reader of list prices splits at.
  expect(aliases.ofPrice('USD per K calls')).toBe(aliases.ofPrice('USD/K calls'));
});
