/** Rows that stand at `places`, or all. */
export function standing<Row>(rows: readonly Row[], places: Int32Array | undefined): readonly Row[] {
  return places === undefined ? rows : [...places].map((place) => rows[place]!);
}
