import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, type Launched } from './launch.ts';

/** Over the socket of the loopback page every call can be seen. */
let app: Launched;

beforeAll(async () => {
  app = await launch({ target: 'loopback' });
  await app.call('projects.openSample', {});
});

afterAll(() => app?.close());

test('a grid that the page opens with is asked for once, as the user left it, and before everything that can wait', async () => {
  await app.call('settings.set', {
    page: { view: 'deductions' },
    views: { deductions: { columns: [], sort: [{ field: 'packageName', descending: true }, { field: 'deductedAt', descending: false }] } },
  });
  const sent: { readonly name?: string; readonly input?: unknown }[] = [];
  app.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(JSON.parse(String(payload)) as { name?: string })));
  await app.page.reload();
  await app.page.locator('.ag-row .ag-cell', { hasText: /\S/ }).first().waitFor();
  await expect.poll(() => sent.some(({ name }) => name === 'records.sums')).toBe(true);
  const names = sent.map(({ name }) => name);
  const once = (name: string): unknown => sent.filter((call) => call.name === name).map(({ input }) => input);
  expect(once('records.columns')).toEqual([{ view: 'deductions' }]);
  expect(once('records.order')).toMatchObject([{ view: 'deductions', sort: [
    { field: 'packageName', descending: true }, { field: 'packageId', descending: true }, { field: 'deductedAt', descending: false },
  ] }]);
  expect(sent.filter(({ name, input }) => name === 'records.block' && (input as { readonly start: number }).start === 0)).toHaveLength(1);
  for (const later of ['projects.choices', 'records.distinct', 'records.sums']) expect(names.indexOf(later)).toBeGreaterThan(names.indexOf('records.block'));
});
