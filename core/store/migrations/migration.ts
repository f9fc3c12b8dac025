/** One step from a layout of the project to the next. Its statements never change once it has shipped. */
export interface Migration {
  /** The `user_version` that it leads to; steps are numbered from 1 without a gap. */
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}
