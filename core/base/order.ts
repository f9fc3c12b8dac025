/** Orders texts by their code units: the same everywhere, unlike an order by locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
