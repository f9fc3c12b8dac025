import type { CivilTime } from '../base/time.ts';
import { Random } from './random.ts';

/**
 * Many streams, each by time, as one stream by time. What falls into the same second comes in any order, because an
 * export orders its rows by time and by nothing else.
 */
export function* mergeByTime<T extends { readonly at: CivilTime }>(streams: readonly Iterable<T>[], seed: number): Generator<T> {
  const heap = new Heap<T>();
  for (const stream of streams) {
    const iterator = stream[Symbol.iterator]();
    const first = iterator.next();
    if (first.done !== true) heap.push({ value: first.value, iterator });
  }
  let second: T[] = [];
  for (let top = heap.top(); top !== undefined; top = heap.top()) {
    const { value, iterator } = top;
    if (second.length > 0 && second[0]!.at !== value.at) {
      yield* inAnyOrder(second, seed);
      second = [];
    }
    second.push(value);
    const next = iterator.next();
    if (next.done === true) heap.pop();
    else heap.replaceTop({ value: next.value, iterator });
  }
  yield* inAnyOrder(second, seed);
}

function inAnyOrder<T extends { readonly at: CivilTime }>(second: T[], seed: number): T[] {
  return second.length < 2 ? second : new Random(seed, second[0]!.at).shuffle(second);
}

interface Head<T> {
  readonly value: T;
  readonly iterator: Iterator<T>;
}

/** A binary heap by time. */
class Heap<T extends { readonly at: CivilTime }> {
  private readonly heads: Head<T>[] = [];

  top(): Head<T> | undefined {
    return this.heads[0];
  }

  push(head: Head<T>): void {
    const { heads } = this;
    let at = heads.length;
    heads.push(head);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heads[parent]!.value.at <= head.value.at) break;
      heads[at] = heads[parent]!;
      at = parent;
    }
    heads[at] = head;
  }

  pop(): void {
    const last = this.heads.pop();
    if (last !== undefined && this.heads.length > 0) this.replaceTop(last);
  }

  replaceTop(head: Head<T>): void {
    const { heads } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heads.length) break;
      if (child + 1 < heads.length && heads[child + 1]!.value.at < heads[child]!.value.at) child += 1;
      if (heads[child]!.value.at >= head.value.at) break;
      heads[at] = heads[child]!;
      at = child;
    }
    heads[at] = head;
  }
}
