import type { Connection } from '../sqlite.ts';

/** One step from a layout of the project to the next. What it does never changes once it has shipped. */
export interface Migration {
  /** The `user_version` that it leads to; steps are numbered from 1 without a gap. */
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
  /** What SQL alone cannot do, after the statements and in the same transaction. */
  readonly move?: (db: Connection) => void;
}
