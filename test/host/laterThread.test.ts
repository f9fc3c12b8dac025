import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../core/base/errors.ts';
import { LaterThread } from '../../core/host/worker/laterThread.ts';
import type { WorkThread } from '../../core/host/worker/workThread.ts';

/** A thread whose openings go as told, one after the other. */
function threadOf(openings: readonly ('opened' | 'locked')[]): { readonly thread: WorkThread; readonly heard: string[] } {
  const heard: string[] = [];
  const left = [...openings];
  const call = async (name: string, input: { readonly path?: string }): Promise<unknown> => {
    heard.push(name === 'open' ? `open ${input.path}` : name);
    await new Promise((resolve) => { setTimeout(resolve, 1); });
    if (name === 'open' && left.shift() === 'locked') throw new AppError('project-locked', { file: input.path! });
    return name;
  };
  return { thread: { call: call as never, close: () => Promise.resolve() }, heard };
}

const project = (path: string): { path: string; cacheKib: number } => ({ path, cacheKib: 1 });

test('what is asked for comes after the opening', async () => {
  const { thread, heard } = threadOf(['opened']);
  const later = new LaterThread(() => thread);
  later.open(project('a'));
  expect(await later.call('choices', {})).toBe('choices');
  expect(heard).toEqual(['open a', 'choices']);
});

test('an opening that failed while nobody waited is tried again before anything is asked for', async () => {
  const { thread, heard } = threadOf(['locked', 'opened']);
  const later = new LaterThread(() => thread);
  later.open(project('a'));
  await new Promise((resolve) => { setTimeout(resolve, 20); });
  expect(await later.call('choices', {})).toBe('choices');
  await later.call('choices', {});
  expect(heard).toEqual(['open a', 'open a', 'choices', 'choices']);
});

test('where it fails again, its reason is the answer, not that there is no project', async () => {
  const { thread, heard } = threadOf(['locked', 'locked', 'locked', 'opened']);
  const later = new LaterThread(() => thread);
  later.open(project('a'));
  await expect(later.call('choices', {})).rejects.toMatchObject({ code: 'project-locked', values: { file: 'a' } });
  await expect(later.call('choices', {})).rejects.toMatchObject({ code: 'project-locked' });
  later.open(project('b'));
  expect(await later.call('choices', {})).toBe('choices');
  expect(heard).toEqual(['open a', 'open a', 'open a', 'open b', 'choices']);
});

describe('when nobody asks', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const AGES = 60_000;

  test('it starts a moment after the opening, or when it is first asked, and once', async () => {
    const { thread, heard } = threadOf(['opened', 'opened', 'opened', 'opened']);
    let started = 0;
    const begin = (): WorkThread => {
      started += 1;
      return thread;
    };
    const later = new LaterThread(begin);
    later.open(project('a'));
    later.open(project('b'));
    await vi.advanceTimersByTimeAsync(20);
    expect([started, heard]).toEqual([0, []]);
    await vi.advanceTimersByTimeAsync(AGES);
    expect([started, heard]).toEqual([1, ['open b']]);
    const asked = new LaterThread(begin);
    asked.open(project('c'));
    const answer = asked.call('choices', {});
    await vi.advanceTimersByTimeAsync(AGES);
    expect(await answer).toBe('choices');
    expect([started, heard]).toEqual([2, ['open b', 'open c', 'choices']]);
  });

  test('one that was never needed is never started', async () => {
    let started = 0;
    const later = new LaterThread(() => {
      started += 1;
      return threadOf([]).thread;
    });
    later.open(project('a'));
    await later.close();
    await vi.advanceTimersByTimeAsync(AGES);
    expect(started).toBe(0);
  });
});
