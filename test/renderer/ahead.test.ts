import { expect, test } from 'vitest';
import type { AppContract } from '../../core/contract/contract.ts';
import type { Client } from '../../core/contract/procedure.ts';
import { withAhead } from '../../renderer/frame/ahead.ts';
import { readFirstRows } from '../../renderer/grid/firstRows.ts';

/** A program that notes what it is asked and answers with `answers` by name. */
function program(answers: Readonly<Record<string, unknown>> = {}) {
  const asked: unknown[] = [];
  let changed: (value: unknown) => void = () => {};
  const client = {
    call: (name: string, input: unknown) => {
      asked.push([name, input]);
      return name in answers ? Promise.resolve(answers[name]) : Promise.reject(new Error(`no ${name}`));
    },
    on: (name: string, listener: (value: unknown) => void) => {
      if (name === 'changed') changed = listener;
      return () => {};
    },
  } as unknown as Client<AppContract>;
  return { client, asked, change: () => changed({ what: ['imports'] }) };
}

test('a call that was sent ahead is not made again, and only once', async () => {
  const { client, asked } = program({ 'app.info': 'here', 'tasks.list': 'none' });
  const ahead = withAhead(client);
  await ahead.send('app.info', {});
  await expect(ahead.client.call('app.info', {})).resolves.toBe('here');
  await expect(ahead.client.call('tasks.list', {})).resolves.toBe('none');
  expect(asked).toHaveLength(2);
  await ahead.client.call('app.info', {});
  expect(asked).toHaveLength(3);
});

test('what changes in the program makes it worthless', async () => {
  const { client, asked, change } = program({ 'app.info': 'old' });
  const ahead = withAhead(client);
  await ahead.send('app.info', {});
  change();
  await ahead.client.call('app.info', {});
  expect(asked).toHaveLength(2);
});

test('whoever takes a call that failed hears of it; nobody else does', async () => {
  const ahead = withAhead(program().client);
  const sent = ahead.send('app.info', {});
  await expect(ahead.client.call('app.info', {})).rejects.toThrow('no app.info');
  await expect(sent).rejects.toThrow('no app.info');
});

test('the first rows are asked for as the user left the grid', async () => {
  const { client, asked } = program({ 'records.columns': { columns: [] }, 'records.order': { order: 'o' }, 'records.block': { rows: [] } });
  const settings = { scope: { from: '2025-05' }, views: { packages: { columns: [], sort: [{ field: 'packageName', descending: true }, { field: 'effective', descending: false }] } } };
  await readFirstRows(withAhead(client), 'packages', settings as never);
  expect(asked).toEqual([
    ['records.columns', { view: 'packages' }],
    ['records.order', {
      view: 'packages', filters: [], quick: '', scope: { from: '2025-05' },
      sort: [{ field: 'packageName', descending: true }, { field: 'packageId', descending: true }, { field: 'effective', descending: false }, { field: 'expiry', descending: false }],
    }],
    ['records.block', { order: 'o', start: 0, end: 200 }],
  ]);
});
