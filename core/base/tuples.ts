/**
 * A map whose keys are four texts, each of which may be absent. Rows repeat a few thousand combinations of names millions of times: four
 * look-ups of texts whose hash the engine already knows cost a fraction of one look-up of a text joined from them.
 */
export class QuadMap<V> {
  private readonly first = new Map<string | null, Map<string | null, Map<string | null, Map<string | null, V>>>>();

  get(a: string | null, b: string | null, c: string | null, d: string | null): V | undefined {
    return this.first.get(a)?.get(b)?.get(c)?.get(d);
  }

  set(a: string | null, b: string | null, c: string | null, d: string | null, value: V): void {
    inner(inner(inner(this.first, a), b), c).set(d, value);
  }
}

function inner<K, L, V>(outer: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let found = outer.get(key);
  if (found === undefined) {
    found = new Map<L, V>();
    outer.set(key, found);
  }
  return found;
}
